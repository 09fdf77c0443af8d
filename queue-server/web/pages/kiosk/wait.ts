// The wait in words: a range of whole minutes, or plainly that it cannot be told.
import { minutesOf } from '../../shared/format';
import { t, tIn, language } from '../../shared/i18n';
import type { KioskView, WaitRange } from '../../shared/messages';

export function waitWords(range: WaitRange | undefined, tag: string = language.value): string {
  if (!range) return tIn(tag, 'wait.unknown');
  const { low, high } = minutesOf(range);
  if (low === 0 || low === high) return tIn(tag, 'wait.within', { high });
  return tIn(tag, 'wait.range', { low, high });
}

// What an ordinary visitor would wait: the general lane's range.
export function ordinaryWait(view: KioskView | null): WaitRange | undefined {
  return (view?.lanes.find((lane) => lane.id === 'general') ?? view?.lanes[0])?.wait;
}

// The wait as it is now; nobody before them is told as no wait, though no range is known.
export function nowWords(view: KioskView | null, tag: string = language.value): string {
  const range = ordinaryWait(view);
  return view?.waiting === 0 && !range ? tIn(tag, 'wait.none') : waitWords(range, tag);
}

export function waitingWords(count: number): string {
  return count === 0 ? t('waitingNone') : t('waiting', { count });
}
