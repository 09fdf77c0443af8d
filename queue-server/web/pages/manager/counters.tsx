// Every counter: who, with whom, since when, past the standard or not, and its load of the day
//
import { spanText } from '../../shared/format';
import { Icon } from '../../shared/icons';
import { say, t } from '../../shared/i18n';
import type { ManagerCounter, ManagerView } from '../../shared/messages';
import { secondsSince, serverNow, spanWords } from '../../shared/staff-time';
import { sortCounters } from './memory';
import { counterOrder } from './store';

export function Counters({ view }: { view: ManagerView }) {
  const order = counterOrder.value;
  const shown = sortCounters(view, order);
  const closed = view.counters.filter((one) => one.state === 'closed');
  const most = Math.max(1, ...view.counters.map((one) => one.busySecondsToday));
  return (
    <section id="counters" class="card part part-counters">
      <h2>
        {t('counter.title')} <span class="count num">{shown.length}</span>
        <span class="filters" role="group" aria-label={t('counter.order')}>
          <button
            type="button"
            aria-pressed={order === 'number'}
            onClick={() => {
              counterOrder.value = 'number';
            }}
          >
            {t('counter.byNumber')}
          </button>
          <button
            type="button"
            aria-pressed={order === 'load'}
            onClick={() => {
              counterOrder.value = 'load';
            }}
          >
            {t('counter.byLoad')}
          </button>
        </span>
      </h2>
      {shown.length === 0 && <p class="empty">{t('counter.none')}</p>}
      <ul class="counter-grid">
        {shown.map((one) => (
          <Counter key={one.n} one={one} most={most} />
        ))}
      </ul>
      {closed.length > 0 && (
        <p class="closed-ones">
          <span class="soft">{t('counter.closedOnes')}</span>
          {closed.map((one) => (
            <span key={one.n} class="mini-plate num" title={say(one.sign)}>
              {one.n}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}

type Doing = 'called' | 'serving' | 'idle' | 'paused';

function doingOf(one: ManagerCounter): Doing {
  if (one.state === 'paused') return 'paused';
  return one.number === undefined ? 'idle' : (one.visitState ?? 'serving');
}

function Counter({ one, most }: { one: ManagerCounter; most: number }) {
  const doing = doingOf(one);
  const seconds = secondsSince(one.since, serverNow.value);
  const over = doing === 'serving' && one.standardSeconds > 0 ? seconds - one.standardSeconds : 0;
  const late = one.overdue || over > 0;
  return (
    <li class={`counter-card ${doing} ${late ? 'late' : ''}`}>
      <span class="mini-plate num" aria-label={t('staff.counterN', { n: one.n })}>
        {one.n}
      </span>
      <div class="counter-who">
        <strong>{one.clerk ?? '–'}</strong>
        <small>
          {say(one.sign)}
          {one.standsInFor && ` · ${t('counter.deputyOf', { who: one.standsInFor })}`}
          {one.offRoster && ` · ${t('counter.offRoster')}`}
        </small>
      </div>
      <p class="counter-now">
        <span class="doing">{t(`counter.${doing}`)}</span>
        {one.number && <strong class="num">{one.number}</strong>}
        <span class="num counter-time">{spanText(seconds)}</span>
      </p>
      {late && over > 0 && (
        <p class="counter-late">
          <Icon name="clock" />
          {t('counter.overdue', { span: spanWords(over) })}
        </p>
      )}
      <div class="counter-load">
        <span class="gauge" aria-hidden="true">
          <span style={{ '--share': String(one.busySecondsToday / most) }} />
        </span>
        <small class="num">
          {t('counter.served', { count: one.servedToday })} ·{' '}
          {t('counter.busy', { span: spanWords(Math.floor(one.busySecondsToday / 60) * 60) })}
        </small>
      </div>
    </li>
  );
}
