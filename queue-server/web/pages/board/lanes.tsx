// How many wait in each lane, and how long.
import { minutesOf } from '../../shared/format';
import { tIn } from '../../shared/i18n';
import { LaneBadge } from '../../shared/lane-badge';
import type { BoardLane, Level, WaitRange } from '../../shared/messages';
import { Both } from './both';
import { languages } from './store';

const levelSigns: Record<Level, string> = { normal: '○', busy: '◐', congested: '●' };

export function Lanes({ lanes, level }: { lanes: BoardLane[]; level: Level }) {
  return (
    <section class={`lanes of-${Math.min(lanes.length, 5)}`}>
      <header>
        <h2><Both word="waiting" /></h2>
        <span class={`level ${level}`}><span aria-hidden="true">{levelSigns[level]}</span><Both word={`level.${level}`} /></span>
      </header>
      <ul>
        {lanes.map((lane) => (
          <li key={lane.id}>
            <LaneBadge lane={lane.id} />
            <Both text={lane.name} class="name" />
            <strong class="num">{lane.waiting}</strong>
            <Range wait={lane.wait} />
          </li>
        ))}
      </ul>
    </section>
  );
}

// Not told at all where the forecast is not good enough.
function Range({ wait }: { wait?: WaitRange }) {
  if (!wait) return <span class="range">—</span>;
  const { low, high } = minutesOf(wait);
  const word = low === 0 || low === high ? 'within' : 'minutes';
  return <span class="range">{languages.value.map((tag) => <span lang={tag} key={tag}>{tIn(tag, word, { low, high })}</span>)}</span>;
}
