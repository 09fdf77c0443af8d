// What an administrator's dashboard knows of devices, asked for again every few seconds while the
// panel is open, and what is done to them.
import { signal } from '@preact/signals';
import { get, post } from '../../shared/api';
import { t } from '../../shared/i18n';
import type {
  ConfirmPairing,
  DeviceInfo,
  DeviceList,
  HallList,
  HallStatus,
  PairingList,
  Problem,
  WaitingPairing,
} from '../../shared/messages';
import { problemText } from '../../shared/problems';
import { mayUse } from '../../shared/staff-session';
import { said } from './store';

const everyMs = 3_000;
const goodForMs = 6_000;

export const maySeeDevices = () => mayUse(['administrator']);
export const pairings = signal<readonly WaitingPairing[]>([]);
export const devices = signal<readonly DeviceInfo[]>([]);
export const halls = signal<readonly HallStatus[]>([]);
export const old = signal(false); // the last time there was no answer
export const deciding = signal(false);

// Until the answer is called. The halls change with the office file alone.
export function watchDevices(): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    await refresh();
    if (!stopped) timer = setTimeout(() => void look(), everyMs);
  };
  void get<HallList>('/halls').then((found) => {
    if (found.ok) halls.value = found.value.halls;
  });
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

async function refresh(): Promise<void> {
  const [waiting, known] = await Promise.all([
    get<PairingList>('/pairings'),
    get<DeviceList>('/devices'),
  ]);
  old.value = !waiting.ok || !known.ok;
  if (waiting.ok) pairings.value = waiting.value.pairings;
  // Those in use first, then by name as they come.
  if (known.ok)
    devices.value = [...known.value.devices].sort(
      (a, b) => Number(!!a.revokedAt) - Number(!!b.revokedAt),
    );
}

// True when it was done; what came of it is said on the page either way.
async function decide(path: string, body: object, done: string): Promise<boolean> {
  if (deciding.value) return false;
  deciding.value = true;
  const answer = await post<unknown>(path, body);
  await refresh();
  deciding.value = false;
  const what = answer.ok
    ? ({ tone: 'good', words: done } as const)
    : ({ tone: 'bad', words: refusal(answer.problem) } as const);
  said.value = what;
  if (answer.ok)
    setTimeout(() => {
      if (said.value === what) said.value = null;
    }, goodForMs);
  return answer.ok;
}

const refusal = (problem: Problem) =>
  problem.code === 'not-found' ? t('device.gone') : problemText(problem);

export const confirmPairing = (code: string, body: ConfirmPairing) =>
  decide(`/pairings/${encodeURIComponent(code)}/confirm`, body, t('device.doneIn', { name: body.name }));

export const denyPairing = (code: string) =>
  decide(`/pairings/${encodeURIComponent(code)}/deny`, {}, t('device.doneOut'));

export const revokeDevice = (name: string) =>
  decide(`/devices/${encodeURIComponent(name)}/revoke`, {}, t('device.doneRevoked', { name }));
