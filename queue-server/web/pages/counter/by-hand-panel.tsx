// a visitor who needs no printed number is entered by hand; the record exists all the same.
import { useSignal } from '@preact/signals';
import { languageNames, say, t } from '../../shared/i18n';
import type { CounterView, TicketIssued } from '../../shared/messages';
import { hallInfo, needName } from '../../shared/staff-names';
import { callTicket } from './deeds';
import { Panel } from './panel';
import { ask, closePanel, say as tell } from './store';

const mostServices = 5;

export function ByHandPanel({ view }: { view: CounterView }) {
  const find = useSignal('');
  const services = useSignal<readonly string[]>([]);
  const needs = useSignal<readonly string[]>([]);
  const tongue = useSignal('zh-TW');
  const complaint = useSignal<string | null>(null);
  const info = hallInfo.value;
  const submit = async () => {
    complaint.value = services.value.length === 0 ? t('panel.byHand.choose') : null;
    if (complaint.value) return;
    const done = await ask<TicketIssued>('byHand', '/tickets', {
      services: services.value,
      needs: needs.value,
      language: tongue.value,
      channel: 'hand',
    });
    if (!done?.ok) return;
    closePanel();
    const { id, number } = done.value;
    const mayCall = view.state === 'open' && !view.visit && !view.standingDown;
    tell({
      tone: 'good',
      words: t('panel.byHand.done', { number }),
      action: mayCall
        ? {
            words: t('panel.byHand.callNow'),
            act: () => void callTicket(id, t('panel.byHand.reason')),
          }
        : undefined,
    });
  };
  const wanted = find.value.trim().toLowerCase();
  const found = (info?.services ?? []).filter(
    (one) =>
      services.value.includes(one.id) ||
      wanted === '' ||
      [...Object.values(one.name), ...Object.values(one.keywords).flat()].some((words) =>
        words.toLowerCase().includes(wanted),
      ),
  );
  return (
    <Panel
      title={t('panel.byHand.title')}
      intro={t('panel.byHand.intro')}
      submit={t('panel.byHand.submit')}
      complaint={complaint.value}
      onSubmit={() => void submit()}
    >
      <fieldset class="choices">
        <legend>{t('panel.byHand.services')}</legend>
        <label class="field">
          <span class="visually-hidden">{t('panel.byHand.find')}</span>
          <input
            data-first
            maxLength={40}
            placeholder={t('panel.byHand.find')}
            autocomplete="off"
            value={find.value}
            onInput={(event) => {
              find.value = event.currentTarget.value;
            }}
          />
        </label>
        <div class="ticket-list">
          {found.length === 0 && <p class="empty">{t('panel.byHand.noService')}</p>}
          {found.map((one) => {
            const on = services.value.includes(one.id);
            return (
              <label key={one.id} class="choice">
                <input
                  type="checkbox"
                  checked={on}
                  disabled={!on && services.value.length >= mostServices}
                  onChange={() => {
                    services.value = toggled(services.value, one.id);
                  }}
                />
                <span>{say(one.name)}</span>
              </label>
            );
          })}
        </div>
      </fieldset>
      <fieldset class="choices inline">
        <legend>
          {t('panel.byHand.needs')} <small class="soft">{t('panel.optional')}</small>
        </legend>
        {info?.needs.map((need) => (
          <label key={need} class="choice">
            <input
              type="checkbox"
              checked={needs.value.includes(need)}
              onChange={() => {
                needs.value = toggled(needs.value, need);
              }}
            />
            <span>{needName(need)}</span>
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{t('panel.byHand.language')}</span>
        <select
          value={tongue.value}
          onChange={(event) => {
            tongue.value = event.currentTarget.value;
          }}
        >
          {info?.languages.map((tag) => (
            <option key={tag} value={tag}>
              {languageNames[tag] ?? tag}
            </option>
          ))}
        </select>
      </label>
    </Panel>
  );
}

function toggled(list: readonly string[], one: string): readonly string[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}
