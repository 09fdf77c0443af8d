// The panels that end or hand on the visit at the counter, or rest the counter; panels-tickets.tsx
// has the others.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../shared/components';
import type { CounterView, Visit } from '../../shared/messages';
import { say, t } from '../../shared/i18n';
import { StaffLaneBadge } from '../../shared/staff-lane-badge';
import { hallInfo } from '../../shared/staff-names';
import { session, signOut } from '../../shared/staff-session';
import { ByHandPanel } from './by-hand-panel';
import { handOver } from './deeds';
import { FinishPanel } from './finish-panel';
import { Panel, ReasonPicker, reasonKeys, reasonWords } from './panel';
import { PassPanel } from './pass-panel';
import { CallPanel, CheckInPanel, PriorityPanel } from './panels-tickets';
import { atCounter, closePanel, panel, type PanelName } from './store';

const ofVisit: readonly PanelName[] = ['finish', 'park', 'transfer'];

export function OpenPanel({ view }: { view: CounterView }) {
  const open = panel.value;
  const visit = view.visit;
  // A panel about a visit that has ended elsewhere would act on another one.
  useEffect(() => {
    if (panel.peek() && ofVisit.includes(panel.peek()!.name)) closePanel();
  }, [visit?.ticket.id]);
  if (!open) return null;
  if (visit && open.name === 'finish') return <FinishPanel visit={visit} view={view} />;
  if (visit && open.name === 'park') return <ParkPanel visit={visit} />;
  if (visit && open.name === 'transfer') return <TransferPanel visit={visit} view={view} />;
  switch (open.name) {
    case 'call':
      return <CallPanel view={view} first={open.ticket} />;
    case 'priority':
      return <PriorityPanel view={view} first={open.ticket} />;
    case 'byHand':
      return <ByHandPanel view={view} />;
    case 'checkIn':
      return <CheckInPanel view={view} />;
    case 'pause':
      return <PausePanel />;
    case 'close':
      return <ClosePanel />;
    case 'handOver':
      return <HandOverPanel view={view} />;
    case 'pass':
      return <PassPanel view={view} />;
    default:
      return null;
  }
}

function ParkPanel({ visit }: { visit: Visit }) {
  const reason = { chosen: useSignal(''), own: useSignal(visit.ticket.note ?? '') };
  const list = t('panel.park.reasons');
  const submit = async () => {
    const note = reasonWords(reason);
    if ((await atCounter('park', 'park', note ? { note } : {}))?.ok) closePanel();
  };
  return (
    <Panel
      title={t('panel.park.title', { number: visit.ticket.number })}
      intro={t('panel.park.intro')}
      submit={t('panel.park.submit')}
      keys={reasonKeys(list, reason)}
      onSubmit={() => void submit()}
    >
      <ReasonPicker list={list} reason={reason} optional />
    </Panel>
  );
}

function TransferPanel({ visit, view }: { visit: Visit; view: CounterView }) {
  const lane = useSignal<string | null>(null);
  const counter = useSignal(0);
  const note = useSignal(visit.ticket.note ?? '');
  const complaint = useSignal<string | null>(null);
  const lanes = view.lanes.filter(
    (one) => !['booked', 'returning'].includes(one.id) && one.id !== visit.ticket.lane,
  );
  const choose = (id: string) => {
    lane.value = id;
    counter.value = 0;
  };
  const submit = async () => {
    if (lane.value === null && counter.value === 0) {
      complaint.value = t('panel.transfer.choose');
      return;
    }
    const to = lane.value !== null ? { lane: lane.value } : { counter: counter.value };
    const words = note.value.trim();
    if ((await atCounter('transfer', 'transfer', words ? { ...to, note: words } : to))?.ok)
      closePanel();
  };
  return (
    <Panel
      title={t('panel.transfer.title', { number: visit.ticket.number })}
      intro={t('panel.transfer.intro')}
      submit={t('panel.transfer.submit')}
      complaint={complaint.value}
      onSubmit={() => void submit()}
      keys={Object.fromEntries(lanes.map((one, i) => [String(i + 1), () => choose(one.id)]))}
    >
      <fieldset class="choices">
        <legend>{t('panel.transfer.toLane')}</legend>
        {lanes.map((one, i) => (
          <label key={one.id} class="choice">
            <input
              type="radio"
              name="lane"
              checked={lane.value === one.id}
              onChange={() => choose(one.id)}
            />
            <kbd class="keycap" aria-hidden="true">
              {i + 1}
            </kbd>
            <StaffLaneBadge lane={one.id} />
            <span>{say(one.name)}</span>
            <span class="row-time num">{t('staff.people', { count: one.waiting })}</span>
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{t('panel.transfer.toCounter')}</span>
        <select
          value={String(counter.value)}
          onChange={(event) => {
            counter.value = Number(event.currentTarget.value);
            if (counter.value > 0) lane.value = null;
          }}
        >
          <option value="0">{t('panel.transfer.chooseCounter')}</option>
          {hallInfo.value?.counters
            .filter((one) => one.n !== view.n)
            .map((one) => (
              <option key={one.n} value={String(one.n)}>
                {one.n} · {say(one.sign)}
              </option>
            ))}
        </select>
      </label>
      <label class="field">
        <span>
          {t('panel.note')} <small class="soft">{t('panel.optional')}</small>
        </span>
        <input
          maxLength={200}
          autocomplete="off"
          value={note.value}
          onInput={(event) => {
            note.value = event.currentTarget.value;
          }}
        />
      </label>
    </Panel>
  );
}

function PausePanel() {
  const reason = { chosen: useSignal(''), own: useSignal('') };
  const complaint = useSignal<string | null>(null);
  const list = t('panel.pause.reasons');
  const submit = async () => {
    const words = reasonWords(reason);
    complaint.value = words ? null : t('panel.chooseReason');
    if (words && (await atCounter('pause', 'pause', { reason: words }))?.ok) closePanel();
  };
  return (
    <Panel
      title={t('panel.pause.title')}
      intro={t('panel.pause.intro')}
      submit={t('panel.pause.submit')}
      complaint={complaint.value}
      keys={reasonKeys(list, reason)}
      onSubmit={() => void submit()}
    >
      <ReasonPicker list={list} reason={reason} />
    </Panel>
  );
}

function ClosePanel() {
  const close = async (leave: boolean) => {
    const done = await atCounter('close', 'close');
    if (!done?.ok) return;
    closePanel();
    if (leave) await signOut();
  };
  return (
    <Panel
      title={t('panel.close.title')}
      intro={t('panel.close.intro')}
      submit={t('panel.close.submit')}
      onSubmit={() => void close(false)}
      extra={<Button onPress={() => void close(true)}>{t('panel.close.andSignOut')}</Button>}
    />
  );
}

function HandOverPanel({ view }: { view: CounterView }) {
  const who = view.clerk ?? session.value?.shownName ?? session.value?.name ?? '';
  return (
    <Panel
      title={t('panel.handOver.title')}
      intro={t('panel.handOver.intro')}
      submit={t('panel.handOver.submit')}
      onSubmit={() => void handOver(who, false)}
      extra={
        <Button onPress={() => void handOver(who, true)}>{t('panel.handOver.deputy')}</Button>
      }
    />
  );
}
