// The kiosk's state and what its buttons do. Screens read the signals and call the functions.
import { computed, effect, signal } from '@preact/signals';
import { findHall, get, hallPath, post, send, wish, type Result, type Wish } from '../../shared/api';
import { language, setLanguage } from '../../shared/i18n';
import { watchView, type Live } from '../../shared/live';
import type { BookingView, HallInfo, KioskView, PrintResult, Problem, TakeTicket, TicketIssued, TicketView } from '../../shared/messages';
import type { Scanned } from './scan';
import { answered, ask, back, begin, choose, codeLength, erased, insteadOf, nobody, refused, toggleNeed, typed, unchoose, type Visit } from './visit';

export const firstLanguage = 'zh-TW';
const retryHallMs = 3_000;
const askBoxMs = 3_000;
const abandonAttempts = 12;
const abandonPauseMs = 10_000;

export const info = signal<HallInfo | null>(null);
export const live = signal<Live<KioskView> | null>(null);
export const visit = signal<Visit>(nobody);
export const largeType = signal(false);
export const lowReach = signal(false);
export const audioMode = signal(false);
export const enrolment = signal<'none' | 'done' | 'failed' | 'needed'>('none');
// The slip of the number on the screen: sought until the box has answered whether it printed one.
export const slip = signal<'sought' | 'printed' | 'none'>('none');
export const confirming = signal<'no' | 'busy' | 'failed'>('no');
export const lastTouch = signal(performance.now());
export const shownSince = signal(performance.now());

// What is known of the hall now: pushed if there is a push, else as first read.
export const view = computed(() => live.value?.state.value.data ?? null);
export const stale = computed(() => live.value?.state.value.stale ?? false);
// Numbers that the box under this page gives out while the server is away; asked while nothing is heard of the server.
const numbersReady = signal(0);
// Nothing is heard of the server, and numbers are given all the same: only the wait cannot be told.
export const onItsOwn = computed(() => stale.value && numbersReady.value > 0);
export const telling = computed(() => (onItsOwn.value ? null : view.value));
export const hall = computed(() => view.value?.hall ?? info.value?.hall ?? null);
export const publicServices = computed(() => info.value?.services.filter((one) => one.group !== 'turning') ?? []);
export const privateServices = computed(() => info.value?.services.filter((one) => one.group === 'turning') ?? []);

export function touch(): void {
  lastTouch.value = performance.now();
}

function move(next: Visit): void {
  if (next.step !== visit.value.step) shownSince.value = performance.now();
  visit.value = next;
  touch();
}

export function start(tag: string): void {
  enrolment.value = 'none';
  setLanguage(tag);
  move(begin());
}

export const goBack = () => move(back(visit.value));
export const pickNeed = (need: string) => move(toggleNeed(visit.value, need));
export const pick = (service: string) => move(choose(visit.value, service));
export const unpick = (service: string) => move(unchoose(visit.value, service));
export const addAnother = () => move({ ...visit.value, step: 'services' });
export const toggleQuietCall = () => move({ ...visit.value, quietCall: !visit.value.quietCall });
export const openCode = () => move({ ...visit.value, step: 'code', code: '', booking: null, problem: null });
export const openCamera = () => move({ ...visit.value, step: 'camera', problem: null });
export const typeLetter = (letter: string) => move(typed(visit.value, letter));
export const eraseLetter = () => move(erased(visit.value));
export const openPrivate = () => move({ ...visit.value, step: 'turning' });

// Everything that was chosen is wiped, the way the page is shown too.
export function goHome(): void {
  if (visit.value.wish && !visit.value.issued) void abandon(visit.value.wish);
  setLanguage(firstLanguage);
  largeType.value = lowReach.value = audioMode.value = false;
  confirming.value = 'no';
  move(nobody);
}

