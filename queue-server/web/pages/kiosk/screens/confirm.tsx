// The third page: what to have ready and how long it will take, before any number is drawn.
import { Button } from '../../../shared/components';
import { Icon } from '../../../shared/icons';
import { say, t } from '../../../shared/i18n';
import type { Localized, ServiceInfo } from '../../../shared/messages';
import { addAnother, goHome, info, take, unpick, view, visit } from '../store';
import { maxServices } from '../visit';
import { nowWords, waitingWords } from '../wait';

export function ConfirmScreen() {
  const { services, needs, busy } = visit.value;
  const chosen = services.flatMap((id) => info.value?.services.find((one) => one.id === id) ?? []);
  const now = view.value;
  return (
    <main class="screen confirm">
      <h1>{t('confirm.title')}</h1>
      <div class="confirm-body">
        <section class="panel" aria-labelledby="chosen-title">
          <h2 id="chosen-title">{t('confirm.matters')}</h2>
          <ul class="chosen">
            {chosen.map((one) => <Chosen key={one.id} service={one} many={chosen.length > 1} busy={busy} />)}
          </ul>
          {chosen.length > 1 && <p class="hint">{t('confirm.several', { count: chosen.length })}</p>}
          {needs.length > 0 && <p class="hint">{t('confirm.needs')}: {needs.map((need) => t(`needs.${need}`)).join(' · ')}</p>}
          {services.length < maxServices && <Button icon="plus" disabled={busy} onPress={addAnother}>{t('confirm.add')}</Button>}
        </section>
        <Documents services={chosen} />
      </div>
      <div class="confirm-foot">
        <p class="wait" role="status">
          <Icon name="clock" />
          <span><strong>{nowWords(now)}</strong>{now && <span>{waitingWords(now.waiting)}</span>}</span>
        </p>
        <div class="take">
          <Button class="not-now" disabled={busy} onPress={goHome}>{t('confirm.notNow')}</Button>
          <Button look="primary" class="go" icon="ticket" busy={busy} onPress={() => void take()}>
            {busy ? t('confirm.taking') : t('confirm.take')}
          </Button>
        </div>
      </div>
    </main>
  );
}

function Chosen({ service, many, busy }: { service: ServiceInfo; many: boolean; busy: boolean }) {
  return (
    <li>
      <strong>{say(service.name)}</strong>
      {many && <Button look="quiet" icon="close" disabled={busy} label={`${t('confirm.remove')}: ${say(service.name)}`} onPress={() => unpick(service.id)}>{t('confirm.remove')}</Button>}
    </li>
  );
}

// One list for all that was chosen: the same paper is asked for once.
function Documents({ services }: { services: ServiceInfo[] }) {
  const seen = new Map<string, Localized>();
  for (const service of services) for (const one of service.documents) seen.set(say(one), one);
  return (
    <section class="panel documents" aria-labelledby="documents-title">
      <h2 id="documents-title">{t('confirm.documents')}</h2>
      {seen.size === 0 && <p>{t('confirm.noDocuments')}</p>}
      <ul>{[...seen.keys()].map((words) => <li key={words}><Icon name="document" /><span>{words}</span></li>)}</ul>
      {seen.size > 0 && <p class="hint">{t('confirm.lacking')}</p>}
    </section>
  );
}
