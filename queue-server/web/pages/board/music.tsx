// Music from the media folder: one piece after the other while the board has its sound. It steps back while a
// call is spoken, is silent under a film, and stands still with the marquee.
import { useEffect, useRef, useState } from 'preact/hooks';
import { nearer, volumeOf } from './ducking';
import { media } from './media';
import { filmShows, paused, speaking, voice } from './store';

const stepMs = 40;

export function Music() {
  const pieces = media.value.filter((one) => one.kind === 'music');
  const player = useRef<HTMLAudioElement>(null);
  const [index, setIndex] = useState(0);
  const piece = pieces[index % Math.max(1, pieces.length)];
  const wanted = volumeOf({
    sound: voice.state.value === 'on', paused: paused.value, speaking: speaking.value, film: filmShows.value,
  });
  useEffect(() => {
    const element = player.current;
    if (!element) return;
    if (wanted === null) return element.pause();
    if (element.paused) element.play().catch(() => undefined);   // a browser that wants a touch first
    const timer = setInterval(() => {
      element.volume = nearer(element.volume, wanted);
      if (element.volume === wanted) clearInterval(timer);
    }, stepMs);
    return () => clearInterval(timer);
  }, [wanted, piece?.url, index]);
  if (!piece) return null;
  const next = () => setIndex((old) => old + 1);
  return <audio ref={player} src={piece.url} onEnded={next} onError={() => setTimeout(next, 5_000)} key={`${piece.url}${index}`} />;
}
