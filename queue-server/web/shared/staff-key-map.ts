// Listens for keys and gives each to the first map that wants it: a panel's before a part's, a
// part's before the page's. A key press is handled once, never while somebody types.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { belongsToFocus, keyName } from './staff-keys';

export type KeyMap = Readonly<Record<string, (() => void) | undefined>>;

// A panel hides the rest: keys that it does not know go no further.
export type Rank = 'page' | 'part' | 'panel';
const ranks: readonly Rank[] = ['panel', 'part', 'page'];

interface Layer {
  readonly map: { current: KeyMap };
  readonly rank: Rank;
}

const layers: Layer[] = [];

// While the component is there its keys are heard, from the moment that it shows: who knows the keys types the next
// one before the screen is drawn.
export function useKeys(map: KeyMap, rank: Rank = 'page'): void {
  const newest = useRef(map);
  newest.current = map;
  useLayoutEffect(() => {
    const layer: Layer = { map: newest, rank };
    layers.push(layer);
    if (layers.length === 1) addEventListener('keydown', listen);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) removeEventListener('keydown', listen);
    };
  }, [rank]);
}

function listen(event: KeyboardEvent): void {
  const name = keyName(event);
  if (!name || event.defaultPrevented) {
    // A held Space must not scroll the page under the clerk.
    if (
      event.code === 'Space' &&
      event.repeat &&
      !belongsToFocus('Space', document.activeElement as HTMLElement)
    ) {
      event.preventDefault();
    }
    return;
  }
  if (belongsToFocus(name, document.activeElement as HTMLElement | null)) return;
  for (const rank of ranks) {
    const here = layers.filter((layer) => layer.rank === rank);
    const act = here.map((layer) => layer.map.current[name]).find((one) => one !== undefined);
    if (act) {
      event.preventDefault();
      act();
      return;
    }
    if (rank === 'panel' && here.length > 0) return;
  }
}

// After a click by mouse or finger a button keeps the focus, and the next Space would press it
// again instead of calling the next ticket. So such clicks give the focus back; a keyboard's own
// press (detail 0) keeps it.
export function releaseFocusAfterPointer(): void {
  addEventListener('click', (event) => {
    const focused = document.activeElement;
    if (
      event.detail > 0 &&
      focused instanceof HTMLElement &&
      /^(BUTTON|SUMMARY|A)$/.test(focused.tagName)
    )
      focused.blur();
  });
}