export async function take(): Promise<void> {
  const known = info.value;
  if (!known || visit.value.busy) return;
  const { needs, services } = visit.value;
  const body: TakeTicket = { services: [...services], language: language.value, channel: 'kiosk' };
  if (needs.length > 0) body.needs = [...needs];
  if (visit.value.quietCall) body.quiet = true;
  const problem = await askForTicket(() => wish(hallPath(known.hall.id, '/tickets'), body));
  if (problem) move(refused(visit.value, problem));
}

// Asks for a ticket, by whatever call gives one, and shows its number. Answers why there is none; nothing when there
// is one, or when nobody waits for it any more.
async function askForTicket(make: () => Wish): Promise<Problem | null> {
  move(ask(visit.value, make));
  const asked = visit.value.wish;
  if (!asked) return null;
  const answer = await send<TicketIssued>(asked);
  if (visit.value.wish !== asked) return null;
  if (!answer.ok) {
    if (answer.problem.status === 401 || answer.problem.status === 403) enrolment.value = 'needed';
    return answer.problem;
  }
  move(answered(visit.value, answer.value));
  void seekSlip(answer.value);
  return null;
}

// A page has no printer, and says so. The box that it runs on may have one: it prints then, and answers how that
// went. Who reads large type gets a large slip. Without a slip the number on the screen must be confirmed.
async function seekSlip(issued: TicketIssued): Promise<void> {
  slip.value = 'sought';
  const answer = await tellPrinted(issued, { printed: false, reason: 'no-printer' }, largeType.value ? '?slip=large' : '');
  if (visit.value.issued !== issued || visit.value.step !== 'number') return;
  slip.value = answer.ok && answer.value?.printed ? 'printed' : 'none';
  if (slip.value === 'printed') move({ ...visit.value, step: 'done' });
}

// the booking that was touched in becomes a number. Why not is said above the letters, which stay.
export async function checkInBooking(): Promise<void> {
  const { code, busy } = visit.value;
  if (busy || code.length < codeLength) return;
  const path = `/bookings/${encodeURIComponent(code)}`;
  move({ ...visit.value, busy: true, problem: null });
  const found = await get<BookingView>(path);
  if (visit.value.code !== code || visit.value.step !== 'code') return;
  if (!found.ok) return move({ ...visit.value, busy: false, problem: found.problem });
  const checkIn = wish(`${path}/check-in`);
  move({ ...visit.value, busy: false, booking: found.value, wish: checkIn });
  const problem = await askForTicket(() => checkIn);
  if (!problem) return;
  if (problem.status === 0 || problem.status >= 500 || problem.status === 429) return move(refused(visit.value, problem));
  move({ ...visit.value, busy: false, wish: null, problem });
}

async function scannedBooking(code: string): Promise<void> {
  move({ ...begin(), step: 'code', code });
  await checkInBooking();
}

// One touch: an ordinary ticket for what had been booked.
export async function takeWalkIn(): Promise<void> {
  move(insteadOf(visit.value));
  await take();
}

// The citizen went away while the fate of their ticket was in doubt: should it exist, it must not stay in the line
// as a ghost. The same key finds out.
async function abandon(asked: Wish): Promise<void> {
  for (let attempt = 0; attempt < abandonAttempts; attempt += 1) {
    const answer = await send<TicketIssued>(asked);
    if (answer.ok) {
      const { hall: id, id: ticket } = answer.value;
      await post<void>(hallPath(id, `/tickets/${encodeURIComponent(ticket)}/void`), { reason: 'abandoned at the kiosk' });
      return;
    }
    if (answer.problem.status >= 400 && answer.problem.status < 500 && answer.problem.status !== 429) return;
    await new Promise((resolve) => setTimeout(resolve, abandonPauseMs));
  }
}

export async function confirmNumber(): Promise<void> {
  const issued = visit.value.issued;
  if (!issued || confirming.value === 'busy') return;
  confirming.value = 'busy';
  const answer = await report(issued, { printed: true });
  if (visit.value.issued !== issued) return;
  if (answer === null || answer.code === 'nothing-to-confirm') {
    confirming.value = 'no';
    move({ ...visit.value, step: 'done' });
  } else if (answer.code === 'already-ended') {
    expireNumber();
  } else {
    confirming.value = 'failed';
  }
}

