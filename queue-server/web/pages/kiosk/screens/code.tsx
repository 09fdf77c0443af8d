// A booking's code, touched in letter by letter, or shown to the reader or the camera. The letters are those
// that codes are made of: nothing in them looks like something else.
import { Banner, Button } from '../../../shared/components';
import { clockTime, dayAndDate } from '../../../shared/format';
import { language, t } from '../../../shared/i18n';
import { problemText } from '../../../shared/problems';
import { cameraOffered } from '../camera';
import { checkInBooking, eraseLetter, goHome, info, openCamera, takeWalkIn, typeLetter, visit } from '../store';
import { codeLength, codeRows, spacedCode } from '../visit';

export function CodeScreen() {
  const { code, busy, problem } = visit.value;
  if (problem?.code === 'too-late' && problem.walkIn) return <TooLate />;
  return (
    <main class="screen code">
      <h1>{t('code.title')}</h1>
      <p class="hint">{t('code.hint')}</p>
      <p class="typed num" role="status" aria-label={t('code.title')}>{spacedCode(code)}</p>
      <Trouble />
      <div class="keyboard code-keys" role="group" aria-label={t('code.title')}>
        {codeRows.map((row) => (
          <div class="keys" key={row}>
            {[...row].map((key) => (
              <button type="button" key={key} disabled={busy || code.length >= codeLength} onClick={() => typeLetter(key)}>{key}</button>
            ))}
          </div>
        ))}
      </div>
      <div class="take">
        <Button icon="arrow-left" disabled={busy || code.length === 0} onPress={eraseLetter}>{t('services.erase')}</Button>
        {cameraOffered.value && <Button class="by-camera" icon="camera" disabled={busy} onPress={openCamera}>{t('camera.button')}</Button>}
        <Button look="primary" class="go" icon="check" busy={busy} disabled={code.length < codeLength} onPress={() => void checkInBooking()}>
          {busy ? t('code.checking') : t('code.submit')}
        </Button>
      </div>
    </main>
  );
}

// The booking has lapsed: one touch takes an ordinary number. The letters are of no use any more.
function TooLate() {
  return (
    <main class="screen code">
      <h1>{t('code.title')}</h1>
      <p class="typed num">{spacedCode(visit.value.code)}</p>
      <Banner tone="warn" urgent>{t('code.late')}</Banner>
      <div class="choices">
        <Button class="go" onPress={goHome}>{t('trouble.home')}</Button>
        <Button look="primary" class="go" icon="ticket" busy={visit.value.busy} onPress={() => void takeWalkIn()}>{t('code.walkIn')}</Button>
      </div>
    </main>
  );
}

// Why the booking did not become a number, and what to do.
function Trouble() {
  const { problem, booking } = visit.value;
  const zone = info.value?.hall.timeZone ?? 'Asia/Taipei';
  if (!problem) return null;
  const early = problem.code === 'too-early' && booking;
  const words = early
    ? t('code.early', {
      day: dayAndDate(booking.slot, zone, language.value),
      slot: clockTime(booking.slot, zone),
      from: clockTime(booking.checkInFrom, zone),
    })
    : problem.code === 'not-found' ? t('code.unknown')
    : problem.code === 'arrived-already' ? t('code.arrived', { number: booking?.number ?? '' })
    : problemText(problem);
  return <Banner tone={early ? 'warn' : 'bad'} urgent>{words}</Banner>;
}
