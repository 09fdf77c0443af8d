// The marquee: runs, can be paused by key or touch, and for those who want no motion shows one notice
// after the other.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../shared/icons';
import { tIn } from '../../shared/i18n';
import type { Notice } from '../../shared/messages';
import { partsOf, turnsOf, type NoticePart } from './notice-turns';
import { languages, paused as pausedNow } from './store';

const unitsPerSecond = 0.09;   // of the screen's width
const turnMs = 8_000;

// `sign`: for staff, beside the notices, where it takes no room from what citizens read.
export function Marquee({ notices, sign }: { notices: Notice[]; sign: ComponentChildren }) {
  const paused = pausedNow.value;
  const setPaused = (wanted: boolean) => { pausedNow.value = wanted; };
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      pausedNow.value = !pausedNow.peek();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  if (notices.length === 0 && !sign) return null;
  const words = tIn(languages.value[0], paused ? 'play' : 'pause');
  return (
    <footer class={`marquee ${paused ? 'paused' : ''}`}>
      <div class="window">{still ? <Turning notices={notices} paused={paused} /> : <Running notices={notices} />}</div>
      {sign}
      <button type="button" aria-label={words} aria-pressed={paused} onClick={() => setPaused(!paused)}>
        <Icon name={paused ? 'play' : 'pause'} />
      </button>
    </footer>
  );
}

function Running({ notices }: { notices: Notice[] }) {
  const track = useRef<HTMLDivElement>(null);
  const text = notices.map((one) => one.id).join();
  useEffect(() => {
    const element = track.current;
    if (!element) return;
    const seconds = element.scrollWidth / 2 / (innerWidth * unitsPerSecond);
    element.style.animationDuration = `${Math.max(10, Math.round(seconds))}s`;
  }, [text]);
  // Twice, so that the end is followed by the beginning without a gap.
  return (
    <div class="track" ref={track}>
      {[0, 1].map((copy) => (
        <div class="run" key={copy} aria-hidden={copy === 1}>
          {notices.map((one) => <Words key={one.id} parts={partsOf(one.text, languages.value)} />)}
        </div>
      ))}
    </div>
  );
}

function Turning({ notices, paused }: { notices: Notice[]; paused: boolean }) {
  const [index, setIndex] = useState(0);
  const turns = notices.flatMap((one) => turnsOf(one.text, languages.value));
  useEffect(() => {
    if (paused) return;
    const timer = setInterval(() => setIndex((old) => old + 1), turnMs);
    return () => clearInterval(timer);
  }, [paused]);
  return <Words parts={turns[index % turns.length] ?? []} />;
}

function Words({ parts }: { parts: readonly NoticePart[] }) {
  return (
    <span class="notice">
      {parts.map((one) => <span lang={one.language} key={one.language}>{one.text}</span>)}
    </span>
  );
}
