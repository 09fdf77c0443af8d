// One zone's board shows and speaks that zone's counters alone; the line is everybody's.
import type { BoardCall, BoardView } from '../../shared/messages';

export function ofZone(board: BoardView, name: string | null): BoardView {
  if (!name) return board;
  const counters = board.counters.filter((one) => one.zone === name);
  const here = new Set(counters.map((one) => one.n));
  const inZone = (call: BoardCall) => here.has(call.counter);
  return { ...board, counters, now: board.now.filter(inZone), recent: board.recent.filter(inZone) };
}
