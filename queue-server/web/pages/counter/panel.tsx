// What a panel is made of: a modal sheet with its own keys, reasons to choose by digit or write, a
// ticket to pick.
import { type Signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../../shared/components';
import { t } from '../../shared/i18n';
import type { StaffLane, StaffTicket } from '../../shared/messages';
import { StaffLaneBadge } from '../../shared/staff-lane-badge';
import { laneName, serviceNames } from '../../shared/staff-names';
import { useKeys, type KeyMap } from '../../shared/staff-key-map';
import { Key, Since } from '../../shared/staff-parts';
import { sameNumber } from '../../shared/staff-why';
import { closePanel, said, underWay } from './store';

interface PanelProps {
  title: string;
  intro?: string;
  keys?: KeyMap;
  submit?: string; // the words of the main button; without it the panel's content decides
  look?: 'primary' | 'danger primary';
  complaint?: string | null; // what is still missing
  told?: boolean; // it only tells something: there is nothing to cancel
  onSubmit?: () => void;
  children?: ComponentChildren;
  extra?: ComponentChildren;
}

export function Panel(props: PanelProps) {
  const element = useRef<HTMLDialogElement>(null);
  const { onSubmit } = props;
  // What the server refused is said here: the page behind is hidden from whoever works in the
  // panel.
  const complaint = props.complaint ?? (said.value?.tone === 'good' ? null : said.value?.words);
  useKeys({ ...props.keys, ...(onSubmit ? { Enter: onSubmit } : {}) }, 'panel');
  useLayoutEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    // The panel itself has the focus, so that its keys work at once; a field may ask for it
    // instead.
    (dialog?.querySelector<HTMLElement>('[data-first]') ?? dialog)?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const submit: JSX.SubmitEventHandler<HTMLFormElement> = (event) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <dialog
      ref={element}
      class="dialog panel"
      tabIndex={-1}
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        closePanel();
      }}
    >
      <form onSubmit={submit}>
        <h2>{props.title}</h2>
        {props.intro && <p class="soft">{props.intro}</p>}
        {props.children}
        {complaint && (
          <p class="complaint" role="alert">
            {complaint}
          </p>
        )}
        <div class="panel-acts">
          {props.submit && (
            <Button
              type="submit"
              look={props.look ?? 'primary'}
              hint={t('panel.enter')}
              busy={underWay.value !== null}
              onPress={() => undefined}
            >
              {props.submit}
            </Button>
          )}
          {props.extra}
          {!props.told && (
            <Button look="quiet" hint="Esc" onPress={closePanel}>
              {t('staff.cancel')}
            </Button>
          )}
        </div>
      </form>
    </dialog>
  );
}

// Reasons by digit, or in one's own words, which win.
export interface Reason {
  chosen: Signal<string>;
  own: Signal<string>;
}

export function reasonWords(reason: Reason): string {
  return reason.own.value.trim() || reason.chosen.value;
}

export function reasonKeys(list: string, reason: Reason): KeyMap {
  return Object.fromEntries(
    list.split('|').map((words, i) => [
      String(i + 1),
      () => {
        reason.chosen.value = words;
      },
    ]),
  );
}

export function ReasonPicker({
  list,
  reason,
  title,
  optional = false,
}: {
  list: string;
  reason: Reason;
  title?: string;
  optional?: boolean;
}) {
  return (
    <fieldset class="choices">
      <legend>
        {title ?? t('panel.reason')}
        {optional && <small class="soft"> {t('panel.optional')}</small>}
      </legend>
      {list.split('|').map((words, i) => (
        <label key={words} class="choice">
          <input
            type="radio"
            name="reason"
            checked={reason.chosen.value === words && !reason.own.value.trim()}
            onChange={() => {
              reason.chosen.value = words;
              reason.own.value = '';
            }}
          />
          <Key>{i + 1}</Key>
          <span>{words}</span>
        </label>
      ))}
      <label class="field own-words">
        <span class="visually-hidden">{t('panel.ownWords')}</span>
        <input
          maxLength={200}
          placeholder={t('panel.ownWords')}
          value={reason.own.value}
          autocomplete="off"
          onInput={(event) => {
            reason.own.value = event.currentTarget.value;
          }}
        />
      </label>
    </fieldset>
  );
}

// One ticket out of many: by number, or from the list.
export function TicketPicker(props: {
  tickets: readonly StaffTicket[];
  lanes: readonly StaffLane[];
  asked: Signal<string>;
  chosen: Signal<string | null>;
}) {
  const { asked, chosen } = props;
  const found =
    asked.value.trim() === ''
      ? props.tickets
      : props.tickets.filter(
          (one) =>
            sameNumber(asked.value, one.number) ||
            one.number.includes(asked.value.trim().toUpperCase()),
        );
  const type = (words: string) => {
    asked.value = words;
    const exact = props.tickets.filter((one) => sameNumber(words, one.number));
    if (exact.length === 1) chosen.value = exact[0]!.id;
  };
  return (
    <fieldset class="choices tickets">
      <legend class="visually-hidden">{t('panel.chooseTicket')}</legend>
      <label class="field">
        <span class="visually-hidden">{t('panel.find')}</span>
        <input
          data-first
          inputMode="text"
          maxLength={8}
          placeholder={t('panel.find')}
          value={asked.value}
          autocomplete="off"
          onInput={(event) => type(event.currentTarget.value)}
        />
      </label>
      <div class="ticket-list">
        {found.length === 0 && <p class="empty">{t('panel.notFound')}</p>}
        {found.map((ticket) => (
          <label key={ticket.id} class="choice ticket-choice">
            <input
              type="radio"
              name="ticket"
              checked={chosen.value === ticket.id}
              onChange={() => {
                chosen.value = ticket.id;
              }}
            />
            <StaffLaneBadge lane={ticket.lane} label={laneName(ticket.lane, props.lanes)} />
            <strong class="num">{ticket.number}</strong>
            <span class="row-services">{serviceNames(ticket.services)}</span>
            {ticket.state === 'waiting' ? (
              <Since at={ticket.issuedAt} class="row-time" />
            ) : (
              <span class="row-time">{t(`state.${ticket.state}`)}</span>
            )}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
