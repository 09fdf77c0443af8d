// The words for what a ticket carries: services by the office's own names, needs, languages, lanes.
import { signal } from '@preact/signals';
import { hasWords, language, languageNames, say, t } from './i18n';
import type { HallInfo, StaffLane } from './messages';

// GET H of this page's hall, once it is known.
export const hallInfo = signal<HallInfo | null>(null);

export function serviceName(id: string): string {
  const found = hallInfo.value?.services.find((one) => one.id === id);
  return found ? say(found.name) : id;
}

export function serviceNames(ids: readonly string[]): string {
  return ids.map(serviceName).join(language.value === 'en' ? ', ' : '、');
}

export function needName(need: string): string {
  return hasWords(`need.${need}`) ? t(`need.${need}`) : need;
}

export function languageName(tag: string): string {
  return languageNames[tag] ?? tag;
}

// A lane by the view's own names; a public lane by the hall's.
export function laneName(id: string, lanes: readonly StaffLane[] = []): string {
  const own =
    lanes.find((one) => one.id === id)?.name ??
    hallInfo.value?.lanes.find((one) => one.id === id)?.name;
  if (own) return say(own);
  return hasWords(`lane.${id}`) ? t(`lane.${id}`) : id;
}

export function counterSign(n: number): string {
  return say(hallInfo.value?.counters.find((one) => one.n === n)?.sign);
}
