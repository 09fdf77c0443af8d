// How a board is laid out: `?layout=hall` (wide: calls, lines, counters), `portrait` (one below the other), `many`
// (the counters as one large table, for halls where many call at once; on a tall screen that is `portrait`). Without
// it the screen's shape decides.
import { signal } from '@preact/signals';
import type { Layout } from './columns';

const names: readonly string[] = ['hall', 'portrait', 'many'];
const asked = new URLSearchParams(location.search).get('layout') ?? '';
const upright = matchMedia('(orientation: portrait)');

function chosen(): Layout {
  if (upright.matches && asked === 'many') return 'portrait';
  return names.includes(asked) ? asked as Layout : upright.matches ? 'portrait' : 'hall';
}
export const layout = signal<Layout>(chosen());
upright.addEventListener('change', () => { layout.value = chosen(); });
