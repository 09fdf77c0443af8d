// Pictures and films for when nobody is called, and music: `?media=/media/` names a folder on the board's own server whose
// listing is JSON, as nginx gives it with `autoindex_format json`. Read again every minute, so that files may come and
// go; a folder that does not answer leaves what was there.
import { signal } from '@preact/signals';

export interface MediaFile {
  readonly url: string;
  readonly kind: 'picture' | 'film' | 'music';
}

export const pictureMs = 12_000;
const readAgainMs = 60_000;
const most = 200;
const kinds: readonly [RegExp, MediaFile['kind']][] = [
  [/\.(jpe?g|png|webp|avif)$/i, 'picture'], [/\.(mp4|webm)$/i, 'film'], [/\.(mp3|ogg|opus|m4a|wav)$/i, 'music'],
];

export const media = signal<readonly MediaFile[]>([]);

// What a listing offers, in the order of the names. Anything else in it is passed over.
export function filesOf(listing: unknown, folder: string): MediaFile[] {
  if (!Array.isArray(listing)) return [];
  const names = listing.flatMap((one: { name?: unknown; type?: unknown } | null) =>
    (one && typeof one.name === 'string' && one.type === 'file' && !/[/\\]/.test(one.name) ? [one.name] : []));
  return names.sort().slice(0, most).flatMap((name) => {
    const kind = kinds.find(([pattern]) => pattern.test(name))?.[1];
    return kind ? [{ url: folder + encodeURIComponent(name), kind }] : [];
  });
}

// A folder of this server alone.
export function folderAsked(search: string): string | null {
  const asked = new URLSearchParams(search).get('media');
  return asked && /^\/(?:[\w.-]+\/)+$/.test(asked) && !asked.includes('..') ? asked : null;
}

export async function watchMedia(folder: string): Promise<void> {
  for (;;) {
    try {
      const answer = await fetch(folder, { headers: { Accept: 'application/json' } });
      if (answer.ok) media.value = filesOf(await answer.json(), folder);
    } catch {
      // The folder is away; what was there goes on.
    }
    await new Promise((resolve) => setTimeout(resolve, readAgainMs));
  }
}
