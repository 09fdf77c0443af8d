// The small parts that every page is built of. Their looks are in base.css.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icons';

type ButtonLook = 'primary' | 'danger' | 'quiet' | 'danger primary' | '';

interface ButtonProps {
  children: ComponentChildren;
  onPress: () => void;
  look?: ButtonLook;
  icon?: string;
  hint?: string;          // the key that does the same, shown on the button
  disabled?: boolean;
  busy?: boolean;         // its work runs: pressing again does nothing, but it keeps the focus
  label?: string;         // for screen readers, where the visible words are not enough
  pressed?: boolean;      // a toggle
  class?: string;
  type?: 'button' | 'submit';
}

export function Button(props: ButtonProps) {
  const { look = '', busy = false } = props;
  return (
    <button type={props.type ?? 'button'} class={`button ${look} ${busy ? 'busy' : ''} ${props.class ?? ''}`}
      disabled={props.disabled} aria-busy={busy || undefined} aria-disabled={busy || undefined}
      aria-label={props.label} aria-pressed={props.pressed} aria-keyshortcuts={props.hint}
      onClick={() => { if (!busy) props.onPress(); }}>
      {props.icon && <Icon name={props.icon} />}
      <span>{props.children}</span>
      {props.hint && <kbd class="key" aria-hidden="true">{props.hint}</kbd>}
    </button>
  );
}

type BannerTone = 'info' | 'good' | 'warn' | 'bad';

// `urgent` interrupts a screen reader; without it the words are read when it is free.
export function Banner(props: { tone?: BannerTone; icon?: string; urgent?: boolean; children: ComponentChildren;
  action?: ComponentChildren }) {
  const { tone = 'info', urgent = false } = props;
  const icon = props.icon ?? (tone === 'good' ? 'check' : tone === 'info' ? 'help' : 'warning');
  return (
    <div class={`banner ${tone}`} role={urgent ? 'alert' : 'status'}>
      <Icon name={icon} />
      <div class="words">{props.children}</div>
      {props.action}
    </div>
  );
}

// Says that what is shown is old. Give it the live state's `stale`; it takes no room while all is well.
export function StaleBanner({ stale, children }: { stale: boolean; children: ComponentChildren }) {
  return (
    <div class="stale" role="status">
      {stale && <div class="banner warn"><Icon name="offline" /><div class="words">{children}</div></div>}
    </div>
  );
}

// A modal dialog: keeps the focus inside, Escape and `onClose` leave it, the focus goes back where it was.
export function Dialog(props: { title: string; onClose: () => void; children?: ComponentChildren;
  actions: ComponentChildren; class?: string }) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const cancel: JSX.EventHandler<JSX.TargetedEvent<HTMLDialogElement>> = (event) => {
    event.preventDefault();
    props.onClose();
  };
  return (
    <dialog ref={element} class={`dialog ${props.class ?? ''}`} onCancel={cancel} aria-label={props.title}>
      <h2>{props.title}</h2>
      {props.children}
      <div class="actions">{props.actions}</div>
    </dialog>
  );
}

// One polite and one urgent voice for screen readers, for what changes without a press.
export function Announcer({ words, urgent = false }: { words: string; urgent?: boolean }) {
  return <div class="visually-hidden" role={urgent ? 'alert' : 'status'} aria-live={urgent ? 'assertive' : 'polite'}>{words}</div>;
}
