// What a board plays of a call when its voice pack lacks clips, and in which order it makes do: the order is
// documented in queue-server/voice/README.md. Decides only; voice.ts makes the sound.

export interface Speech {
  clips: string[];       // to be played, in order
  spoken: string[];      // the languages in it
  lacking: string[];     // clips of the call that the pack has not: something was spelled or left out
}

// "5 號櫃檯", not "counter 5": as the server orders its clips (queue-server/voice/languages.cpp).
const numberFirst: ReadonlySet<string> = new Set(['zh-TW', 'ja']);

export const languageOf = (clip: string): string => clip.split('/')[0] ?? '';
export const isOfLanguage = (clip: string): boolean => clip.includes('/');

// The languages that a call is to be spoken in, in order; the chime has none.
export function languagesOf(speak: readonly string[]): string[] {
  return [...new Set(speak.filter(isOfLanguage).map(languageOf))];
}

// "en/counter-12" with digits: "en/counter", "en/digit-1", "en/digit-2". Null for all but a counter's own clip.
export function spelled(clip: string): string[] | null {
  const [, tag, number] = /^([^/]+)\/counter-(\d+)$/.exec(clip) ?? [];
  if (!tag || !number) return null;
  const digits = [...number].map((digit) => `${tag}/digit-${digit}`);
  return numberFirst.has(tag) ? [...digits, `${tag}/counter`] : [`${tag}/counter`, ...digits];
}

// Every clip that this call can come to need.
export function wanted(speak: readonly string[]): string[] {
  return [...new Set(speak.flatMap((clip) => [clip, ...(spelled(clip) ?? [])]))];
}

// A counter without a clip of its own is spelled. A language that lacks anything else is left out as a whole: nobody
// hears half a sentence. Without the chime the words are spoken, without words there is the chime; the screen has
// both in any case.
export function speechOf(speak: readonly string[], has: (clip: string) => boolean): Speech {
  const instead = (clip: string): string[] | null => {
    if (has(clip)) return [clip];
    const letters = spelled(clip);
    return letters?.every(has) ? letters : null;
  };
  const spoken = languagesOf(speak).filter((tag) => speak.every((clip) => languageOf(clip) !== tag || instead(clip) !== null));
  const clips = speak
    .filter((clip) => !isOfLanguage(clip) || spoken.includes(languageOf(clip)))
    .flatMap((clip) => instead(clip) ?? []);
  return { clips, spoken, lacking: speak.filter((clip) => !has(clip)) };
}
