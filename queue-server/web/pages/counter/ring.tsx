// a backup is called to this mobile counter. It rings, shows and says so until somebody
// answers or the time is over.
import { effect } from '@preact/signals';
import { Icon } from '../../shared/icons';
import { t } from '../../shared/i18n';
import type { BackupPage } from '../../shared/messages';
import { useKeys } from '../../shared/staff-key-map';
import { Key } from '../../shared/staff-parts';
import { startRing, stopRing } from '../../shared/staff-ring';
import { secondsUntil, serverNow } from '../../shared/staff-time';
import { acceptPage, declinePage } from './deeds';
import { hall, underWay } from './store';

// The bell follows the view itself: a page in a hidden tab, which draws nothing, must ring all the
// same.
export function ringWhilePaged(): void {
  effect(() => {
    const page = hall.view.value?.page;
    if (page && secondsUntil(page.answerBy, serverNow.value) > 0) startRing();
    else stopRing();
  });
}

export function Ring({ page, n }: { page: BackupPage; n: number }) {
  const left = secondsUntil(page.answerBy, serverNow.value);
  const over = left === 0;
  const accept = () => void acceptPage(page.page);
  const decline = () => void declinePage(page.page);
  useKeys(over ? {} : { A: accept, D: decline }, 'part');
  const whole = Math.max(1, (Date.parse(page.answerBy) - Date.parse(page.calledAt)) / 1000);
  const busy = underWay.value !== null;
  return (
    <section class={`ring ${over ? 'over' : ''}`} aria-label={t('ring.title', { n })}>
      <div class="ring-bell" aria-hidden="true">
        <Icon name="sound" />
      </div>
      <div class="ring-words" role="alert">
        <h2>{t('ring.title', { n })}</h2>
        <p>{over ? t('ring.over') : t('ring.words', { name: page.name })}</p>
      </div>
      {!over && (
        <>
          <div class="ring-acts">
            <button
              type="button"
              class="ring-accept"
              disabled={busy}
              aria-keyshortcuts="A"
              onClick={accept}
            >
              <Key>A</Key>
              {t('ring.accept')}
            </button>
            <button
              type="button"
              class="ring-decline"
              disabled={busy}
              aria-keyshortcuts="D"
              onClick={decline}
            >
              <Key>D</Key>
              {t('ring.decline')}
            </button>
          </div>
          <p class="ring-left num" aria-live="off">
            <span class="gauge">
              <span style={{ '--share': String(Math.min(1, left / whole)) }} />
            </span>
            {t('ring.left', { count: left })}
          </p>
        </>
      )}
    </section>
  );
}
