// The kiosk's voice: the browser's own speech synthesis, one part after the other, each in its own language. Says
// plainly when the machine has no voice at all or none for a language. Never speaks unless asked.
import { signal } from '@preact/signals';

export interface Part {
  readonly text: string;
  readonly language: string;
}

export type SpeechState = 'looking' | 'ready' | 'none';

const lookForMs = 2_000;    // browsers name their voices late; none by then is none
const rate = 0.95;

export class Speaker {
  readonly state = signal<SpeechState>('looking');
  private voices: SpeechSynthesisVoice[] = [];
  private turn = 0;         // a newer turn ends the older

  constructor(private readonly synthesis: SpeechSynthesis | undefined = window.speechSynthesis) {
    if (!synthesis) {
      this.state.value = 'none';
      return;
    }
    this.look();
    synthesis.addEventListener?.('voiceschanged', () => this.look());
    setTimeout(() => {
      if (this.state.value === 'looking') this.state.value = 'none';
    }, lookForMs);
  }

  has(language: string): boolean {
    return this.voiceOf(language) !== undefined;
  }

  // Speaks all parts; what was being said before is broken off. `instead` is said, once, for parts in a language
  // that has no voice. `heard` is called after each part.
  say(parts: readonly Part[], instead: (language: string) => Part | null, heard: () => void): void {
    this.stop();
    const turn = this.turn;
    const synthesis = this.synthesis;
    if (!synthesis || this.state.value !== 'ready') return;
    const lacking = new Set<string>();
    const spoken = parts.flatMap((part) => {
      if (this.has(part.language)) return [part];
      if (lacking.has(part.language)) return [];
      lacking.add(part.language);
      return instead(part.language) ?? [];
    });
    for (const part of spoken) {
      const utterance = new SpeechSynthesisUtterance(part.text);
      const voice = this.voiceOf(part.language);
      if (!voice) continue;
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = rate;
      utterance.onend = () => { if (turn === this.turn) heard(); };
      synthesis.speak(utterance);
    }
  }

  stop(): void {
    this.turn += 1;
    this.synthesis?.cancel();
  }

  private look(): void {
    this.voices = this.synthesis?.getVoices() ?? [];
    if (this.voices.length > 0) this.state.value = 'ready';
  }

  private voiceOf(language: string): SpeechSynthesisVoice | undefined {
    const [base] = language.toLowerCase().split('-');
    const bases = base === 'zh' ? ['zh', 'cmn'] : base === 'id' ? ['id', 'in'] : [base];
    const of = (voice: SpeechSynthesisVoice) => voice.lang.toLowerCase().replace(/_/g, '-');
    return this.voices.find((one) => of(one) === language.toLowerCase())
      ?? this.voices.find((one) => bases.includes(of(one).split('-')[0]));
  }
}

// As it is read aloud: a ticket's number letter by letter, a range with the language's word for "to".
export function aloud(text: string, to: string): string {
  return text
    .replace(/\b([A-Z])(\d{3,4})\b/g, (_, letter: string, digits: string) => [letter, ...digits].join(' '))
    .replace(/(\d)\s*[–～~]\s*(\d)/g, `$1 ${to} $2`)
    .replace(/\s+/g, ' ')
    .trim();
}
