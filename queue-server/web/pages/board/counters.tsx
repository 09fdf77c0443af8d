// Every counter with its sign, state and number: few and large, or up to forty and dense.
import type { JSX } from 'preact';
import { Icon } from '../../shared/icons';
import type { BoardCounter, BoardView } from '../../shared/messages';
import { Both } from './both';
import { columnsOf, densityOf } from './columns';
import { layout } from './layout';

export function Counters({ board }: { board: BoardView }) {
  const calling = new Set(board.now.map((call) => call.counter));
  const count = board.counters.length;
  const shape = { '--columns': columnsOf(count, layout.value) };
  return (
    <section class={`counters ${densityOf(count)}`}>
      <ul style={shape as JSX.CSSProperties}>{board.counters.map((one) => <Cell key={one.n} counter={one} calling={calling.has(one.n)} />)}</ul>
    </section>
  );
}

function Cell({ counter, calling }: { counter: BoardCounter; calling: boolean }) {
  const { sign, state, number } = counter;
  return (
    <li class={`cell ${state} ${calling ? 'calling' : ''}`}>
      <span class="n num">{counter.n}</span>
      {number
        ? <strong class={`number num ${number.length > 4 ? 'long' : ''}`}>{number}</strong>
        : <span class="state">{state !== 'open' && <Icon name={state === 'paused' ? 'pause' : 'close'} />}<Both word={`state.${state}`} /></span>}
      <span class="sign">
        <Both text={sign.function} />
        {sign.clerk && <span class="clerk"><Both word="clerk" />{sign.clerk}</span>}
        {sign.deputy && <span class="clerk"><Both word="deputy" />{sign.deputy}</span>}
      </span>
    </li>
  );
}
