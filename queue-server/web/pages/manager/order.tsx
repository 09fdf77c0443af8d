// How the next ticket is chosen, and a manager's change of it while the hall is open.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { clockTime } from '../../shared/format';
import { t } from '../../shared/i18n';
import type { ChangeDiscipline, Discipline, ManagerView } from '../../shared/messages';
import { ask, mayCommand, underWay } from './store';

const disciplines: readonly Discipline[] = ['apq', 'fifo', 'strict', 'ratio'];
const longestCapMinutes = 480;
const largestPart = 20;

export function Order({ view }: { view: ManagerView }) {
  const { order } = view;
  const change = useSignal(false);
  const figures = { priority: order.ratioPriority, general: order.ratioGeneral };
  return (
    <section id="order" class="card part">
      <h2>
        {t('order.title')}
        {mayCommand() && !change.value && (
          <button
            type="button"
            class="button small"
            onClick={() => {
              change.value = true;
            }}
          >
            {t('order.change')}
          </button>
        )}
      </h2>
      <p>
        <strong>{t(`order.${order.discipline}`)}</strong>
        {order.discipline === 'ratio' && ` ${t('order.ratioOf', figures)}`}
      </p>
      <p class="soft">
        {t('order.cap', { minutes: Math.round(order.capSeconds / 60) })}{' '}
        {order.by && order.since
          ? t('order.chosenBy', {
              who: order.by,
              time: clockTime(order.since, view.hall.timeZone),
            })
          : t('order.byFile')}
      </p>
      {change.value && (
        <Change
          view={view}
          onDone={() => {
            change.value = false;
          }}
        />
      )}
    </section>
  );
}

function Change({ view, onDone }: { view: ManagerView; onDone: () => void }) {
  const { order } = view;
  const discipline = useSignal<Discipline>(order.discipline);
  const priority = useSignal(order.ratioPriority);
  const general = useSignal(order.ratioGeneral);
  const cap = useSignal(Math.round(order.capSeconds / 60));
  const submit: JSX.SubmitEventHandler<HTMLFormElement> = (event) => {
    event.preventDefault();
    const body: ChangeDiscipline = {
      discipline: discipline.value,
      capSeconds: cap.value * 60,
      ...(discipline.value === 'ratio'
        ? { ratio: { priority: priority.value, general: general.value } }
        : {}),
    };
    void ask('/discipline', body, t('order.done')).then(onDone);
  };
  return (
    <form class="order-form" onSubmit={submit}>
      <label class="field">
        <span>{t('order.discipline')}</span>
        <select
          value={discipline.value}
          onChange={(event) => {
            discipline.value = event.currentTarget.value as Discipline;
          }}
        >
          {disciplines.map((one) => (
            <option key={one} value={one}>
              {t(`order.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {discipline.value === 'ratio' && (
        <>
          <Figure words={t('order.favoured')} of={priority} most={largestPart} />
          <Figure words={t('order.others')} of={general} most={largestPart} />
        </>
      )}
      <Figure words={t('order.capMinutes')} of={cap} most={longestCapMinutes} />
      <p class="filters">
        <button type="submit" class="button small primary" disabled={underWay.value !== null}>
          {t('order.save')}
        </button>
        <button type="button" class="button small quiet" onClick={onDone}>
          {t('order.cancel')}
        </button>
      </p>
    </form>
  );
}

function Figure({ words, of, most }: { words: string; of: { value: number }; most: number }) {
  return (
    <label class="field">
      <span>{words}</span>
      <input
        type="number"
        min={1}
        max={most}
        required
        value={of.value}
        onInput={(event) => {
          of.value = event.currentTarget.valueAsNumber || 1;
        }}
      />
    </label>
  );
}
