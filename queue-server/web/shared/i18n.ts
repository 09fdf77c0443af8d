// The language of the page and its words. i18next holds the words; a signal makes components follow a change.
import { computed, signal } from '@preact/signals';
import i18next, { type TFunction } from 'i18next';
import type { Localized } from './messages';

export interface Words {
  readonly [key: string]: string | Words;
}

export const languageNames: Readonly<Record<string, string>> = {
  'zh-TW': '中文', en: 'English', vi: 'Tiếng Việt', id: 'Bahasa Indonesia', th: 'ไทย', ja: '日本語',
};

const chosen = signal('zh-TW');
export const language = computed(() => chosen.value);

// Tables of words per language are merged; later ones win. Call once, before the first render.
export function setUpWords(first: string, ...tables: Record<string, Words>[]): void {
  void i18next.init({
    lng: first, fallbackLng: ['zh-TW', 'en'], initAsync: false, returnNull: false,
    interpolation: { escapeValue: false }, resources: {}, showSupportNotice: false,
  });
  for (const table of tables) {
    for (const [tag, words] of Object.entries(table)) i18next.addResourceBundle(tag, 'translation', words, true, true);
  }
  setLanguage(first);
}

export function setLanguage(tag: string): void {
  void i18next.changeLanguage(tag);
  chosen.value = tag;
  document.documentElement.lang = tag === 'zh-TW' ? 'zh-Hant-TW' : tag;
}

// Words in the page's language; reading it in a component makes the component follow the language.
export function t(key: string, values: Record<string, string | number> = {}): string {
  return tIn(chosen.value, key, values);
}

const fixed = new Map<string, TFunction>();
export function tIn(tag: string, key: string, values: Record<string, string | number> = {}): string {
  const known = fixed.get(tag);
  const translate = known ?? i18next.getFixedT(tag);
  if (!known) fixed.set(tag, translate);
  return translate(key, values);
}

export function hasWords(key: string): boolean {
  return i18next.exists(key, { lng: chosen.value });
}

// The words of an office's own text in a language, or the nearest there are: Chinese characters say something
// to a Japanese reader, English rather to the others.
export function say(words: Localized | undefined, tag: string = chosen.value): string {
  if (!words) return '';
  const nearest = tag === 'ja' ? words['zh-TW'] : words['en'];
  return words[tag] ?? nearest ?? words['zh-TW'] ?? Object.values(words)[0] ?? '';
}

// The first of the languages a browser prefers that the page speaks.
export function preferredLanguage(spoken: readonly string[], asked: readonly string[]): string {
  for (const tag of asked) {
    const exact = spoken.find((one) => one.toLowerCase() === tag.toLowerCase());
    if (exact) return exact;
    const base = tag.toLowerCase().split('-')[0];
    const near = spoken.find((one) => one.toLowerCase().split('-')[0] === base);
    if (near) return near;
  }
  return spoken[0] ?? 'zh-TW';
}
