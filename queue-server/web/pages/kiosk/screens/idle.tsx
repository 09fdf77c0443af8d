// The first page: is the hall open, how many wait and how long, and the languages. Two languages tell the state,
// each language's own tile says how to begin.
import { Icon } from '../../../shared/icons';
import { neverCloses } from '../../../shared/door';
import { clockTime, dayAndDate, localDay } from '../../../shared/format';
import { languageNames, say, tIn } from '../../../shared/i18n';
import type { HallStatus } from '../../../shared/messages';
import { Banner } from '../../../shared/components';
import { enrolment, hall, info, live, onItsOwn, stale, start, telling, view } from '../store';
import { nowWords } from '../wait';

const told = ['zh-TW', 'en'] as const;
const noticesShown = 2;

export function IdleScreen() {
  const status = hall.value;
  const languages = info.value?.languages ?? told;
  const closed = status !== null && status.door !== 'open';
  const away = (stale.value && !onItsOwn.value) || status === null;
  return (
    <main class={`screen idle ${closed ? 'is-closed' : ''} ${away ? 'is-away' : ''}`}>
      <section class="state">
        {away ? <Away /> : <Door status={status} />}
        {!away && !closed && <Waiting />}
        {!away && !closed && onItsOwn.value && <OnItsOwn />}
        <Notices />
      </section>
      <section class="languages" aria-label="Language">
        {languages.map((tag) => (
          <button type="button" class="language" lang={tag} key={tag} disabled={closed || away} onClick={() => start(tag)}>
            <strong>{languageNames[tag] ?? tag}</strong>
            <span>{closed ? doorWords(status, tag).title : away ? tIn(tag, 'staleIdle') : tIn(tag, 'start')}</span>
            {closed && <small>{doorWords(status, tag).when}</small>}
            {!closed && !away && <Icon name="arrow-right" />}
          </button>
        ))}
      </section>
    </main>
  );
}

function Door({ status }: { status: HallStatus }) {
  const open = status.door === 'open';
  return (
    <div class={`door ${status.door}`} role="status">
      <Icon name={open ? 'check' : 'clock'} />
      <div>
        {told.map((tag) => {
          const words = doorWords(status, tag);
          return (
            <div class="told" lang={tag} key={tag}>
              <h1>{words.title}</h1>
              {words.more && <p>{words.more}</p>}
              {words.when && <p class="when">{words.when}</p>}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Away() {
  return (
    <div class="door away" role="status">
      <Icon name="offline" />
      <div>
        {told.map((tag) => (
          <div class="told" lang={tag} key={tag}>
            <h1>{tIn(tag, 'staleIdle')}</h1>
            <p>{tIn(tag, 'staleIdleMore')}</p>
          </div>
        ))}
      </div>
    </div>
  );
}

// Only the wait cannot be told.
function OnItsOwn() {
  return (
    <p class="on-its-own" role="status">
      {told.map((tag) => <span lang={tag} key={tag}>{tIn(tag, 'onItsOwn')}</span>)}
    </p>
  );
}

function Waiting() {
  const now = telling.value;
  if (!now) return null;
  return (
    <dl class="waiting">
      <div>
        <dt><Icon name="people" /><span lang="zh-TW">等候人數</span><span lang="en">Waiting</span></dt>
        <dd class="num">{now.waiting}</dd>
      </div>
      <div>
        <dt><Icon name="clock" /><span lang="zh-TW">{tIn('zh-TW', 'wait.label')}</span><span lang="en">{tIn('en', 'wait.label')}</span></dt>
        <dd class="range">
          {told.map((tag) => <span lang={tag} key={tag}>{nowWords(now, tag)}</span>)}
        </dd>
      </div>
    </dl>
  );
}

function Notices() {
  const notices = view.value?.notices ?? [];
  return (
    <>
      {enrolment.value === 'done' && <Banner tone="good">{tIn('zh-TW', 'enrol.done')}<br />{tIn('en', 'enrol.done')}</Banner>}
      {enrolment.value === 'failed' && <Banner tone="bad">{tIn('zh-TW', 'enrol.failed')}<br />{tIn('en', 'enrol.failed')}</Banner>}
      {notices.length > 0 && (
        <ul class="notices">
          {notices.slice(0, noticesShown).map((notice) => (
            <li key={notice.id}>{told.map((tag) => notice.text[tag] && <span lang={tag} key={tag}>{say(notice.text, tag)}</span>)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function doorWords(status: HallStatus, tag: string): { title: string; more?: string; when?: string } {
  const zone = status.timeZone;
  if (status.door === 'open') {
    const until = status.lastTicketAt ?? status.closesAt;
    return {
      title: tIn(tag, 'door.open'),
      when: !until || neverCloses(status, until) ? tIn(tag, 'door.openAlways') : tIn(tag, 'door.openUntil', { time: clockTime(until, zone) }),
    };
  }
  const now = live.value?.now() ?? Date.now();
  const again = status.opensAt;
  const time = again ? clockTime(again, zone) : '';
  const today = again !== undefined && localDay(again, zone) === localDay(now, zone);
  const when = !again ? undefined
    : today ? tIn(tag, 'door.opensToday', { time })
    : tIn(tag, 'door.opens', { day: dayAndDate(again, zone, tag), time });
  if (status.door === 'last-called') {
    return { title: tIn(tag, 'door.lastCalled'), more: tIn(tag, 'door.lastCalledMore'), when };
  }
  return { title: tIn(tag, 'door.closed'), when };
}
