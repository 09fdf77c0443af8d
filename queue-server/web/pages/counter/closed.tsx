// A closed counter: open it under the name that the boards show. A mobile counter stands by for a
// call.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Button } from '../../shared/components';
import { Icon } from '../../shared/icons';
import { t } from '../../shared/i18n';
import type { CounterView } from '../../shared/messages';
import { useKeys } from '../../shared/staff-key-map';
import { mayRing, strikeOnce } from '../../shared/staff-ring';
import { session } from '../../shared/staff-session';
import { openCounter } from './deeds';
import { underWay } from './store';

export function ClosedDesk({ view }: { view: CounterView }) {
  const shown = useSignal(session.value?.shownName ?? session.value?.name ?? '');
  const open = () => void openCounter(shown.value);
  useKeys({ O: open }, 'part');
  const submit: JSX.SubmitEventHandler<HTMLFormElement> = (event) => {
    event.preventDefault();
    open();
  };
  const mobile = view.kind === 'mobile';
  return (
    <section class="card visit closed">
      <p class="visit-state">
        <span class="phase">{t(mobile ? 'counter.closedMobile' : 'counter.closed')}</span>
      </p>
      {mobile && (
        <div class="standby">
          <p>{t('counter.standby')}</p>
          {!mayRing.value && (
            <p class="visit-warn">
              <Icon name="muted" />
              {t('counter.bellOff')}
            </p>
          )}
          <Button icon="sound" onPress={strikeOnce}>
            {t('counter.tryBell')}
          </Button>
        </div>
      )}
      <form class="open-form" onSubmit={submit}>
        <label class="field">
          <span>{t('counter.openAs')}</span>
          <input
            name="clerk"
            maxLength={40}
            autocomplete="off"
            value={shown.value}
            onInput={(event) => {
              shown.value = event.currentTarget.value;
            }}
          />
          <small class="soft">{t('counter.openIntro')}</small>
        </label>
        <Button
          type="submit"
          look="primary"
          hint="O"
          busy={underWay.value === 'open'}
          onPress={() => undefined}
        >
          {t(underWay.value === 'open' ? 'counter.opening' : 'counter.open')}
        </Button>
      </form>
    </section>
  );
}
