// The wire's messages as TypeScript types: the same names and members as proto/messages/*.hpp, in camelCase.
// An absent optional is an absent key; a Time is RFC 3339 UTC with milliseconds. Types only, no code.

export type Time = string;
export type Localized = Readonly<Record<string, string>>;

// ---- common
export interface WaitRange {
  lowSeconds: number;
  highSeconds: number;
}

export type Door = 'open' | 'last-called' | 'closed';
export type Level = 'normal' | 'busy' | 'congested';
export type CounterState = 'closed' | 'open' | 'paused';
export type TicketState =
  | 'waiting' | 'called' | 'serving' | 'missed' | 'parked' | 'done' | 'left' | 'voided' | 'expired';
export type Outcome = 'finished' | 'referred' | 'supplement';
export type Role =
  | 'kiosk' | 'display' | 'greeter' | 'clerk' | 'backup' | 'manager' | 'administrator' | 'auditor';

export type DeviceRole = 'kiosk' | 'display';

export interface HallStatus {
  id: string;
  name: Localized;
  office: Localized;
  door: Door;
  lastTicketAt?: Time;
  closesAt?: Time;
  opensAt?: Time;
  timeZone: string;
}

export interface PassedOver {
  number: string;
  lane: string;
  score: number;
  waitedSeconds: number;
}

export type CallRule =
  | 'head-of-line' | 'returned' | 'cap' | 'preferred-lane' | 'score' | 'strict' | 'fifo' | 'ratio'
  | 'out-of-order';

export interface Why {
  rule: CallRule;
  lane: string;
  rate: number;
  score: number;
  waitedSeconds: number;
  passedOver: PassedOver[];
  reason?: string;
}

export interface Notice {
  id: string;
  text: Localized;
}

export interface WalkInOffer {
  hall: string;
  services: string[];
  needs: string[];
  language: string;
}
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  retrySeconds?: number;
  walkIn?: WalkInOffer;
}

// ---- requests
export interface TakeTicket {
  services: string[];
  needs?: string[];
  language?: string;
  quiet?: boolean;
  channel?: 'kiosk' | 'greeter' | 'counter' | 'phone' | 'hand';
}
// Between a kiosk's box and the server alone.
export interface LendNumbers {
  instead?: string;
}

export interface OfflineTicket {
  n: number;
  token: string;
  givenAt: Time;
  inHand: boolean;
  services: string[];
  needs?: string[];
  language?: string;
  quiet?: boolean;
}

export interface PrintResult {
  printed: boolean;
  reason?: string;
}
export interface WithReason {
  reason: string;
}
export interface OptionalReason {
  reason?: string;
}
export interface SignIn {
  name: string;
  password: string;
}
export interface EnrolBrowser {
  code: string;
}
export interface AskPairing {
  role: DeviceRole;
  hall?: string;
  name?: string;
}
export interface TakeDeviceToken {
  secret: string;
}
export interface ConfirmPairing {
  name: string;
  hall?: string;
}
export interface OpenCounter {
  clerk?: string;
}
export interface HandOver {
  clerk?: string;
  deputy?: boolean;
}
export interface CallNext {
  finishCurrent?: boolean;
}
export interface CallTicket {
  ticket: string;
  reason: string;
}
export interface FinishVisit {
  outcome: Outcome;
  missing?: string[];
}
export interface ParkVisit {
  note?: string;
}
export interface TransferVisit {
  lane?: string;
  counter?: number;
  note?: string;
  clerk?: string;
}
export interface ChangeServices {
  add?: string[];
  remove?: string[];
}
export interface CallBackup {
  backup?: string;
}
export interface AcceptPage {
  counter?: number;
}
export type Discipline = 'apq' | 'fifo' | 'strict' | 'ratio';
export interface Ratio {
  priority: number;
  general: number;
}
export interface ChangeDiscipline {
  discipline: Discipline;
  ratio?: Ratio;
  capSeconds?: number;
}
export interface Acknowledgement {
  type: 'shown' | 'spoken';
  call: string;
}

// ---- answers
export interface Slip {
  language: string;
  office: Localized;
  hall: Localized;
  number: string;
  issuedAt: Time;
  issuedLocal: string;
  ahead?: number;
  wait?: WaitRange;
  url: string;
}

export interface TicketIssued {
  id: string;
  number: string;
  token: string;
  hall: string;
  lane?: string;
  services: string[];
  issuedAt: Time;
  ahead?: number;
  wait?: WaitRange;
  slip: Slip;
  url: string;
}

export interface NumberBlock {
  id: string;
  series: string;
  first: number;
  last: number;
  usableUntil?: Time;
  now: Time;
  utcOffsetSeconds: number;
  ticketUrl: string;
  renew: boolean;
}

