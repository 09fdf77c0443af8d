// The board's voice: clips of the voice pack, played one after the other without a gap and never cut.
// Browsers keep a page silent until somebody touches it; `state` says so.
import { signal } from '@preact/signals';

interface Manifest {
  format: number;
  clips: Record<string, { file: string; seconds: number }>;
}

export type VoiceState = 'loading' | 'locked' | 'on' | 'off' | 'missing';

const folder = '/voice/';
const leadSeconds = 0.08;
const graceSeconds = 2;      // a playback that does not end by then is given up

export class Voice {
  readonly state = signal<VoiceState>('loading');
  private context: AudioContext | null = null;
  private manifest: Manifest | null = null;
  private readonly buffers = new Map<string, Promise<AudioBuffer | null>>();
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
    // All clips in advance, a few at a time: a call must not wait for the network.
    const ids = Object.keys(this.manifest.clips);
    for (let i = 0; i < ids.length; i += 8) await Promise.all(ids.slice(i, i + 8).map((id) => this.clip(id)));
  }

  get ready(): boolean {
    return this.state.value === 'on';
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

  // Whether this pack can say these words whole.
  has(ids: readonly string[]): boolean {
    return ids.every((id) => this.manifest?.clips[id] !== undefined);
  }

  // Ends when the last clip has been heard. True: spoken whole. A clip that cannot be fetched is left out.
  async speak(ids: readonly string[]): Promise<boolean> {
    const context = this.context;
    if (!context || !this.ready) return false;
    const clips = (await Promise.all(ids.map((id) => this.clip(id)))).filter((clip) => clip !== null);
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
    if (!sounding) return false;
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
    const loading = this.fetchClip(id).catch(() => {
      this.buffers.delete(id);  // try again when it is next needed
      return null;
    });
    this.buffers.set(id, loading);
    return loading;
  }

  private async fetchClip(id: string): Promise<AudioBuffer | null> {
    const entry = this.manifest?.clips[id];
    if (!entry || !this.context) return null;
    const answer = await fetch(folder + entry.file);
    if (!answer.ok) throw new Error(answer.statusText);
    return this.context.decodeAudioData(await answer.arrayBuffer());
  }

  private tell(): void {
    this.state.value = !this.wanted ? 'off' : this.context?.state === 'running' ? 'on' : 'locked';
  }
}
