// Finding a service by a few letters: names and keywords in every language, without regard to accents, width,
// case or spaces. Thai is compared by its consonants, kana as full-sized hiragana without voicing marks, Chinese
// also by the Bopomofo and pinyin initials, Japanese by the readings that the office file gives as keywords.
import type { ServiceInfo } from '../../shared/messages';

const tones = /[ˊˇˋ˙\s·.,'’\-–（）()/、，]/g;
const marks = /[\u0300-\u036f\u3099\u309a]/g;   // accents, and what voices a kana
const smallKana = /[ぁぃぅぇぉっゃゅょゎ]/g;        // each is followed by its full size
const thaiVowels = /[\u0e2f-\u0e3a\u0e40-\u0e4e]/g;

export function folded(text: string): string {
  return text
    .normalize('NFKD').replace(marks, '').normalize('NFKC')
    .toLowerCase().replace(/đ/g, 'd').replace(tones, '').replace(thaiVowels, '')
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(smallKana, (kana) => String.fromCharCode(kana.charCodeAt(0) + 1));
}

interface Entry {
  service: ServiceInfo;
  own: string[];     // in the page's language
  others: string[];
}

export class ServiceIndex {
  private readonly entries: Entry[];

  constructor(services: readonly ServiceInfo[], language: string) {
    this.entries = services.map((service) => {
      const words = (tag: string) => [service.name[tag] ?? '', ...(service.keywords[tag] ?? [])].map(folded);
      const tags = new Set([...Object.keys(service.name), ...Object.keys(service.keywords)]);
      tags.delete(language);
      return { service, own: words(language), others: [...tags].flatMap(words) };
    });
  }

  // Best first: begins with it in the page's language, contains it, then the same in the other languages. One
  // letter finds beginnings alone.
  find(text: string): ServiceInfo[] {
    const wanted = folded(text);
    if (!wanted) return [];
    const ranked = this.entries.map((entry) => ({ service: entry.service, rank: rank(entry, wanted) }));
    return ranked.filter((one) => one.rank < 4).sort((a, b) => a.rank - b.rank).map((one) => one.service);
  }
}

function rank(entry: Entry, wanted: string): number {
  if (entry.own.some((word) => word.startsWith(wanted))) return 0;
  if (wanted.length > 1 && entry.own.some((word) => word.includes(wanted))) return 1;
  if (entry.others.some((word) => word.startsWith(wanted))) return 2;
  return wanted.length > 1 && entry.others.some((word) => word.includes(wanted)) ? 3 : 4;
}