export interface ServiceInfo {
  id: string;
  group: string;
  name: Localized;
  documents: Localized[];
  keywords: Readonly<Record<string, string[]>>;
  standardSeconds: number;
}
export interface GroupInfo {
  id: string;
  name: Localized;
  icon: string;
}
export interface LaneInfo {
  id: string;
  name: Localized;
}
export interface CounterInfo {
  n: number;
  sign: Localized;
  zone: string;
}

export interface HallInfo {
  hall: HallStatus;
  revision: string;
  languages: string[];
  boardLanguages: string[];
  needs: string[];
  groups: GroupInfo[];
  services: ServiceInfo[];
  lanes: LaneInfo[];
  counters: CounterInfo[];
  sample: boolean;
}

export interface HallList {
  halls: HallStatus[];
}

export interface ReturnPass {
  code: string;
  validUntil: Time;
  used: boolean;
}

export interface HistoryEvent {
  seq: number;
  at: Time;
  actor: string;
  what: string;
  counter?: number;
  to?: number;
  lane?: string;
  call?: string;
  nth?: number;
  services?: string[];
  reason?: string;
  note?: string;
  outcome?: Outcome;
  missing?: string[];
  after?: 'missed' | 'parked';
  why?: Why;
  clerk?: string;
}

export interface TicketHistory {
  id: string;
  number: string;
  events: HistoryEvent[];
  complete: boolean;
}

export interface SessionInfo {
  name: string;
  role: Role;
  kind: 'account' | 'device';
  shownName?: string;
}
export interface PairingAsked {
  code: string;
  secret: string;
  expiresAt: Time;
  pollSeconds: number;
}
export interface PairingWaits {
  expiresAt: Time;
  pollSeconds: number;
}
export interface EnrolledDevice {
  token: string;
  name: string;
  role: DeviceRole;
  hall?: string;
}
export interface WaitingPairing {
  code: string;
  role: DeviceRole;
  hall?: string;
  name?: string;
  address: string;
  since: Time;
  expiresAt: Time;
}
export interface PairingList {
  pairings: WaitingPairing[];
}
export interface DeviceInfo {
  name: string;
  role: DeviceRole;
  hall?: string;
  since: Time;
  revokedAt?: Time;
  connected: boolean;
}
export interface DeviceList {
  devices: DeviceInfo[];
}

// ---- views
export interface BoardCall {
  call: string;
  number: string;
  counter: number;
  label: Localized;
  at: Time;
  repeat: number;
  speak: string[];
  quietFor?: number;
}
export interface BoardLane {
  id: string;
  name: Localized;
  waiting: number;
  wait?: WaitRange;
}
export interface CounterSign {
  function: Localized;
  clerk?: string;
  deputy?: string;
}
export interface BoardCounter {
  n: number;
  sign: CounterSign;
  zone: string;
  state: CounterState;
  number?: string;
}
export interface BoardView {
  hall: HallStatus;
  languages: string[];
  level: Level;
  now: BoardCall[];
  recent: BoardCall[];
  lanes: BoardLane[];
  counters: BoardCounter[];
  notices: Notice[];
}

export interface KioskView {
  hall: HallStatus;
  revision: string;
  waiting: number;
  lanes: BoardLane[];
  openCounters: number;
  notices: Notice[];
}

export interface TicketView {
  hall: HallStatus;
  number: string;
  state: TicketState;
  language: string;
  issuedAt: Time;
  ahead: number;
  wait?: WaitRange;
  near: boolean;
  counter?: number;
  label?: Localized;
  call?: string;
  calledAt?: Time;
  calls: number;
  returning: boolean;
  outcome?: Outcome;
  missing: string[];
  mayLeave: boolean;
  mayCheckIn: boolean;
  pass?: ReturnPass;
}

export interface StaffTicket {
  id: string;
  number: string;
  lane: string;
  state: TicketState;
  services: string[];
  needs: string[];
  language: string;
  quiet: boolean;
  channel: string;
  issuedAt: Time;
  note?: string;
  counter?: number;
  returning: boolean;
}
export interface TicketList {
  tickets: StaffTicket[];
}

export interface Visit {
  ticket: StaffTicket;
  call: string;
  calls: number;
  calledAt: Time;
  firstCalledAt: Time;
  mayRecallAt?: Time;
  mayMissAt: Time;
  startedAt?: Time;
  standardSeconds: number;
  waitedSeconds: number;
  why: Why;
  shown: boolean;
  spoken: boolean;
  overdue: boolean;
}

export interface StaffLane {
  id: string;
  name: Localized;
  waiting: number;
  oldestAt?: Time;
  next?: string;
  wait?: WaitRange;
  mine: boolean;
}

export interface BackupPage {
  page: string;
  backup: string;
  name: string;
  calledAt: Time;
  answerBy: Time;
}

export interface Shift {
  id: string;
  endsAt: Time;
  handsOver: boolean;
}
export interface Alert {
  code: 'nobody-serves' | 'promise-passed' | 'backup-unanswered' | 'backups-exhausted' | 'call-not-shown'
    | 'counter-not-open';
  number?: string;
  lane?: string;
  who?: string;
  since: Time;
}

