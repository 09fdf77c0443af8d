// The last calls, each with why; and the question of the one who was not called: "why was 57 before
// me?" (R-13).
import { signal } from '@preact/signals';
import { clockTime } from '../../shared/format';
import { Icon } from '../../shared/icons';
import { t } from '../../shared/i18n';
import type { ManagerCall, ManagerView } from '../../shared/messages';
import { StaffLaneBadge } from '../../shared/staff-lane-badge';
import { laneName } from '../../shared/staff-names';
import { WhyWords } from '../../shared/staff-parts';
import { secondsSince, serverNow, spanWords } from '../../shared/staff-time';
import { compare, decidedByScore, ruleKey, sameNumber, scoreText } from '../../shared/staff-why';
import { seenCalls } from './store';

const asked = signal('');
const other = signal('');
const unfolded = signal<string | null>(null);

const keyOf = (call: ManagerCall) => `${call.ticket}|${call.at}`;

export function Calls({ view }: { view: ManagerView }) {
  const question = asked.value.trim();
  const found = question
    ? seenCalls.value.filter((call) => sameNumber(question, call.number))
    : view.calls;
  return (
    <section id="calls" class="card part">
      <h2>{t('calls.title')}</h2>
      <form
        class="why-search"
        role="search"
        onSubmit={(event) => event.preventDefault()}
        aria-label={t('calls.ask')}
      >
        <Icon name="search" />
        <label>
          <span class="visually-hidden">{t('calls.number')}</span>
          <input
            value={asked.value}
            maxLength={8}
            autocomplete="off"
            placeholder={t('calls.number')}
            onInput={(event) => {
              asked.value = event.currentTarget.value;
            }}
          />
        </label>
        <label>
          <span class="visually-hidden">{t('calls.other')}</span>
          <input
            value={other.value}
            maxLength={8}
            autocomplete="off"
            placeholder={t('calls.other')}
            onInput={(event) => {
              other.value = event.currentTarget.value;
            }}
          />
        </label>
        {question && (
          <button
            type="button"
            class="button small quiet"
            onClick={() => {
              asked.value = '';
              other.value = '';
            }}
          >
            {t('calls.clear')}
          </button>
        )}
      </form>
      {question && found.length === 0 && (
        <p class="answer" role="status">
          {notCalled(view, question)}
        </p>
      )}
      {!question && found.length === 0 && <p class="empty">{t('calls.none')}</p>}
      <ul class="call-list">
        {found.map((call) => (
          <Call
            key={keyOf(call)}
            call={call}
            view={view}
            open={question !== '' || unfolded.value === keyOf(call)}
          />
        ))}
      </ul>
    </section>
  );
}

function Call({ call, view, open }: { call: ManagerCall; view: ManagerView; open: boolean }) {
  const zone = view.hall.timeZone;
  return (
    <li class="call-item">
      <button
        type="button"
        class="call-head"
        aria-expanded={open}
        onClick={() => {
          unfolded.value = unfolded.value === keyOf(call) ? null : keyOf(call);
        }}
      >
        <StaffLaneBadge lane={call.why.lane} label={laneName(call.why.lane, view.lanes)} />
        <strong class="num">{call.number}</strong>
        <span class="mini-plate num" aria-label={t('staff.counterN', { n: call.counter })}>
          {call.counter}
        </span>
        <span class="soft call-rule">
          {t('why.waited', { waited: spanWords(call.why.waitedSeconds) })}
        </span>
        {call.why.rule === 'out-of-order' && <span class="chip warn">{t('calls.outOfOrder')}</span>}
        <span class="row-time num">{clockTime(call.at, zone)}</span>
      </button>
      {open && (
        <div class="call-why">
          {other.value.trim() && asked.value.trim() && <Compared call={call} view={view} />}
          <WhyWords why={call.why} lanes={view.lanes} />
        </div>
      )}
    </li>
  );
}

function Compared({ call, view }: { call: ManagerCall; view: ManagerView }) {
  const answer = compare(call, other.value, { calls: seenCalls.value, line: view.line });
  const name = 'other' in answer ? answer.other.number : other.value.trim().toUpperCase();
  const rule = t(ruleKey(call.why), { lane: laneName(call.why.lane, view.lanes) });
  const values = {
    other: name,
    number: call.number,
    rule,
    callWaited: spanWords(call.why.waitedSeconds),
  };
  let words: string;
  switch (answer.how) {
    case 'passed-over':
      words = decidedByScore(call.why.rule)
        ? t('compare.passed-over', {
            ...values,
            waited: spanWords(answer.other.waitedSeconds),
            otherScore: scoreText(answer.other.score),
            score: scoreText(call.why.score),
          })
        : t('compare.byRule', { ...values, waited: spanWords(answer.other.waitedSeconds) });
      break;
    case 'came-later':
      words = t('compare.came-later', { ...values, span: spanWords(answer.seconds) });
      break;
    case 'waited-less':
    case 'waited-more':
      words =
        t(`compare.${answer.how}`, { ...values, waited: spanWords(answer.waitedSeconds) }) +
        (answer.score === null
          ? ''
          : ` ${t('compare.scored', { score: scoreText(answer.score) })}`);
      break;
    case 'called-earlier':
      words = t('compare.called-earlier', {
        ...values,
        at: clockTime(answer.other.at, view.hall.timeZone),
        n: answer.other.counter,
      });
      break;
    case 'unknown':
      words = t('compare.unknown', values);
      break;
  }
  return (
    <p class="answer" role="status">
      <strong>{t('compare.title', { other: name })}</strong> {words}
    </p>
  );
}

function notCalled(view: ManagerView, question: string): string {
  const place = view.line.findIndex((ticket) => sameNumber(question, ticket.number));
  const ticket = view.line[place];
  if (!ticket) return t('calls.notSeen', { number: question.toUpperCase() });
  return t('calls.waiting', {
    number: ticket.number,
    place: place + 1,
    span: spanWords(secondsSince(ticket.issuedAt, serverNow.value)),
  });
}
