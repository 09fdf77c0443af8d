// The board's voice: clips of the voice pack, played one after the other without a gap and never cut.
// Browsers keep a page silent until somebody touches it; `state` says so. `lacking` says what the pack has not.
import { signal } from '@preact/signals';
import { isOfLanguage, languageOf, languagesOf, speechOf, wanted } from './speech';

interface Manifest {
  format: number;
  languages: string[];
  clips: Record<string, { file: string; seconds: number }>;
}

export type VoiceState = 'loading' | 'locked' | 'on' | 'off' | 'missing';

const folder = '/voice/';
const leadSeconds = 0.08;
const graceSeconds = 2;      // a playback that does not end by then is given up
const atOnce = 8;            // clips that are fetched side by side
const fetchMs = 5_000;       // a clip that takes longer is missing: calls must not wait behind it

export class Voice {
  readonly state = signal<VoiceState>('loading');
  // Of which languages a clip was missing or could not be read, and "chime": for staff to see.
  readonly lacking = signal<readonly string[]>([]);
  private context: AudioContext | null = null;
  private manifest: Manifest | null = null;
  private readonly buffers = new Map<string, Promise<AudioBuffer | null>>();
  private readonly missing = new Set<string>();
  private wanted = true;

  async load(): Promise<void> {
    try {
      const answer = await fetch(`${folder}manifest.json`);
      if (!answer.ok) throw new Error(answer.statusText);
      const manifest = (await answer.json()) as Manifest;
      if (manifest.format !== 1) throw new Error('unknown format');
      this.manifest = manifest;
    } catch {
      this.state.value = 'missing';
      return;
    }
    const context = new AudioContext();
    this.context = context;
    context.onstatechange = () => this.tell();
    this.tell();
    // All clips in advance, a few at a time: a call must not wait for the network. The chime and the pack's first
    // languages come first.
    const { languages, clips } = this.manifest;
    const ids = Object.keys(clips).sort((a, b) => languages.indexOf(languageOf(a)) - languages.indexOf(languageOf(b)));
    for (let i = 0; i < ids.length; i += atOnce) await Promise.all(ids.slice(i, i + atOnce).map((id) => this.clip(id)));
  }

  get ready(): boolean {
    return this.state.value === 'on';
  }

  // Whether the pack has anything in this language; true until that is known.
  knows(language: string): boolean {
    if (!this.manifest) return true;
    return Object.keys(this.manifest.clips).some((id) => isOfLanguage(id) && languageOf(id) === language);
  }

  // From a touch or a key alone: that is when a browser lets sound begin.
  async unlock(): Promise<void> {
    this.wanted = true;
    await this.context?.resume();
    this.tell();
  }

  mute(): void {
    this.wanted = false;
    this.tell();
  }

  // Plays a call, as far as the pack can say it (speech.ts). Ends when the last clip has been heard. True: spoken,
  // in one language at least where it has any.
  async speak(call: readonly string[]): Promise<boolean> {
    if (!this.context || !this.ready) return false;
    const clips = new Map<string, AudioBuffer>();
    await Promise.all(wanted(call).map(async (id) => {
      const clip = await this.clip(id);
      if (clip) clips.set(id, clip);
    }));
    const speech = speechOf(call, (id) => clips.has(id));
    for (const id of speech.lacking) this.note(id, true);
    const heard = await this.play(speech.clips.map((id) => clips.get(id)).filter((clip) => clip !== undefined));
    return heard && (speech.spoken.length > 0 || languagesOf(call).length === 0);
  }

  private play(clips: readonly AudioBuffer[]): Promise<boolean> {
    const context = this.context;
    if (!context) return Promise.resolve(false);
    let at = context.currentTime + leadSeconds;
    let last: AudioBufferSourceNode | null = null;
    for (const clip of clips) {
      last = context.createBufferSource();
      last.buffer = clip;
      last.connect(context.destination);
      last.start(at);
      at += clip.duration;
    }
    const sounding = last;
    if (!sounding) return Promise.resolve(false);
    const seconds = at - context.currentTime;
    return new Promise((resolve) => {
      const watchdog = setTimeout(() => resolve(false), (seconds + graceSeconds) * 1000);
      sounding.onended = () => {
        clearTimeout(watchdog);
        resolve(true);
      };
    });
  }

  private clip(id: string): Promise<AudioBuffer | null> {
    const known = this.buffers.get(id);
    if (known) return known;
    const loading = this.fetchClip(id).then((clip) => {
      this.note(id, false);
      return clip;
    }).catch(() => {
      this.buffers.delete(id);  // try again when it is next needed
      if (this.manifest?.clips[id]) this.note(id, true);
      return null;
    });
    this.buffers.set(id, loading);
    return loading;
  }

  private async fetchClip(id: string): Promise<AudioBuffer> {
    const entry = this.manifest?.clips[id];
    if (!entry || !this.context) throw new Error('not in the pack');
    const answer = await fetch(folder + entry.file, { signal: AbortSignal.timeout(fetchMs) });
    if (!answer.ok) throw new Error(answer.statusText);
    return this.context.decodeAudioData(await answer.arrayBuffer());
  }

  private note(id: string, isMissing: boolean): void {
    if (this.missing.has(id) === isMissing) return;
    if (isMissing) this.missing.add(id);
    else this.missing.delete(id);
    this.lacking.value = [...new Set([...this.missing].map(languageOf))];
  }

  private tell(): void {
    this.state.value = !this.wanted ? 'off' : this.context?.state === 'running' ? 'on' : 'locked';
  }
}
