// The kiosk's camera as a reader of QR codes. It runs only while its screen is shown, its pictures stay in the page and
// none is kept. What reads them is the browser itself where it can, else a decoder that is loaded then.
import { computed, signal } from '@preact/signals';
import { readCode, type Scanned } from './scan';

export type CameraState = 'starting' | 'looking' | 'foreign' | 'read' | 'none' | 'refused' | 'busy';
export type CodeReader = (video: HTMLVideoElement) => Promise<string | null>;

const lookEveryMs = 120;      // between two looks; one takes about 15 ms
const foreignMs = 5_000;      // so long a code of others is spoken of after it was last seen
const picture = { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: { ideal: 'user' } };

// Whether this machine has a camera at all: without one the way to it is not shown.
export const cameraOffered = signal(false);
export const cameraState = signal<CameraState>('starting');
export const cameraTrouble = computed(() => {
  const state = cameraState.value;
  return state === 'starting' || state === 'looking' || state === 'read' ? '' : state;
});

// Browsers give pages a camera only at https:// and on the machine itself; elsewhere there are no media devices.
export function lookForCamera(devices: MediaDevices | undefined = navigator.mediaDevices): void {
  if (!devices) return;
  const look = async () => {
    const found = await devices.enumerateDevices().catch(() => []);
    cameraOffered.value = found.some((one) => one.kind === 'videoinput');
  };
  devices.addEventListener('devicechange', () => void look());
  void look();
}

export class CameraReader {
  private stream: MediaStream | null = null;
  private due: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private foreignAt = -Infinity;

  // `found` is called once, after the camera was stopped.
  constructor(private readonly video: HTMLVideoElement, private readonly found: (read: Scanned) => void) {}

  async start(): Promise<void> {
    cameraState.value = 'starting';
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: picture, audio: false });
      if (this.stopped) return release(stream);
      this.stream = stream;
      stream.getVideoTracks()[0]?.addEventListener('ended', () => this.fail('none'));   // unplugged
      this.video.srcObject = stream;
      const [read] = await Promise.all([codeReader(), this.video.play()]);
      if (this.stopped) return;
      cameraState.value = 'looking';
      await this.look(read);
    } catch (error) {
      if (!this.stopped) this.fail(whyNot(error));
    }
  }

  // Lets go of the camera: its light goes out.
  stop(): void {
    this.stopped = true;
    clearTimeout(this.due);
    if (this.stream) release(this.stream);
    this.stream = null;
    this.video.srcObject = null;
  }

  private async look(read: CodeReader): Promise<void> {
    const text = await read(this.video).catch(() => null);
    if (this.stopped) return;
    const code = text === null ? null : readCode(text.trim());
    if (code) {
      this.stop();
      cameraState.value = 'read';
      return this.found(code);
    }
    if (text) this.foreignAt = performance.now();
    cameraState.value = performance.now() - this.foreignAt < foreignMs ? 'foreign' : 'looking';
    this.due = setTimeout(() => void this.look(read), lookEveryMs);
  }

  private fail(state: CameraState): void {
    this.stop();
    cameraState.value = state;
  }
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function whyNot(error: unknown): CameraState {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
  return 'busy';
}

interface BarcodeDetectorType {
  new(options: { formats: string[] }): { detect(source: HTMLVideoElement): Promise<readonly { rawValue: string }[]> };
  getSupportedFormats(): Promise<readonly string[]>;
}

// The browser's own reader, where it reads QR codes; Chromium on Linux has none.
export async function codeReader(own = (globalThis as { BarcodeDetector?: BarcodeDetectorType }).BarcodeDetector): Promise<CodeReader> {
  const formats = await own?.getSupportedFormats().catch((): readonly string[] => []);
  if (!own || !formats?.includes('qr_code')) return (await import('./decoder')).decoder();
  const detector = new own({ formats: ['qr_code'] });
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
}
