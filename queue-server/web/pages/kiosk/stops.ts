// What can be heard on the screen, in order: its texts and its controls, as a screen reader meets them. Reads the
// page as it is shown, so that a new screen needs no second copy of its words.
import type { Part } from './speech';

export interface Stop {
  readonly element: HTMLElement;
  readonly parts: readonly Part[];
  readonly control: boolean;
}

const heard = 'h1, h2, p, li, dl > div, .banner, button';
const unheard = '.for-eyes, .visually-hidden, [aria-hidden="true"]';

export function stopsOf(page: ParentNode): Stop[] {
  const dialog = page.querySelector<HTMLElement>('dialog[open]');
  const roots = dialog ? [dialog] : [...page.querySelectorAll<HTMLElement>('.stale, main, .tools')];
  return roots
    .flatMap((root) => [...root.querySelectorAll<HTMLElement>(heard)])
    .filter((one) => !one.closest(unheard) && one.checkVisibility())
    .filter((one) => !(one instanceof HTMLButtonElement && one.disabled))
    .map((element) => ({ element, parts: partsOf(element), control: element instanceof HTMLButtonElement }))
    .filter((stop) => stop.parts.length > 0);
}

// An element's own words, without those of the stops inside it, by language.
export function partsOf(element: HTMLElement): Part[] {
  const label = element.getAttribute('aria-label');
  if (label) return [{ text: label, language: languageOf(element) }];
  const parts: Part[] = [];
  collect(element, parts);
  return parts;
}

function collect(node: Node, parts: Part[]): void {
  for (const child of node.childNodes) {
    if (child instanceof Text && child.parentElement) {
      const text = child.data.trim();
      if (!text) continue;
      const language = languageOf(child.parentElement);
      const last = parts[parts.length - 1];
      if (last?.language === language) parts[parts.length - 1] = { text: `${last.text} ${text}`, language };
      else parts.push({ text, language });
    } else if (child instanceof HTMLElement && !child.matches(heard) && !child.matches(unheard)) {
      collect(child, parts);
    }
  }
}

function languageOf(element: Element): string {
  const tag = element.closest('[lang]')?.getAttribute('lang') ?? '';
  return tag.startsWith('zh') ? 'zh-TW' : tag;
}
