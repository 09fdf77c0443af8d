// The form that stands before every staff page while nobody, or the wrong account, is signed in.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { Banner, Button } from './components';
import { hasWords, t } from './i18n';
import type { Problem, Role } from './messages';
import { LanguageButton } from './staff-parts';
import { allowRing } from './staff-ring';
import { mayUse, session, signIn, signInCode, signInProblem, signOut } from './staff-session';

// `intro` is said above the form: which page this is.
export function SignInGate(props: {
  roles: readonly Role[];
  title: string;
  intro?: ComponentChildren;
  onSignedIn?: () => void;
  children: ComponentChildren;
}) {
  const who = session.value;
  if (who === undefined)
    return (
      <main class="staff-alone">
        <p role="status">{t('staff.loading')}</p>
      </main>
    );
  if (who === null)
    return <SignInForm title={props.title} intro={props.intro} onSignedIn={props.onSignedIn} />;
  if (!mayUse(props.roles)) {
    return (
      <main class="staff-alone">
        <div class="card staff-form">
          <h1>{props.title}</h1>
          <Banner tone="warn" urgent>
            {t('staff.notForRole', { who: who.shownName ?? who.name, role: t(`role.${who.role}`) })}
          </Banner>
          <Button look="primary" onPress={() => void signOut()}>
            {t('staff.signOut')}
          </Button>
        </div>
      </main>
    );
  }
  return <>{props.children}</>;
}

function SignInForm(props: { title: string; intro?: ComponentChildren; onSignedIn?: () => void }) {
  const busy = useSignal(false);
  const shown = useSignal(false);
  const submit: JSX.SubmitEventHandler<HTMLFormElement> = async (event) => {
    event.preventDefault();
    if (busy.value) return;
    const fields = new FormData(event.currentTarget);
    busy.value = true;
    void allowRing();
    const worked = await signIn(
      String(fields.get('name') ?? '').trim(),
      String(fields.get('password') ?? ''),
    );
    busy.value = false;
    if (worked) props.onSignedIn?.();
  };
  return (
    <main class="staff-alone">
      <form class="card staff-form" onSubmit={submit}>
        <div class="staff-form-head">
          <h1>{props.title}</h1>
          <LanguageButton />
        </div>
        {props.intro ?? <p class="soft">{t('staff.signInIntro')}</p>}
        {signInProblem.value && (
          <Banner tone="bad" urgent>
            {signInWords(signInProblem.value)}
          </Banner>
        )}
        <label class="field">
          <span>{t('staff.name')}</span>
          <input
            name="name"
            required
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            maxLength={64}
            autofocus
          />
        </label>
        <label class="field">
          <span>{t('staff.password')}</span>
          <input
            name="password"
            required
            type={shown.value ? 'text' : 'password'}
            autocomplete="current-password"
            maxLength={200}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={shown.value}
            onChange={() => {
              shown.value = !shown.value;
            }}
          />
          <span>{t('staff.showPassword')}</span>
        </label>
        <Button type="submit" look="primary" busy={busy.value} onPress={() => undefined}>
          {busy.value ? t('staff.signingIn') : t('staff.signIn')}
        </Button>
      </form>
    </main>
  );
}

function signInWords(problem: Problem): string {
  const key = `problem.${signInCode(problem)}`;
  return hasWords(key) ? t(key) : problem.detail;
}
