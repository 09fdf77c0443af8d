// The backups: who is free, rings, or helps; called, called off and stood down by hand.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../shared/i18n';
import type { ManagerBackup, ManagerView } from '../../shared/messages';
import { secondsSince, secondsUntil, serverNow, spanWords } from '../../shared/staff-time';
import { ask, mayCommand, underWay } from './store';

export function Backups({ view }: { view: ManagerView }) {
  const free = view.backups.some((one) => one.state === 'free');
  return (
    <section id="backups" class="card part">
      <h2>
        {t('backup.title')}
        {view.backups.length > 0 && mayCommand() && (
          <button
            type="button"
            class="button small primary"
            disabled={!free || underWay.value !== null}
            onClick={() => void ask('/backup/call', {}, t('backup.doneNext'))}
          >
            {t('backup.callNext')}
          </button>
        )}
      </h2>
      {view.backups.length === 0 && <p class="empty">{t('backup.none')}</p>}
      <ul>
        {view.backups.map((one) => (
          <Backup key={one.id} one={one} />
        ))}
      </ul>
    </section>
  );
}

function Backup({ one }: { one: ManagerBackup }) {
  const busy = underWay.value !== null;
  const left =
    one.answerBy && one.state === 'called' ? secondsUntil(one.answerBy, serverNow.value) : null;
  const time =
    left !== null
      ? t('backup.answerIn', { count: left })
      : one.since && one.state !== 'free'
        ? t('backup.since', {
            span: spanWords(Math.floor(secondsSince(one.since, serverNow.value) / 60) * 60),
          })
        : '';
  return (
    <li class={`backup-row ${one.state}`}>
      <span class="mini-plate num" aria-label={t('staff.counterN', { n: one.counter })}>
        {one.counter}
      </span>
      <div class="backup-who">
        <strong>{one.name}</strong>
        <small class="num">
          <span class="doing">{t(`backup.${one.state}`)}</span>
          {time && ` ${time}`}
          {one.state === 'free' && ` ${t('backup.calledToday', { count: one.calledToday })}`}
          {one.savedSecondsToday >= 60 &&
            ` ${t('backup.saved', { minutes: Math.round(one.savedSecondsToday / 60) })}`}
        </small>
      </div>
      {mayCommand() && one.state === 'free' && (
        <button
          type="button"
          class="button small"
          disabled={busy}
          aria-label={`${t('backup.call')} ${one.name}`}
          onClick={() =>
            void ask('/backup/call', { backup: one.id }, t('backup.doneCall', { who: one.name }))
          }
        >
          {t('backup.call')}
        </button>
      )}
      {mayCommand() && one.state === 'called' && one.page && (
        <button
          type="button"
          class="button small"
          disabled={busy}
          onClick={() => void ask(`/backup/${one.page}/stand-down`, {}, t('backup.doneOff'))}
        >
          {t('backup.callOff')}
        </button>
      )}
      {mayCommand() && one.state === 'open' && one.page && (
        <SureButton
          words={t('backup.standDown')}
          disabled={busy}
          onSure={() =>
            void ask(`/backup/${one.page}/stand-down`, {}, t('backup.doneDown', { who: one.name }))
          }
        />
      )}
    </li>
  );
}

const sureForMs = 4_000;

// Closing somebody's counter cannot be taken back, and a thumb on a phone slips: the second press
// within 4 s does it.
function SureButton({
  words,
  disabled,
  onSure,
}: {
  words: string;
  disabled: boolean;
  onSure: () => void;
}) {
  const asked = useSignal(false);
  useEffect(() => {
    if (!asked.value) return undefined;
    const timer = setTimeout(() => {
      asked.value = false;
    }, sureForMs);
    return () => clearTimeout(timer);
  }, [asked.value]);
  return (
    <button
      type="button"
      class={`button small danger ${asked.value ? 'primary' : ''}`}
      disabled={disabled}
      onClick={() => {
        if (asked.value) onSure();
        asked.value = !asked.value;
      }}
    >
      {asked.value ? t('backup.sure') : words}
    </button>
  );
}