export interface CounterView {
  hall: HallStatus;
  n: number;
  sign: Localized;
  kind: string;
  state: CounterState;
  clerk?: string;
  pauseReason?: string;
  since: Time;
  visit?: Visit;
  proposed: boolean;
  lanes: StaffLane[];
  line: StaffTicket[];
  missed: StaffTicket[];
  parked: StaffTicket[];
  level: Level;
  page?: BackupPage;
  openPage?: string;
  standingDown: boolean;
  servedToday: number;
  boards: number;
  shift?: Shift;
  offRoster: boolean;
  standsInFor?: string;
  pass?: ReturnPass;
}

export interface Called {
  ticket: string;
  call: string;
  why: Why;
  counter: CounterView;
}

export interface ManagerCounter {
  n: number;
  sign: Localized;
  kind: string;
  state: CounterState;
  clerk?: string;
  since: Time;
  number?: string;
  visitState?: 'called' | 'serving';
  overdue: boolean;
  standardSeconds: number;
  servedToday: number;
  busySecondsToday: number;
  shift?: Shift;
  offRoster: boolean;
  standsInFor?: string;
}
export interface ManagerBackup {
  id: string;
  name: string;
  counter: number;
  state: 'free' | 'called' | 'open' | 'standing-down';
  page?: string;
  since?: Time;
  answerBy?: Time;
  calledToday: number;
  savedSecondsToday: number;
}
export interface ManagerCall {
  ticket: string;
  number: string;
  counter: number;
  at: Time;
  why: Why;
}
export interface LevelEntry {
  at: Time;
  what:
    | 'busy' | 'congested' | 'normal' | 'called' | 'accepted' | 'declined' | 'unanswered' | 'exhausted'
    | 'stood-down' | 'closed' | 'wait-above' | 'wait-below';
  waiting: number;
  who?: string;
  seconds?: number;
}
export interface DayFigures {
  issued: number;
  called: number;
  done: number;
  missed: number;
  left: number;
  voided: number;
  waiting: number;
  serving: number;
  meanWaitSeconds: number;
  withinPromise: number;
  promiseSeconds: number;
}
export interface CallingOrder {
  discipline: Discipline;
  ratioPriority: number;
  ratioGeneral: number;
  capSeconds: number;
  by?: string;
  since?: Time;
}
export interface ManagerView {
  hall: HallStatus;
  level: Level;
  lanes: StaffLane[];
  counters: ManagerCounter[];
  backups: ManagerBackup[];
  alerts: Alert[];
  today: DayFigures;
  calls: ManagerCall[];
  log: LevelEntry[];
  line: StaffTicket[];
  boards: number;
  kiosks: number;
  order: CallingOrder;
}

// ---- frames
export interface ViewFrame<T> {
  type: 'view';
  view: string;
  seq: number;
  at: Time;
  data: T;
}
export interface BeatFrame {
  type: 'beat';
  seq: number;
  at: Time;
}
export interface ByeFrame {
  type: 'bye';
  code: string;
  retrySeconds: number;
}
export type Frame<T> = ViewFrame<T> | BeatFrame | ByeFrame;

// ---- an office's webhook (no page gets it)
export interface VisitNotice {
  id: string;
  type: 'taken' | 'near' | 'called' | 'finished' | 'referred' | 'supplement' | 'left' | 'voided' | 'expired';
  at: Time;
  hall: string;
  ticket: string;
  number: string;
  language: string;
  url: string;
  ahead?: number;
  counter?: number;
  missing: string[];
}
// ---- bookings
export interface MakeBooking {
  service: string;
  slot: Time;
  idNumber: string;
  contact?: string;
  language?: string;
  needs?: string[];
}
export interface CheckInBooking {
  quiet?: boolean;
}
export interface AmendBooking {
  confirm?: boolean;
  clerk?: string;
  answer?: string;
  cancel?: string;
}
export interface SlotInfo {
  at: Time;
  local: string;
  state: 'open' | 'full' | 'too-early' | 'too-late';
  left: number;
  opensAt: Time;
  closesAt: Time;
}
export interface SlotList {
  service: string;
  date: string;
  slots: SlotInfo[];
}
export type BookingState = 'booked' | 'confirmed' | 'arrived' | 'lapsed' | 'cancelled';
export interface BookingView {
  code: string;
  hall: string;
  service: string;
  slot: Time;
  slotLocal: string;
  state: BookingState;
  language: string;
  checkInFrom: Time;
  lapsesAt: Time;
  answer?: string;
  cancelledBecause?: string;
  number?: string;
}
export interface StaffBooking {
  booking: BookingView;
  needs: string[];
  madeAt: Time;
  erasedAt: Time;
  clerk?: string;
  contact?: string;
  lastThree?: string;
}
export interface BookingList {
  date: string;
  bookings: StaffBooking[];
}
