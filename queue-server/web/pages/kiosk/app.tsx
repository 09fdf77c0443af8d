// The kiosk as a whole: its frame, which screen shows, and the patience that wipes an abandoned visit.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Banner, Button, Dialog, StaleBanner } from '../../shared/components';
import { clockTime } from '../../shared/format';
import { useClock } from '../../shared/hooks';
import { language, say, t } from '../../shared/i18n';
import { obey, readSoon, speaker, startAudio, stopAudio } from './audio';
import { cameraTrouble } from './camera';
import { audioMode, confirming, expireNumber, goBack, goHome, hall, info, largeType, lastTouch, live, lowReach, onItsOwn, shownSince, stale, touch, view, visit } from './store';
import { IdleScreen } from './screens/idle';
import { ServicesScreen } from './screens/services';
import { TurningScreen } from './screens/turning';
import { CameraScreen } from './screens/camera';
import { CodeScreen } from './screens/code';
import { ConfirmScreen } from './screens/confirm';
import { DoneScreen, NumberScreen, ScanScreen, TroubleScreen, VoidedScreen } from './screens/number';
import { patience, type Patience } from './timeout';

const settleMs = 350;  // after a change of screen, the second half of a double tap goes nowhere
const monotonic = () => performance.now();

export function App() {
  const now = useClock(monotonic, 250);
  const { step, busy, quietly } = visit.value;
  const audio = audioMode.value;
  const state = patience(step, now - lastTouch.value, now - shownSince.value, busy, { audio, privately: quietly });
  useEffect(() => {
    if (state.phase !== 'over') return;
    if (step === 'number') return expireNumber();
    goHome();
  }, [state.phase, step]);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const screen = frame.current?.querySelector<HTMLElement>('main');
    if (!screen) return;
    screen.tabIndex = -1;
    screen.focus({ preventScroll: true });
  }, [step]);
  useEffect(() => {
    document.documentElement.classList.toggle('large', largeType.value);
  }, [largeType.value]);

  // A screen that changed, or says something new, is read aloud once it stands.
  useEffect(() => {
    if (!audio) stopAudio();
  }, [audio]);
  const saying = audio ? `${step} ${state.phase} ${busy} ${confirming.value} ${speaker.state.value} ${cameraTrouble.value}` : '';
  useEffect(() => {
    if (saying) readSoon();
  }, [saying]);

  const settling = useSettling(shownSince.value);
  const classes = ['kiosk', `at-${step}`, lowReach.value ? 'low' : '', audio ? 'heard' : '', settling && step !== 'idle' ? 'settling' : ''].join(' ');
  return (
    <div class={classes} ref={frame} onPointerDown={touch} onKeyDown={touch}>
      <Top />
      <div class="told">
        <StaleBanner stale={stale.value && step !== 'idle'}>{t(onItsOwn.value ? 'onItsOwn' : 'stale')}</StaleBanner>
        {audio && <NoVoice />}
      </div>
      <Screen state={state} />
      <Tools />
      {state.phase === 'warning' && <StillThere left={state.left} />}
    </div>
  );
}

// Whether the screen that shows since then is still new.
function useSettling(since: number): boolean {
  const [settled, setSettled] = useState(since);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(since), settleMs);
    return () => clearTimeout(timer);
  }, [since]);
  return settled !== since;
}

function Screen({ state }: { state: Patience }) {
  const left = state.phase === 'over' ? 0 : state.left;
  switch (visit.value.step) {
    case 'idle': return <IdleScreen />;
    case 'services': return <ServicesScreen />;
    case 'turning': return <TurningScreen left={left} />;
    case 'confirm': return <ConfirmScreen />;
    case 'code': return <CodeScreen />;
    case 'camera': return <CameraScreen />;
    case 'number': return <NumberScreen left={left} />;
    case 'done': return <DoneScreen />;
    case 'voided': return <VoidedScreen />;
    case 'trouble': return <TroubleScreen />;
    case 'scan': return <ScanScreen />;
  }
}

function Top() {
  const status = hall.value;
  const now = useClock(live.value?.now ?? Date.now);
  return (
    <header class="top">
      <div class="names">
        <strong>{say(status?.office, 'zh-TW')}<small>{say(status?.name, 'zh-TW')}</small></strong>
        <span lang={language.value}>{say(status?.office, language.value === 'zh-TW' ? 'en' : language.value)}</span>
      </div>
      {info.value?.sample && <span class="chip warn">{t('bar.sample')}</span>}
      {status && view.value && <time class="num">{clockTime(now, status.timeZone)}</time>}
    </header>
  );
}

// The mode that should speak and cannot says so in writing, for whoever stands beside.
function NoVoice() {
  const none = speaker.state.value === 'none';
  if (!none && (speaker.state.value === 'looking' || speaker.has(language.value))) return null;
  return (
    <Banner tone="bad" icon="muted">
      {none ? <><strong>{t('audio.noVoice')}</strong> {t('audio.noVoiceMore')}</> : t('audio.noVoiceHere')}
    </Banner>
  );
}

function Tools() {
  const { step, busy } = visit.value;
  if (audioMode.value) return <FourKeys />;
  const walking = step === 'services' || step === 'turning' || step === 'confirm' || step === 'code' || step === 'camera';
  return (
    <footer class="tools" aria-label={t('bar.tools')}>
      {walking && <Button icon="home" disabled={busy} onPress={goHome}>{t('bar.home')}</Button>}
      {walking && <Button icon="arrow-left" disabled={busy} onPress={goBack}>{t('bar.back')}</Button>}
      <span class="gap" />
      <Button icon="sound" onPress={startAudio}>{t('audio.on')}</Button>
      <Button icon="text" pressed={largeType.value} onPress={() => { largeType.value = !largeType.value; }}>{t('bar.large')}</Button>
      <Button icon="reach" pressed={lowReach.value} onPress={() => { lowReach.value = !lowReach.value; }}>{t('bar.low')}</Button>
    </footer>
  );
}

// The four keys of the audio mode on the glass, where there is no key pad.
function FourKeys() {
  return (
    <footer class="tools" aria-label={t('bar.tools')}>
      <Button class="for-eyes" icon="arrow-left" onPress={() => obey('previous')}>{t('audio.previous')}</Button>
      <Button class="for-eyes" icon="arrow-right" onPress={() => obey('next')}>{t('audio.next')}</Button>
      <Button class="for-eyes" icon="check" onPress={() => obey('choose')}>{t('audio.choose')}</Button>
      <Button class="for-eyes" icon="home" onPress={() => obey('back')}>{t('audio.back')}</Button>
      <span class="gap" />
      <Button icon="sound" pressed onPress={stopAudio}>{t('audio.on')}</Button>
    </footer>
  );
}

function StillThere({ left }: { left: number }) {
  return (
    <Dialog title={t('timeout.title')} onClose={touch} actions={
      <>
        <Button look="primary" class="go" onPress={touch}>{t('timeout.more')}</Button>
        <Button class="go" onPress={goHome}>{t('timeout.leave')}</Button>
      </>
    }>
      <p class="num">{t('timeout.body', { seconds: left })}</p>
    </Dialog>
  );
}
