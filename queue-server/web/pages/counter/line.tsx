// Who waits: in the order this counter would call them, by lane, and who missed a call or stepped
// out.
import { signal } from '@preact/signals';
import { clockTime, minutesOf, spanText } from '../../shared/format';
import { say, t } from '../../shared/i18n';
import type { CounterView, StaffLane, StaffTicket } from '../../shared/messages';
import { StaffLaneBadge } from '../../shared/staff-lane-badge';
import { laneName, serviceNames } from '../../shared/staff-names';
import { Since, TicketChips } from '../../shared/staff-parts';
import { secondsSince, serverNow } from '../../shared/staff-time';
import { offer } from './acts';
import { reinstate } from './deeds';
import { openPanel, underWay } from './store';

const unfolded = signal<string | null>(null);
const listed = 30;

export function Line({ view }: { view: CounterView }) {
  return (
    <section class="card line" aria-label={t('line.title')}>
      <h2>
        {t('line.title')}{' '}
        <span class="count num">{t('staff.people', { count: view.line.length })}</span>
        <small>{t('line.intro')}</small>
      </h2>
      {view.line.length === 0 ? (
        <p class="empty">{t('line.empty')}</p>
      ) : (
        <ol>
          {view.line.map((ticket, place) => (
            <Row key={ticket.id} view={view} ticket={ticket} place={place + 1} />
          ))}
        </ol>
      )}
      {view.line.length >= listed && <p class="soft line-more">{t('line.more')}</p>}
    </section>
  );
}

function Row({ view, ticket, place }: { view: CounterView; ticket: StaffTicket; place: number }) {
  const open = unfolded.value === ticket.id;
  return (
    <li class={`row ${place === 1 ? 'first' : ''}`}>
      <button
        type="button"
        class="row-head"
        aria-expanded={open}
        onClick={() => {
          unfolded.value = open ? null : ticket.id;
        }}
      >
        <span class="row-place num">{place}</span>
        <StaffLaneBadge lane={ticket.lane} label={laneName(ticket.lane, view.lanes)} />
        <strong class="num">{ticket.number}</strong>
        <span class="row-services">{serviceNames(ticket.services)}</span>
        <Since at={ticket.issuedAt} class="row-time" />
      </button>
      <TicketChips ticket={ticket} />
      {open && (
        <div class="row-more">
          <p>{serviceNames(ticket.services)}</p>
          <p class="soft">
            {t('line.taken', { at: clockTime(ticket.issuedAt, view.hall.timeZone) })} ·{' '}
            {t(`channel.${ticket.channel}`)}
          </p>
          {ticket.note && <p>{t('ticket.note', { note: ticket.note })}</p>}
          <p class="row-acts">
            <button
              type="button"
              class="button small"
              disabled={!offer(view, 'call', serverNow.value).possible}
              onClick={() => openPanel('call', ticket.id)}
            >
              {t('line.callThis')}
            </button>
            <button
              type="button"
              class="button small"
              onClick={() => openPanel('priority', ticket.id)}
            >
              {t('line.priorityThis')}
            </button>
          </p>
        </div>
      )}
    </li>
  );
}

export function Away({ view }: { view: CounterView }) {
  const none = view.missed.length + view.parked.length === 0;
  return (
    <section class="card away" aria-label={t('line.away')}>
      <h2>{t('line.away')}</h2>
      {none && <p class="empty">{t('line.awayEmpty')}</p>}
      <AwayList title={t('line.missed')} tickets={view.missed} view={view} />
      <AwayList title={t('line.parked')} tickets={view.parked} view={view} />
    </section>
  );
}

function AwayList({
  title,
  tickets,
  view,
}: {
  title: string;
  tickets: readonly StaffTicket[];
  view: CounterView;
}) {
  if (tickets.length === 0) return null;
  return (
    <>
      <h3>
        {title} <span class="count num">{tickets.length}</span>
      </h3>
      <ul>
        {tickets.map((ticket) => (
          <li key={ticket.id} class="away-row">
            <StaffLaneBadge lane={ticket.lane} label={laneName(ticket.lane, view.lanes)} />
            <div>
              <p>
                <strong class="num">{ticket.number}</strong>{' '}
                <span class="soft">{serviceNames(ticket.services)}</span>
              </p>
              {ticket.note && <p class="soft">{ticket.note}</p>}
            </div>
            <button
              type="button"
              class="button small"
              disabled={underWay.value !== null}
              onClick={() => void reinstate(ticket)}
            >
              {t('line.checkIn')}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Lanes({ view }: { view: CounterView }) {
  const sorted = [...view.lanes].sort((a, b) => Number(b.mine) - Number(a.mine));
  return (
    <section class="card lanes" aria-label={t('line.lanes')}>
      <h2>{t('line.lanes')}</h2>
      <ul>
        {sorted.map((lane) => (
          <Lane key={lane.id} lane={lane} />
        ))}
      </ul>
    </section>
  );
}

function Lane({ lane }: { lane: StaffLane }) {
  const range = lane.wait && minutesOf(lane.wait);
  const oldest = lane.oldestAt && spanText(secondsSince(lane.oldestAt, serverNow.value));
  const facts = [
    ...(oldest ? [t('line.oldest', { span: oldest })] : []),
    ...(range ? [t('staff.minutesRange', range)] : []),
  ];
  return (
    <li class={`lane-row ${lane.mine ? '' : 'other'}`}>
      <StaffLaneBadge lane={lane.id} />
      <span class="lane-name">
        {say(lane.name)}
        {!lane.mine && <small class="soft"> {t('line.notMine')}</small>}
      </span>
      <strong class="num">{t('staff.people', { count: lane.waiting })}</strong>
      <span class="soft num lane-wait">{facts.join(' · ')}</span>
    </li>
  );
}
