// When the limit was passed, who was called, when they answered and opened.
import { clockTime } from '../../shared/format';
import { hasWords, t } from '../../shared/i18n';
import type { LevelEntry, ManagerView } from '../../shared/messages';

export function Log({ view }: { view: ManagerView }) {
  return (
    <section class="card part">
      <h2>{t('log.title')}</h2>
      {view.log.length === 0 && <p class="empty">{t('log.none')}</p>}
      {view.log.some((entry) => entry.what === 'closed') && <small>{t('log.savedHow')}</small>}
      <ol class="log-list" tabIndex={0} aria-label={t('log.title')}>
        {view.log.map((entry, i) => (
          <li key={`${entry.at}|${entry.what}|${i}`} class={entry.what}>
            <span class="num">{clockTime(entry.at, view.hall.timeZone)}</span>
            <span>{entryWords(entry)}</span>
            <small class="num">{t('log.waiting', { count: entry.waiting })}</small>
          </li>
        ))}
      </ol>
    </section>
  );
}

// An event that this page has no words for is still told.
function entryWords(entry: LevelEntry): string {
  const key = `log.${entry.what}`;
  const who = entry.who ?? '';
  const minutes = Math.round((entry.seconds ?? 0) / 60);
  return hasWords(key) ? t(key, { who, minutes }) : `${entry.what} ${who}`;
}