export function expireNumber(): void {
  confirming.value = 'no';
  move({ ...visit.value, step: 'voided' });
}

async function report(issued: TicketIssued, body: PrintResult): Promise<Problem | null> {
  const answer = await tellPrinted(issued, body);
  return answer.ok ? null : answer.problem;
}

function tellPrinted(issued: TicketIssued, body: PrintResult, query = ''): Promise<Result<{ printed?: boolean } | undefined>> {
  return post(hallPath(issued.hall, `/tickets/${encodeURIComponent(issued.id)}/print-result${query}`), body);
}

// A code is taken where it interrupts nobody who has chosen something.
export function mayScan(): boolean {
  const { step, needs, services, wish: asked } = visit.value;
  if (step === 'services') return needs.length === 0 && services.length === 0;
  return step === 'idle' || step === 'code' || step === 'camera' || step === 'done' || step === 'voided' || step === 'scan' || (step === 'trouble' && !asked);
}

// A QR code was read, by a reader that types or by the camera.
export const takeScanned = (read: Scanned) => ('token' in read ? scanned(read.token) : scannedBooking(read.booking));

// A ticket's QR code was read at the kiosk: a missed one is back in the line.
async function scanned(token: string): Promise<void> {
  const path = `/tickets/${encodeURIComponent(token)}`;
  const found = await get<TicketView>(path);
  if (!found.ok) return found.problem.status === 404 ? comeBack(token) : move({ ...nobody, step: 'scan', problem: found.problem });
  setLanguage(found.value.language);
  const { number, mayCheckIn, pass } = found.value;
  if (pass && !pass.used) return comeBack(pass.code);
  const done = mayCheckIn ? await post<TicketView>(`${path}/check-in`) : null;
  if (done && !done.ok) return move({ ...nobody, step: 'scan', problem: done.problem });
  move({ ...nobody, step: 'scan', scanned: { number, checkedIn: mayCheckIn } });
}

// A return pass gives a number of its own, at the head of the line.
async function comeBack(code: string): Promise<void> {
  const path = `/tickets/${encodeURIComponent(code)}/check-in`;
  move({ ...nobody, wish: wish(path) });
  const problem = await askForTicket(() => wish(path));
  if (problem) move({ ...nobody, step: 'scan', problem });
}

// `/kiosk#enrol=CODE`, opened once by an administrator, turns this browser into a kiosk.
async function enrol(): Promise<void> {
  const code = /^#enrol=(.+)$/.exec(location.hash)?.[1];
  if (!code) return;
  history.replaceState(null, '', location.pathname + location.search);
  const answer = await post<void>('/session/device', { code: decodeURIComponent(code) });
  enrolment.value = answer.ok ? 'done' : 'failed';
}

async function loadHall(): Promise<void> {
  const found = await findHall();
  if (!found.ok) {
    setTimeout(() => void loadHall(), retryHallMs);
    return;
  }
  info.value = found.value;
  live.value ??= watchView<KioskView>(found.value.hall.id, 'kiosk');
}

// A box says in its page that it is one; the server's own page has none to ask.
const onBox = document.querySelector('meta[name="hallcall-box"]') !== null;

async function askBox(): Promise<void> {
  const answer = await get<{ numbersReady?: number }>('/box');
  numbersReady.value = answer.ok ? answer.value.numbersReady ?? 0 : 0;
  setTimeout(() => { if (stale.peek()) void askBox(); }, askBoxMs);
}

export async function openKiosk(): Promise<void> {
  await enrol();
  await loadHall();
  effect(() => {
    if (stale.value && onBox) void askBox();
    else numbersReady.value = 0;
  });
  // The office file changed: read it again, between two citizens.
  effect(() => {
    const revision = view.value?.revision;
    if (revision && info.peek() && revision !== info.peek()?.revision && visit.value.step === 'idle') void loadHall();
  });
}
