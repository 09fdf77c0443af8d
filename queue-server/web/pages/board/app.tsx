// The board as a whole. Everything on it is a size of the screen's height, so that it reads the same on any wall.
import { Announcer } from '../../shared/components';
import { clockTime, shortDate } from '../../shared/format';
import { useClock } from '../../shared/hooks';
import { Icon } from '../../shared/icons';
import { languageNames, say, tIn } from '../../shared/i18n';
import type { BoardView } from '../../shared/messages';
import { Both } from './both';
import { Calls } from './calls';
import { densityOf } from './columns';
import { Counters } from './counters';
import { Lanes } from './lanes';
import { layout } from './layout';
import { Marquee } from './marquee';
import { Music } from './music';
import { announced, languages, live, shownAt, stale, toggleSound, unspoken, view, voice } from './store';
import { callKey } from './announcements';

export function App() {
  const board = view.value;
  if (!board) return <Connecting />;
  const classes = ['board', layout.value, stale.value ? 'old' : '', `with-${densityOf(board.counters.length)}`].join(' ');
  return (
    <div class={classes}>
      <Top board={board} />
      {stale.value && <Old board={board} />}
      <main>
        <Calls board={board} />
        <Lanes lanes={board.lanes} level={board.level} />
        <Counters board={board} />
      </main>
      <Marquee notices={board.notices} sign={unspoken.value.length > 0 ? <Unspoken /> : null} />
      <Music />
      <Announcer urgent words={spokenWords(board)} />
    </div>
  );
}

function Top({ board }: { board: BoardView }) {
  const { hall } = board;
  const now = useClock(live.value?.now ?? Date.now);
  return (
    <header class="top">
      <div class="names">
        {languages.value.map((tag) => <span lang={tag} key={tag}><strong>{say(hall.office, tag)}</strong> {say(hall.name, tag)}</span>)}
      </div>
      <Sound />
      <div class="clock">
        <time class="num">{clockTime(now, hall.timeZone)}</time>
        <span>{languages.value.map((tag) => <span lang={tag} key={tag}>{shortDate(now, hall.timeZone, tag)}</span>)}</span>
      </div>
    </header>
  );
}

// Plain from the floor when the board cannot speak; small when it can.
function Sound() {
  const state = voice.state.value;
  if (state === 'loading') return null;
  const quiet = state !== 'on';
  return (
    <button type="button" class={`sound ${quiet ? 'quiet' : ''}`} disabled={state === 'missing'}
      aria-pressed={!quiet} onClick={() => void toggleSound()}>
      <Icon name={quiet ? 'muted' : 'sound'} />
      {quiet ? <Both word={`sound.${state}`} /> : <span class="visually-hidden"><Both word="sound.on" /></span>}
    </button>
  );
}

// For staff: a call is not spoken as it should be (the voice pack lacks clips).
function Unspoken() {
  const list = unspoken.value;
  if (list.length === 0) return null;
  const names = (tag: string) => list.map((one) => (one === 'chime' ? tIn(tag, 'voice.chime') : languageNames[one] ?? one)).join(' ');
  return (
    <p class="unspoken" role="status">
      <Icon name="warning" />
      <span class="both">
        {languages.value.map((tag) => <span lang={tag} key={tag}>{tIn(tag, 'voice.lacks', { what: names(tag) })}</span>)}
      </span>
    </p>
  );
}

function Old({ board }: { board: BoardView }) {
  const time = clockTime(shownAt.value, board.hall.timeZone);
  return (
    <div class="old-banner" role="alert">
      <Icon name="offline" />
      <Both word="stale" values={{ time }} />
    </div>
  );
}

function Connecting() {
  return (
    <div class="board connecting">
      <main class="alone"><div role="status"><Icon name="offline" /><h1><Both word="connecting" /></h1></div></main>
    </div>
  );
}

function spokenWords(board: BoardView): string {
  const call = board.now.find((one) => callKey(one) === announced.value);
  if (!call) return '';
  return languages.value.map((tag) => tIn(tag, 'call', { number: call.number, counter: call.counter })).join(' ');
}
