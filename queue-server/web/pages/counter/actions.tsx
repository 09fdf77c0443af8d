// The keys of the counter as buttons: one big one for the next step, and one for each other deed,
// each with its key.
import { t } from '../../shared/i18n';
import type { CounterView } from '../../shared/messages';
import { laneName } from '../../shared/staff-names';
import { Key } from '../../shared/staff-parts';
import { serverNow } from '../../shared/staff-time';
import { keyOf, nextStep, offer, type Act } from './acts';
import { doAct, doStep } from './deeds';
import { underWay } from './store';

const atVisit: readonly Act[] = ['recall', 'start', 'finish', 'miss', 'park', 'transfer'];

export function Actions({ view }: { view: CounterView }) {
  const ofCounter: Act[] = [
    'call',
    'priority',
    'byHand',
    'checkIn',
    view.state === 'paused' ? 'resume' : 'pause',
    'handOver',
    'close',
    ...(view.openPage ? ['standDown' as const] : []),
  ];
  if (view.state === 'closed') {
    return (
      <div class="acts" role="group" aria-label={t('counter.more')}>
        <ActKeys view={view} acts={['priority', 'byHand', 'checkIn']} />
      </div>
    );
  }
  return (
    <div class="acts">
      <BigKey view={view} />
      {view.visit && (
        <div role="group" aria-label={t('counter.thisOne')}>
          <ActKeys view={view} acts={atVisit} />
        </div>
      )}
      <div role="group" aria-label={t('counter.more')} class="acts-more">
        <ActKeys view={view} acts={ofCounter} />
      </div>
      <p class="acts-hint">
        {t('counter.spaceHint')}
        <br />
        {t('counter.tabHint')}
      </p>
    </div>
  );
}

function BigKey({ view }: { view: CounterView }) {
  const step = nextStep(view);
  const next = view.line[0];
  const hint =
    step === 'call' && next
      ? t('step.callHint', { number: next.number, lane: laneName(next.lane, view.lanes) })
      : ['start', 'finish', 'nobody'].includes(step)
        ? t(`step.${step}Hint`)
        : '';
  const possible = offer(view, 'next', serverNow.value).possible;
  return (
    <button
      type="button"
      class={`big-key step-${step}`}
      disabled={!possible}
      aria-keyshortcuts="Space"
      aria-busy={underWay.value !== null}
      onClick={doStep}
    >
      <span class="big-key-words">
        <strong>{underWay.value ? t('staff.sending') : t(`step.${step}`)}</strong>
        {hint && <small class="num">{hint}</small>}
      </span>
      <Key>{t('counter.space')}</Key>
    </button>
  );
}

function ActKeys({ view, acts }: { view: CounterView; acts: readonly Act[] }) {
  const now = serverNow.value;
  return (
    <ul class="act-keys">
      {acts.map((act) => {
        const { possible, seconds } = offer(view, act, now);
        const spent =
          act === 'recall' && view.visit?.ticket.state === 'called' && !view.visit.mayRecallAt;
        const more =
          seconds > 0
            ? t('act.inSeconds', { count: seconds })
            : spent
              ? t('act.noCallsLeft')
              : act === 'checkIn' && possible
                ? t('staff.people', { count: view.missed.length + view.parked.length })
                : '';
        return (
          <li key={act}>
            <button
              type="button"
              class="act-key"
              disabled={!possible}
              aria-keyshortcuts={keyOf[act]}
              aria-busy={underWay.value === act}
              onClick={() => doAct(act)}
            >
              <Key>{keyOf[act]}</Key>
              <span class="act-words">
                {t(`act.${act}`)}
                {more && <small class="num">{more}</small>}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
