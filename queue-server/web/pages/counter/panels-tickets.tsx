// The panels about tickets in the line: call one out of order, grant priority,
// check one in again.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from '../../shared/api';
import { t } from '../../shared/i18n';
import type { CounterView, StaffTicket, TicketList } from '../../shared/messages';
import { StaffLaneBadge } from '../../shared/staff-lane-badge';
import { laneName, serviceNames } from '../../shared/staff-names';
import { Key } from '../../shared/staff-parts';
import { awayTickets } from './acts';
import { callTicket, grantPriority, reinstate } from './deeds';
import { Panel, ReasonPicker, reasonKeys, reasonWords, TicketPicker } from './panel';
import { hall } from './store';

// All who wait, whatever the lane, and who is away: more than the counter's own thirty. The
// server's list once it is there, the view's until then.
function useTickets(view: CounterView): readonly StaffTicket[] {
  const waiting = useSignal<readonly StaffTicket[] | null>(null);
  useEffect(() => {
    void get<TicketList>(hall.path('/tickets?state=waiting')).then((answer) => {
      if (answer.ok) waiting.value = answer.value.tickets;
    });
  }, []);
  const away = awayTickets(view);
  const known = waiting.value ?? view.line;
  return [...known.filter((one) => !away.some((other) => other.id === one.id)), ...away];
}

export function CallPanel({ view, first }: { view: CounterView; first?: string }) {
  return (
    <TicketPanel
      name="call"
      view={view}
      first={first}
      onSubmit={(ticket, reason) => void callTicket(ticket.id, reason)}
    />
  );
}

export function PriorityPanel({ view, first }: { view: CounterView; first?: string }) {
  return (
    <TicketPanel
      name="priority"
      view={view}
      first={first}
      onSubmit={(ticket, reason) => void grantPriority(ticket, reason)}
    />
  );
}

function TicketPanel(props: {
  name: 'call' | 'priority';
  view: CounterView;
  first?: string;
  onSubmit: (ticket: StaffTicket, reason: string) => void;
}) {
  const tickets = useTickets(props.view);
  const asked = useSignal('');
  const chosen = useSignal<string | null>(props.first ?? null);
  const reason = { chosen: useSignal(''), own: useSignal('') };
  const complaint = useSignal<string | null>(null);
  const list = t(`panel.${props.name}.reasons`);
  const submit = () => {
    const ticket = tickets.find((one) => one.id === chosen.value);
    const words = reasonWords(reason);
    complaint.value = !ticket ? t('panel.chooseTicket') : !words ? t('panel.chooseReason') : null;
    if (ticket && words) props.onSubmit(ticket, words);
    // Enter after the number goes on to the reasons, whose digits then work.
    else if (ticket) document.querySelector<HTMLElement>('.panel input[name="reason"]')?.focus();
  };
  const shown = props.first ? tickets.filter((one) => one.id === props.first) : tickets;
  return (
    <Panel
      title={t(`panel.${props.name}.title`)}
      intro={t(`panel.${props.name}.intro`)}
      submit={t(`panel.${props.name}.submit`)}
      complaint={complaint.value}
      onSubmit={submit}
      keys={reasonKeys(list, reason)}
    >
      {props.first && shown[0] ? (
        <OneTicket ticket={shown[0]} view={props.view} />
      ) : (
        <TicketPicker tickets={tickets} lanes={props.view.lanes} asked={asked} chosen={chosen} />
      )}
      <ReasonPicker list={list} reason={reason} />
    </Panel>
  );
}

function OneTicket({ ticket, view }: { ticket: StaffTicket; view: CounterView }) {
  return (
    <p class="one-ticket">
      <StaffLaneBadge lane={ticket.lane} label={laneName(ticket.lane, view.lanes)} />
      <strong class="num">{ticket.number}</strong>
      <span>{serviceNames(ticket.services)}</span>
    </p>
  );
}

export function CheckInPanel({ view }: { view: CounterView }) {
  const away = awayTickets(view);
  return (
    <Panel
      title={t('panel.checkIn.title')}
      intro={`${t('panel.checkIn.intro')} ${t('panel.checkIn.digit')}`}
      keys={Object.fromEntries(
        away.slice(0, 9).map((one, i) => [String(i + 1), () => void reinstate(one)]),
      )}
    >
      {away.map((ticket, i) => (
        <button
          key={ticket.id}
          type="button"
          class="outcome"
          onClick={() => void reinstate(ticket)}
        >
          {i < 9 && <Key>{i + 1}</Key>}
          <StaffLaneBadge lane={ticket.lane} label={laneName(ticket.lane, view.lanes)} />
          <span>
            <strong class="num">{ticket.number}</strong>
            <small>
              {t(`state.${ticket.state}`)} · {serviceNames(ticket.services)}
            </small>
          </span>
        </button>
      ))}
    </Panel>
  );
}
