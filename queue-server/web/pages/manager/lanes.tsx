// Who waits: per lane with its range, and one by one, the longest first.
import { signal } from '@preact/signals';
import { minutesOf, spanText } from '../../shared/format';
import { say, t } from '../../shared/i18n';
import type { ManagerView, StaffLane } from '../../shared/messages';
import { StaffLaneBadge } from '../../shared/staff-lane-badge';
import { laneName, serviceNames } from '../../shared/staff-names';
import { Since, TicketChips } from '../../shared/staff-parts';
import { secondsSince, serverNow } from '../../shared/staff-time';

export function Lanes({ view }: { view: ManagerView }) {
  const most = Math.max(1, ...view.lanes.map((lane) => lane.waiting));
  return (
    <section class="card part">
      <h2>{t('lanes.title')}</h2>
      <ul>
        {view.lanes.map((lane) => (
          <LaneRow key={lane.id} lane={lane} most={most} />
        ))}
      </ul>
    </section>
  );
}

function LaneRow({ lane, most }: { lane: StaffLane; most: number }) {
  const range = lane.wait && minutesOf(lane.wait);
  const facts = [
    lane.oldestAt &&
      t('lanes.oldest', { span: spanText(secondsSince(lane.oldestAt, serverNow.value)) }),
    range && t('lanes.expected', range),
    lane.next && t('lanes.next', { number: lane.next }),
  ].filter(Boolean);
  return (
    <li class={`lane-line lane-${lane.id}`}>
      <StaffLaneBadge lane={lane.id} />
      <span class="lane-words">
        <strong>{say(lane.name)}</strong>
        <small class="num">
          {facts.length > 0 ? facts.map((fact) => <span key={fact}>{fact}</span>) : t('lanes.none')}
        </small>
      </span>
      <strong class="num lane-count">{lane.waiting}</strong>
      <span class="gauge" aria-hidden="true">
        <span style={{ '--share': String(lane.waiting / most) }} />
      </span>
    </li>
  );
}

const shownLane = signal<string | null>(null);
const listed = 60;

export function Line({ view }: { view: ManagerView }) {
  const lanes = view.lanes.filter((lane) => view.line.some((ticket) => ticket.lane === lane.id));
  const chosen = lanes.some((lane) => lane.id === shownLane.value) ? shownLane.value : null;
  const tickets =
    chosen === null ? view.line : view.line.filter((ticket) => ticket.lane === chosen);
  return (
    <section id="line" class="card part">
      <h2>
        {t('line.title')}{' '}
        <span class="count num">{t('staff.people', { count: view.today.waiting })}</span>
      </h2>
      {view.line.length === 0 && <p class="empty">{t('line.none')}</p>}
      {lanes.length > 1 && (
        <div class="filters" role="group" aria-label={t('lanes.title')}>
          <button
            type="button"
            aria-pressed={chosen === null}
            onClick={() => {
              shownLane.value = null;
            }}
          >
            {t('line.all')}
          </button>
          {lanes.map((lane) => (
            <button
              key={lane.id}
              type="button"
              aria-pressed={chosen === lane.id}
              onClick={() => {
                shownLane.value = lane.id;
              }}
            >
              {say(lane.name)}
            </button>
          ))}
        </div>
      )}
      <ol class="wait-list" tabIndex={0} aria-label={t('line.title')}>
        {tickets.map((ticket) => {
          const late = secondsSince(ticket.issuedAt, serverNow.value) > view.today.promiseSeconds;
          return (
            <li key={ticket.id} class={late ? 'late' : ''}>
              <StaffLaneBadge lane={ticket.lane} label={laneName(ticket.lane, view.lanes)} />
              <strong class="num">{ticket.number}</strong>
              <span class="row-services">{serviceNames(ticket.services)}</span>
              <span class="row-time">
                {late && <small>{t('line.late')} </small>}
                <Since at={ticket.issuedAt} />
              </span>
              <TicketChips ticket={ticket} />
            </li>
          );
        })}
      </ol>
      {view.line.length >= listed && <p class="soft line-more">{t('line.more')}</p>}
    </section>
  );
}
