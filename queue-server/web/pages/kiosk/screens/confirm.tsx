// The third page: what to have ready and how long it will take, before any number is drawn.
import { Button } from '../../../shared/components';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../../../shared/icons';
import { say, t } from '../../../shared/i18n';
import type { Localized, ServiceInfo } from '../../../shared/messages';
import { addAnother, goHome, info, take, telling, toggleQuietCall, unpick, visit } from '../store';
import { maxServices } from '../visit';
import { nowWords, waitingWords } from '../wait';

export function ConfirmScreen() {
  const { services, needs, busy, quietly } = visit.value;
  const late = useLate(busy);
  const chosen = services.flatMap((id) => info.value?.services.find((one) => one.id === id) ?? []);
  const now = telling.value;
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
          {quietly && <QuietCall />}
          {services.length < maxServices && <Button icon="plus" disabled={busy} onPress={addAnother}>{t('confirm.add')}</Button>}
        </section>
        <Documents services={chosen} />
      </div>
      <div class="confirm-foot">
        {late && <p class="late" role="status"><Icon name="clock" />{t('confirm.slow')}</p>}
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

// An answer that takes long is said to take long (milliseconds), so that nobody presses again or walks away.
const lateMs = 3_500;

function useLate(busy: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!busy) return;
    const timer = setTimeout(() => setLate(true), lateMs);
    return () => clearTimeout(timer);
  }, [busy]);
  return late;
}

// Who has private matters may be called neither by voice nor on a board.
function QuietCall() {
  const on = visit.value.quietCall;
  return (
    <div class="quiet-call">
      <button type="button" class="need" aria-pressed={on} onClick={toggleQuietCall}>
        <span class="mark">{on && <Icon name="check" />}</span>{t('confirm.quiet')}
      </button>
      <p class="hint">{t('confirm.quietHint')}</p>
    </div>
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
