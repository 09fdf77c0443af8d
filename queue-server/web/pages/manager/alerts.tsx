// What a manager should do something about, each with what to do. Alerts of one kind stand
// together.
import { Icon } from '../../shared/icons';
import { language, t } from '../../shared/i18n';
import type { ManagerView } from '../../shared/messages';
import { Since } from '../../shared/staff-parts';
import { groupAlerts, type AlertGroup } from './memory';

const named = 6;

export function Alerts({ view }: { view: ManagerView }) {
  return (
    <section class="alerts" aria-label={t('alert.title')} aria-live="polite">
      {groupAlerts(view.alerts).map((group) => (
        <div
          key={group.code}
          class={`alert ${group.code === 'backup-unanswered' ? 'warn' : 'bad'}`}
        >
          <Icon name="warning" />
          <div>
            <p>
              <strong>{t(`alert.${group.code}`, { what: whatWords(group) })}</strong>{' '}
              {group.since && <Since at={group.since} class="alert-since" />}
            </p>
            <p>{t(`alert.${group.code}-do`)}</p>
          </div>
        </div>
      ))}
    </section>
  );
}

function whatWords({ names }: AlertGroup): string {
  const shown = names.slice(0, named).join(language.value === 'en' ? ', ' : '、');
  return names.length > named ? t('alert.andMore', { shown, count: names.length - named }) : shown;
}
