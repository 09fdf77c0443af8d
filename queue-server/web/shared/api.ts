// The server's HTTP calls. A failure is a value with a code (see errors.ts for its sentence), never an exception.
// A POST is a wish with a key: a lost reply is asked for again with the same key and gives the one true answer.
import { signal } from '@preact/signals';
import { wish, type Wish } from './keys';
import type { HallInfo, HallList, Problem } from './messages';
import { attemptTimeoutMs, retryDelayMs } from './retry';

export { wish, type Wish };

export type Result<T> = { ok: true; value: T; status: number } | { ok: false; problem: Problem };

// True once any call answered 401; a staff page shows its sign-in form then and sets it back.
export const signedOut = signal(false);

const base = '/api/v1';

export function get<T>(path: string): Promise<Result<T>> {
  return request<T>('GET', path);
}

// Sends a wish, again while its answer is lost or the server asks for patience. At most about 30 s.
export function send<T>(asked: Wish): Promise<Result<T>> {
  return request<T>('POST', asked.path, asked.body, asked.key);
}

// A wish that nobody will repeat by hand.
export function post<T>(path: string, body: object = {}): Promise<Result<T>> {
  return send<T>(wish(path, body));
}

export function remove<T = void>(path: string): Promise<Result<T>> {
  return request<T>('DELETE', path);
}

// The hall of this page: `?hall=`, else the office's first.
export async function findHall(): Promise<Result<HallInfo>> {
  const asked = new URLSearchParams(location.search).get('hall');
  if (asked) return get<HallInfo>(hallPath(asked));
  const halls = await get<HallList>('/halls');
  if (!halls.ok) return halls;
  const first = halls.value.halls[0];
  return first ? get<HallInfo>(hallPath(first.id)) : failed(404, 'not-found', 'This server has no hall.');
}

export function hallPath(hall: string, rest = ''): string {
  return `/halls/${encodeURIComponent(hall)}${rest}`;
}

async function request<T>(method: string, path: string, body?: object, key?: string): Promise<Result<T>> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await once(method, path, body, key);
    const again = retryDelayMs(attempt, response?.status ?? 0, response?.headers.get('Retry-After') ?? null);
    if (again === null || response?.ok) return read<T>(response);
    await new Promise((resolve) => setTimeout(resolve, again));
  }
}

async function once(method: string, path: string, body?: object, key?: string): Promise<Response | null> {
  const stopper = new AbortController();
  const timer = setTimeout(() => stopper.abort(), attemptTimeoutMs);
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  try {
    const response = await fetch(base + path, {
      method, headers, signal: stopper.signal, cache: 'no-store', credentials: 'same-origin',
      body: body ? JSON.stringify(body) : undefined,
    });
    // The body is part of the answer: one that breaks off half-way is a lost reply.
    return new Response(response.status === 204 ? null : await response.text(), response);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function read<T>(response: Response | null): Promise<Result<T>> {
  if (!response) return failed(0, 'unreachable', 'The server does not answer.');
  if (response.status === 401) signedOut.value = true;
  const text = await response.text();
  try {
    const parsed: unknown = text ? JSON.parse(text) : undefined;
    if (response.ok) return { ok: true, value: parsed as T, status: response.status };
    const problem = parsed as Problem | undefined;
    if (problem && typeof problem.code === 'string') return { ok: false, problem };
  } catch {
    // An answer that is no JSON comes from something in between, not from the hall's server.
  }
  return failed(response.status, response.status >= 500 ? 'unreachable' : 'unexpected', response.statusText);
}

function failed(status: number, code: string, detail: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { type: 'about:blank', title: code, status, detail, code } };
}
