// The language of a staff page: Chinese or English, remembered by this browser.
import { preferredLanguage, setLanguage, setUpWords, type Words } from './i18n';

const spoken = ['zh-TW', 'en'] as const;
const place = 'hallcall.staff.language';

export function setUpStaffWords(...tables: Record<string, Words>[]): void {
  setUpWords(remembered() ?? preferredLanguage(spoken, navigator.languages), ...tables);
}

export function changeStaffLanguage(tag: string): void {
  setLanguage(tag);
  try {
    localStorage.setItem(place, tag);
  } catch {
    // A browser that keeps nothing still speaks both languages.
  }
}

function remembered(): string | null {
  try {
    const kept = localStorage.getItem(place);
    return kept && (spoken as readonly string[]).includes(kept) ? kept : null;
  } catch {
    return null;
  }
}
