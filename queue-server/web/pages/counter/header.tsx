// The head of the counter page: which counter, who serves, how the hall is doing.
import { Icon } from '../../shared/icons';
import { say, t } from '../../shared/i18n';
import type { CounterView, Shift } from '../../shared/messages';
import { clockTime } from '../../shared/format';
import { LanguageButton, LevelPill, doorWords } from '../../shared/staff-parts';
import { session, signOut } from '../../shared/staff-session';
import { serverNow } from '../../shared/staff-time';

export function Header({ view }: { view: CounterView }) {
  const account = session.value;
  return (
    <header class="bar">
      <span class="plate num" aria-label={t('staff.counterN', { n: view.n })}>
        {view.n}
      </span>
      <div class="bar-names">
        <h1>{say(view.sign)}</h1>
        <p>{clerkWords(view)}</p>
      </div>
      <LevelPill level={view.level} />
      <div class="bar-facts">
        <span class="num bar-clock">{clockTime(serverNow.value, view.hall.timeZone)}</span>
        <span>{doorWords(view.hall)}</span>
        {view.shift && <span class="num">{shiftWords(view.shift, view.hall.timeZone)}</span>}
        <span>{t('counter.served', { count: view.servedToday })}</span>
        <span class="bar-end">
          <LanguageButton />
          {account && (
            <button
              type="button"
              class="bar-button"
              onClick={() => void signOut()}
              title={t('staff.signedInAs', { who: account.shownName ?? account.name })}
            >
              <Icon name="arrow-right" /> <span class="bar-words">{t('staff.signOut')}</span>
            </button>
          )}
        </span>
      </div>
    </header>
  );
}

function clerkWords(view: CounterView): string {
  if (!view.clerk) return t('counter.closed');
  return view.standsInFor
    ? t('counter.deputyOf', { clerk: view.clerk, who: view.standsInFor })
    : view.clerk;
}

// when this shift ends, and whether the next clerk comes then.
function shiftWords(shift: Shift, timeZone: string): string {
  const time = clockTime(shift.endsAt, timeZone);
  return t(shift.handsOver ? 'counter.shiftHandsOver' : 'counter.shiftEnds', { time });
}
