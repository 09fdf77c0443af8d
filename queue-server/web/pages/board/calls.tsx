// The calls: the newest so large that it is read from ten metres, the ones before it in a row below.
import { Icon } from '../../shared/icons';
import { clockTime, dayAndDate } from '../../shared/format';
import { tIn } from '../../shared/i18n';
import type { BoardCall, BoardView } from '../../shared/messages';
import { callKey } from './announcements';
import { Both } from './both';
import { layout } from './layout';
import { media } from './media';
import { Rotation } from './rotation';
import { languages, otherLanguages } from './store';

const earlierShown = 4;
// More counters than this take the room of earlier calls, which stand out among them.
const earlierBeside = { hall: 24, portrait: 12, many: 0 };

export function Calls({ board }: { board: BoardView }) {
  const [newest, ...others] = board.now;
  const earlier = board.counters.length > earlierBeside[layout.value] ? [] : [...others, ...board.recent].slice(0, earlierShown);
  return (
    <section class="calls">
      {newest ? <Newest call={newest} key={callKey(newest)} />
        : media.value.some((one) => one.kind !== 'music') && board.hall.door === 'open' ? <Rotation files={media.value} /> : <Nobody board={board} />}
      {earlier.length > 0 && <div class="earlier">
        <h2><Both word="recent" /></h2>
        <ol>
          {earlier.map((call, index) => (
            <li key={call.call} class={index < others.length ? 'calling' : ''}>
              <strong class="num">{call.number}</strong>
              <Icon name="arrow-right" />
              <span class="to num">{call.counter}</span>
            </li>
          ))}
        </ol>
      </div>}
    </section>
  );
}

// The key changes with every call and recall, so that the flash begins anew: three times, slowly.
function Newest({ call }: { call: BoardCall }) {
  const others = otherLanguages(call);
  return (
    <div class={`newest ${call.number.length > 4 ? 'long' : ''}`}>
      <div class="what">
        <h1><Both word="number" /></h1>
        <strong class="num">{call.number}</strong>
      </div>
      <div class="arrow"><Icon name="arrow-right" /></div>
      <div class="where">
        <h2><Both word="counter" /></h2>
        <strong class="num">{call.counter}</strong>
      </div>
      <p class="label">
        {others.length === 0 && <Both text={call.label} />}
        {others.map((tag) => <span lang={tag} key={tag}>{tIn(tag, 'call', { number: call.number, counter: call.counter })}</span>)}
        {call.repeat > 1 && <span class="again"><Both word="again" values={{ count: call.repeat }} /></span>}
      </p>
    </div>
  );
}

function Nobody({ board }: { board: BoardView }) {
  const { door, opensAt, timeZone } = board.hall;
  const open = door === 'open';
  return (
    <div class={`nobody ${door}`}>
      {!open && <Icon name="clock" />}
      <h1><Both word={open ? 'idle' : `door.${door}`} /></h1>
      {!open && opensAt && languages.value.map((tag) => (
        <p lang={tag} key={tag}>{tIn(tag, 'door.opens', { day: dayAndDate(opensAt, timeZone, tag), time: clockTime(opensAt, timeZone) })}</p>
      ))}
    </div>
  );
}
