// Small parts of the staff pages: the hall's level, ticking spans, a ticket's facts, why it was
// called.
import type { ComponentChildren } from 'preact';
import { neverCloses } from './door';
import { Icon } from './icons';
import { language, t } from './i18n';
import type { HallStatus, Level, StaffLane, StaffTicket, Time, Why } from './messages';
import { clockTime, shortDate, spanText } from './format';
import { StaffLaneBadge } from './staff-lane-badge';
import { languageName, laneName, needName } from './staff-names';
import { secondsSince, serverNow, spanWords } from './staff-time';
import { changeStaffLanguage } from './staff-language';
import { decidedByScore, rateText, ruleKey, scoreText } from './staff-why';

const levelMarks: Readonly<Record<Level, string>> = { normal: '●', busy: '▲', congested: '■' };

export function LevelPill({ level }: { level: Level }) {
  return (
    <span class={`level ${level}`}>
      <span aria-hidden="true">{levelMarks[level]}</span>
      <span class="visually-hidden">{t('level.name', { level: '' })}</span>
      {t(`level.${level}`)}
    </span>
  );
}

// Open or not, and until when, in the office's time.
export function doorWords(hall: HallStatus): string {
  const at = (time: Time) => clockTime(time, hall.timeZone);
  if (hall.door === 'open') {
    const until = neverCloses(hall, hall.closesAt) ? undefined : hall.closesAt;
    return [t('staff.openDoor'), until && t('staff.untilTime', { at: at(until) })]
      .filter(Boolean)
      .join(' ');
  }
  if (hall.door === 'last-called') {
    return [t('staff.lastCalled'), hall.closesAt && t('staff.untilTime', { at: at(hall.closesAt) })]
      .filter(Boolean)
      .join(' ');
  }
  const opens =
    hall.opensAt &&
    t('staff.opensAt', {
      at: `${shortDate(hall.opensAt, hall.timeZone, language.value)} ${at(hall.opensAt)}`,
    });
  return [t('staff.closedDoor'), opens].filter(Boolean).join(' · ');
}

// A span that grows from an instant: "3:05", re-rendered alone.
export function Since({ at, class: look = '' }: { at: Time; class?: string }) {
  return <span class={`num ${look}`}>{spanText(secondsSince(at, serverNow.value))}</span>;
}

export function Key({ children }: { children: ComponentChildren }) {
  return (
    <kbd class="keycap" aria-hidden="true">
      {children}
    </kbd>
  );
}

export function LanguageButton() {
  return (
    <button
      type="button"
      class="bar-button"
      lang={t('staff.toLanguage')}
      onClick={() => changeStaffLanguage(t('staff.toLanguage'))}
    >
      <Icon name="foreign" /> <span>{t('staff.language')}</span>
    </button>
  );
}

// What a clerk must know of a ticket beside its services: needs, language, how it came, the note.
export function TicketChips({ ticket, all = false }: { ticket: StaffTicket; all?: boolean }) {
  const chips = [
    ...ticket.needs.map((need) => ({ look: 'need', words: needName(need) })),
    ...(ticket.language !== 'zh-TW' && ticket.language
      ? [{ look: 'tongue', words: languageName(ticket.language) }]
      : []),
    ...(ticket.returning ? [{ look: '', words: t('ticket.returning') }] : []),
    ...(ticket.quiet ? [{ look: 'warn', words: t('ticket.quiet') }] : []),
    ...(all && ticket.channel === 'hand' ? [{ look: '', words: t('ticket.hand') }] : []),
    ...(ticket.state === 'waiting' && ticket.counter
      ? [{ look: '', words: t('ticket.forCounter', { n: ticket.counter }) }]
      : []),
  ];
  if (chips.length === 0) return null;
  return (
    <ul class="chips">
      {chips.map(({ look, words }) => (
        <li key={words} class={`chip ${look}`}>
          {words}
        </li>
      ))}
    </ul>
  );
}

// R-13 for a person: the rule, the sum, and who was behind.
export function WhyWords({ why, lanes }: { why: Why; lanes: readonly StaffLane[] }) {
  const lane = laneName(why.lane, lanes);
  return (
    <div class="why">
      <p class="why-rule">{t(ruleKey(why), { lane })}</p>
      {why.reason && <p class="why-reason">{t('why.reason', { reason: why.reason })}</p>}
      <p class="num soft">
        {decidedByScore(why.rule)
          ? t('why.formula', {
              seconds: why.waitedSeconds,
              rate: rateText(why.rate),
              score: scoreText(why.score),
            })
          : t('why.waited', { waited: spanWords(why.waitedSeconds) })}
      </p>
      {why.passedOver.length > 0 ? (
        <>
          <h4>{t('why.passed')}</h4>
          <ul class="why-passed">
            {why.passedOver.map((one) => (
              <li key={one.number}>
                <StaffLaneBadge lane={one.lane} />
                <span class="num">
                  {t('why.line', {
                    number: one.number,
                    lane: laneName(one.lane, lanes),
                    waited: spanWords(one.waitedSeconds),
                    score: scoreText(one.score),
                  })}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        why.rule !== 'out-of-order' && <p class="soft">{t('why.none')}</p>
      )}
    </div>
  );
}
