// A notice in a board's languages; and, where nothing may move, cut into turns that fit their place. Pure.
import { say } from '../../shared/i18n';
import type { Localized } from '../../shared/messages';

export interface NoticePart {
  readonly language: string;
  readonly text: string;
}

const beside = 80;    // widths of a Latin letter that each of two languages may have side by side
const alone = 150;

// In those of the languages that it has words for; in the nearest other one where it has none.
export function partsOf(text: Localized, languages: readonly string[]): NoticePart[] {
  const own = languages.filter((tag) => text[tag]).map((tag) => ({ language: tag, text: text[tag] ?? '' }));
  if (own.length > 0) return own;
  const instead = say(text, languages[0]);
  return [{ language: Object.keys(text).find((tag) => text[tag] === instead) ?? 'zh-TW', text: instead }];
}

// Short ones stand together; long ones come one language after the other, piece by piece.
export function turnsOf(text: Localized, languages: readonly string[]): NoticePart[][] {
  const parts = partsOf(text, languages);
  if (parts.every((one) => widthOf(one.text) <= beside)) return [parts];
  return parts.flatMap((one) => piecesOf(one.text).map((piece) => [{ ...one, text: piece }]));
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const word of text.match(/[^\s\u3001-\u9fff\uff00-\uffef]+\s*|\s*./gsu) ?? []) {
    if (piece && widthOf(piece + word.trimEnd()) > alone) {
      pieces.push(piece.trim());
      piece = '';
    }
    piece += word;
  }
  return piece.trim() ? [...pieces, piece.trim()] : pieces;
}

// A Chinese or Japanese character is as wide as two letters.
function widthOf(text: string): number {
  return [...text].reduce((sum, one) => sum + (one >= '\u2e80' ? 2 : 1), 0);
}
