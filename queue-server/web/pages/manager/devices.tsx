// Devices, for administrators alone: boxes that show a code and wait, and those that are enrolled.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Banner, Button, Dialog } from '../../shared/components';
import { clockTime, shortDate } from '../../shared/format';
import { language, say, t } from '../../shared/i18n';
import type { DeviceInfo, Time, WaitingPairing } from '../../shared/messages';
import {
  confirmPairing,
  deciding,
  denyPairing,
  devices,
  halls,
  old,
  pairings,
  revokeDevice,
  watchDevices,
} from './devices-store';

export function Devices({ timeZone }: { timeZone: string }) {
  const open = useSignal(false);
  const toggle = useRef<HTMLButtonElement>(null);
  return (
    <section id="devices" class="card part">
      <h2>
        {t('device.title')}
        <button
          ref={toggle}
          type="button"
          class="button small"
          aria-expanded={open.value}
          aria-label={`${t('device.title')}: ${t(open.value ? 'device.close' : 'device.open')}`}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          {t(open.value ? 'device.close' : 'device.open')}
        </button>
      </h2>
      {open.value && <Lists timeZone={timeZone} leave={() => toggle.current?.focus()} />}
    </section>
  );
}

// `leave` takes the focus from what is about to go.
function Lists({ timeZone, leave }: { timeZone: string; leave: () => void }) {
  const revoking = useSignal<string | null>(null);
  useEffect(watchDevices, []);
  return (
    <>
      {old.value && (
        <Banner tone="warn" icon="offline">
          {t('device.old')}
        </Banner>
      )}
      <h3 class="device-kind">{t('device.waiting')}</h3>
      {pairings.value.length === 0 ? (
        <p class="device-none">{t('device.noneWaiting')}</p>
      ) : (
        <p class="device-warning">{t('device.warning')}</p>
      )}
      <ul class="device-list">
        {pairings.value.map((one) => (
          <Pairing key={one.code} one={one} timeZone={timeZone} leave={leave} />
        ))}
      </ul>
      <h3 class="device-kind">{t('device.list')}</h3>
      {devices.value.length === 0 && <p class="device-none">{t('device.noneYet')}</p>}
      <ul class="device-list">
        {devices.value.map((one) => (
          <Device
            key={one.name}
            one={one}
            timeZone={timeZone}
            onRevoke={() => {
              revoking.value = one.name;
            }}
          />
        ))}
      </ul>
      {revoking.value !== null && (
        <Revoke
          name={revoking.value}
          onClose={() => {
            revoking.value = null;
          }}
        />
      )}
    </>
  );
}

function hallWords(id: string | undefined): string {
  if (!id) return t('device.everyHall');
  const found = halls.value.find((one) => one.id === id);
  return found ? say(found.name) : id;
}

function Pairing(props: { one: WaitingPairing; timeZone: string; leave: () => void }) {
  const { one, timeZone, leave } = props;
  const asking = useSignal(false);
  const from = t('device.from', { address: one.address, time: clockTime(one.since, timeZone) });
  return (
    <li class="pairing-row">
      <strong class="pairing-code">{one.code}</strong>
      <div class="device-words">
        <span>
          {t(`device.${one.role}`)} {one.name} · {hallWords(one.hall)}
        </span>
        <small>{from}</small>
      </div>
      {!asking.value && (
        <div class="device-acts">
          <button
            type="button"
            class="button small primary"
            aria-label={t('device.confirmOf', { code: one.code })}
            onClick={() => {
              asking.value = true;
            }}
          >
            {t('device.confirm')}
          </button>
          <button
            type="button"
            class="button small"
            disabled={deciding.value}
            aria-label={t('device.denyOf', { code: one.code })}
            onClick={() => {
              leave();
              void denyPairing(one.code);
            }}
          >
            {t('device.deny')}
          </button>
        </div>
      )}
      {asking.value && (
        <Confirm
          one={one}
          leave={leave}
          onCancel={() => {
            asking.value = false;
          }}
        />
      )}
    </li>
  );
}

function Confirm(props: { one: WaitingPairing; leave: () => void; onCancel: () => void }) {
  const { one, leave, onCancel } = props;
  const name = useSignal(one.name ?? '');
  const hall = useSignal(one.hall ?? '');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit: JSX.SubmitEventHandler<HTMLFormElement> = (event) => {
    event.preventDefault();
    const body = { name: name.value, ...(hall.value ? { hall: hall.value } : {}) };
    void confirmPairing(one.code, body).then((done) => {
      if (done) leave();
    });
  };
  return (
    <form class="pairing-form" onSubmit={submit}>
      <label class="field">
        <span>{t('device.name')}</span>
        <input
          ref={first}
          name="device"
          required
          maxLength={32}
          pattern="[a-z0-9][a-z0-9._\-]*"
          title={t('device.nameHow')}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
        <small class="soft">{t('device.nameHow')}</small>
      </label>
      <label class="field">
        <span>{t('device.hall')}</span>
        <select
          value={hall.value}
          onChange={(event) => {
            hall.value = event.currentTarget.value;
          }}
        >
          <option value="">{t('device.everyHall')}</option>
          {halls.value.map((each) => (
            <option key={each.id} value={each.id}>
              {say(each.name)}
            </option>
          ))}
        </select>
      </label>
      <p class="device-acts">
        <button type="submit" class="button small primary" disabled={deciding.value}>
          {t('device.letIn')}
        </button>
        <button type="button" class="button small quiet" onClick={onCancel}>
          {t('device.cancel')}
        </button>
      </p>
    </form>
  );
}

function Device(props: { one: DeviceInfo; timeZone: string; onRevoke: () => void }) {
  const { one, timeZone, onRevoke } = props;
  const day = (at: Time) => shortDate(at, timeZone, language.value);
  const state = one.revokedAt
    ? t('device.revokedAt', { date: day(one.revokedAt) })
    : t(one.connected ? 'device.connected' : 'device.away');
  const look = one.revokedAt ? '' : one.connected ? 'good' : 'warn';
  return (
    <li class={`device-row ${one.revokedAt ? 'revoked' : ''}`}>
      <div class="device-words">
        <strong>{one.name}</strong>
        <small>
          {t(`device.${one.role}`)} · {hallWords(one.hall)} ·{' '}
          {t('device.since', { date: day(one.since) })}
        </small>
      </div>
      <span class={`chip ${look}`}>{state}</span>
      {!one.revokedAt && (
        <button
          type="button"
          class="button small danger"
          aria-label={t('device.revokeOf', { name: one.name })}
          onClick={onRevoke}
        >
          {t('device.revoke')}
        </button>
      )}
    </li>
  );
}

function Revoke({ name, onClose }: { name: string; onClose: () => void }) {
  return (
    <Dialog
      title={t('device.sure', { name })}
      onClose={onClose}
      actions={
        <>
          <Button
            look="danger primary"
            busy={deciding.value}
            onPress={() => void revokeDevice(name).then(onClose)}
          >
            {t('device.yes')}
          </Button>
          <Button onPress={onClose}>{t('device.cancel')}</Button>
        </>
      }
    >
      <p>{t('device.sureHow')}</p>
    </Dialog>
  );
}
