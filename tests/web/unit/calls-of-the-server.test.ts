// A wish keeps its key through lost replies; refusals come back at once and as values.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { post, send, signedOut, wish } from '../../../queue-server/web/shared/api';
import { newKey } from '../../../queue-server/web/shared/keys';
import { attempts, retryDelayMs } from '../../../queue-server/web/shared/retry';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
  signedOut.value = false;
});

// Answers one after the other; null is a reply that got lost.
function serve(...answers: (Response | null)[]): { keys: (string | null)[]; bodies: unknown[] } {
  const seen = { keys: [] as (string | null)[], bodies: [] as unknown[] };
  globalThis.fetch = async (_input, init) => {
    seen.keys.push(new Headers(init?.headers).get('Idempotency-Key'));
    seen.bodies.push(JSON.parse(String(init?.body)));
    const answer = answers.shift();
    if (!answer) throw new TypeError('network');
    return answer;
  };
  return seen;
}

const problem = (status: number, code: string, headers = {}) =>
  new Response(JSON.stringify({ type: 'about:blank', title: code, status, detail: 'words', code }), { status, headers });

test('a key is 22 characters that the wire allows, and never the same', () => {
  const keys = new Set(Array.from({ length: 500 }, () => newKey()));
  assert.equal(keys.size, 500);
  for (const key of keys) assert.match(key, /^[A-Za-z0-9_-]{22}$/);
});

test('a lost reply is asked for again with the same key and body', async () => {
  const seen = serve(null, null, new Response('{"number":"A001"}', { status: 201 }));
  const asked = wish('/halls/main/tickets', { services: ['birth'] });
  const answer = await send<{ number: string }>(asked);
  assert.deepEqual(answer, { ok: true, value: { number: 'A001' }, status: 201 });
  assert.deepEqual(seen.keys, [asked.key, asked.key, asked.key]);
  assert.deepEqual(seen.bodies, Array(3).fill({ services: ['birth'] }));
});

test('a refusal is not asked again', async () => {
  const seen = serve(problem(409, 'hall-closed'));
  const answer = await post('/halls/main/tickets', {});
  assert.equal(answer.ok, false);
  assert.equal(!answer.ok && answer.problem.code, 'hall-closed');
  assert.equal(seen.keys.length, 1);
});

test('a server that cannot store is asked again, and then the citizen is told', async () => {
  const again = () => problem(503, 'storage-unavailable', { 'Retry-After': '0' });
  const seen = serve(again(), again(), again(), again());
  const answer = await post('/halls/main/tickets', {});
  assert.equal(!answer.ok && answer.problem.code, 'storage-unavailable');
  assert.equal(seen.keys.length, attempts);
  assert.equal(new Set(seen.keys).size, 1);
});

test('an empty answer is an answer, and one that is no JSON is not the server', async () => {
  serve(new Response(null, { status: 204 }), new Response('<html>proxy</html>', { status: 200 }));
  assert.deepEqual(await post('/x'), { ok: true, value: undefined, status: 204 });
  const strange = await post('/x');
  assert.equal(!strange.ok && strange.problem.code, 'unexpected');
});

test('a 401 anywhere tells the page that nobody is signed in', async () => {
  serve(problem(401, 'not-signed-in'));
  await post('/halls/main/counters/1/open');
  assert.equal(signedOut.value, true);
});

test('patience is bounded: each wait is longer, a wish of the server counts up to three seconds', () => {
  assert.deepEqual([1, 2, 3, 4].map((n) => retryDelayMs(n, 0, null)), [400, 800, 1600, null]);
  assert.equal(retryDelayMs(1, 503, '2'), 2000);
  assert.equal(retryDelayMs(1, 503, '600'), 3000);
  assert.equal(retryDelayMs(1, 503, 'soon'), 400);
  for (const status of [400, 401, 403, 404, 409, 422, 429, 500]) assert.equal(retryDelayMs(1, status, '1'), null);
});
