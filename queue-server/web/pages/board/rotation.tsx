// The pictures and films one after the other. A call takes this off the screen at once, and its sound with it; a film
// that cannot be played is passed over. Stands still with the marquee, and without films for those who want no motion.
import { useEffect, useState } from 'preact/hooks';
import { Both } from './both';
import { pictureMs, type MediaFile } from './media';
import { filmShows, paused, voice } from './store';

export function Rotation({ files }: { files: readonly MediaFile[] }) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const shown = files.filter((one) => one.kind === 'picture' || (one.kind === 'film' && !still));
  const [index, setIndex] = useState(0);
  const next = () => setIndex((old) => (old === index ? old + 1 : old));   // a film may fail twice, and is one film
  const file = shown[index % Math.max(1, shown.length)];
  useEffect(() => {
    if (file?.kind !== 'picture' || paused.value) return;
    const timer = setTimeout(next, pictureMs);
    return () => clearTimeout(timer);
  }, [file?.url, index, paused.value]);
  if (!file) return null;
  return (
    <div class="rotation">
      <h1 class="visually-hidden"><Both word="idle" /></h1>
      {file.kind === 'picture'
        ? <img src={file.url} alt="" onError={next} key={file.url} />
        : <Film url={file.url} onEnd={next} key={`${file.url}${index}`} />}
    </div>
  );
}

function Film({ url, onEnd }: { url: string; onEnd: () => void }) {
  const [film, setFilm] = useState<HTMLVideoElement | null>(null);
  useEffect(() => {
    filmShows.value = true;
    return () => { filmShows.value = false; };
  }, []);
  useEffect(() => {
    if (!film) return;
    if (paused.value) film.pause();
    else film.play().catch(onEnd);
  }, [film, paused.value]);
  return <video ref={setFilm} src={url} muted={voice.state.value !== 'on'} playsInline onEnded={onEnd} onError={onEnd} aria-hidden="true" />;
}
