// A booking's code, touched in letter by letter or held under the reader. The letters are those
// that codes are made of: nothing in them looks like something else.
import { Banner, Button } from '../../../shared/components';
import { clockTime, dayAndDate } from '../../../shared/format';
import { language, t } from '../../../shared/i18n';
import { problemText } from '../../../shared/problems';
import { checkInBooking, eraseLetter, goHome, info, takeWalkIn, typeLetter, visit } from '../store';
import { codeLength, codeRows, spacedCode } from '../visit';

export function CodeScreen() {
  const { code, busy } = visit.value;
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
        <Button look="primary" class="go" icon="check" busy={busy} disabled={code.length < codeLength} onPress={() => void checkInBooking()}>
          {busy ? t('code.checking') : t('code.submit')}
        </Button>
      </div>
    </main>
  );
}

// Why the booking did not become a number, and what to do: come back later, or take an ordinary one
// with one touch.
function Trouble() {
  const { problem, booking } = visit.value;
  const zone = info.value?.hall.timeZone ?? 'Asia/Taipei';
  if (!problem) return null;
  if (problem.code === 'too-late' && problem.walkIn) {
    return (
      <Banner tone="warn" urgent>
        <p>{t('code.late')}</p>
        <div class="choices">
          <Button look="primary" class="go" icon="ticket" onPress={() => void takeWalkIn()}>{t('code.walkIn')}</Button>
          <Button class="go" onPress={goHome}>{t('trouble.home')}</Button>
        </div>
      </Banner>
    );
  }
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
