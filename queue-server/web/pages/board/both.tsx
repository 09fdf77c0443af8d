// The same words in the board's two languages, one under or beside the other.
import { say, tIn } from '../../shared/i18n';
import type { Localized } from '../../shared/messages';
import { languages } from './store';

export function Both(props: { word?: string; values?: Record<string, string | number>; text?: Localized; class?: string }) {
  const words = (tag: string) => (props.word ? tIn(tag, props.word, props.values) : say(props.text, tag));
  const [first, second] = languages.value;
  const same = words(first) === words(second);
  return (
    <span class={`both ${props.class ?? ''}`}>
      <span class="first" lang={first}>{words(first)}</span>
      {!same && <span class="second" lang={second}>{words(second)}</span>}
    </span>
  );
}
