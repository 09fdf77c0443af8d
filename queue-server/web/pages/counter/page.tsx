// The whole page: which counter, who is signed in, then the desk.
import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Banner, StaleBanner } from '../../shared/components';
import { clockTime } from '../../shared/format';
import { say as words, t } from '../../shared/i18n';
import { useKeys } from '../../shared/staff-key-map';
import { counterSign, hallInfo } from '../../shared/staff-names';
import { LanguageButton } from '../../shared/staff-parts';
import { session } from '../../shared/staff-session';
import { SignInGate } from '../../shared/staff-sign-in';
import { Actions } from './actions';
import { keyOf, type Act } from './acts';
import { ClosedDesk } from './closed';
import { doAct, doStep, handedOverBy, takeOver } from './deeds';
import { Header } from './header';
import { Away, Lanes, Line } from './line';
import { OpenPanel } from './panels';
import { Ring } from './ring';
import { counterNumber, counterRoles, hall, said } from './store';
import { VisitCard, WhyCard, whyOpen } from './visit';

export function CounterPage() {
  useTitle();
  if (hall.problem.value && !hallInfo.value) {
    return (
      <main class="staff-alone">
        <Banner tone="bad" icon="offline">
          {t('staff.noHall')}
        </Banner>
      </main>
    );
  }
  if (!hallInfo.value)
    return (
      <main class="staff-alone">
        <p role="status">{t('staff.loading')}</p>
      </main>
    );
  if (counterNumber === null || !hallInfo.value.counters.some((one) => one.n === counterNumber))
    return <WhichCounter />;
  const from = handedOverBy();
  return (
    <SignInGate
      roles={counterRoles}
      title={`${t('counter.title', { n: counterNumber })} ${counterSign(counterNumber)}`}
      intro={from === null ? undefined : <Banner>{t('counter.handedOver', { who: from })}</Banner>}
      onSignedIn={() => void takeOver(session.value?.shownName ?? session.value?.name ?? '')}
    >
      <Desk />
    </SignInGate>
  );
}

function Desk() {
  const view = hall.view.value;
  const act = (one: Act) => () => doAct(one);
  const letters = (Object.keys(keyOf) as Act[]).filter(
    (one) => one !== 'next' && one !== 'resume' && one !== 'open',
  );
  useKeys({
    ...Object.fromEntries(letters.map((one) => [keyOf[one], act(one)])),
    B: () => doAct(view?.state === 'paused' ? 'resume' : 'pause'),
    W: () => {
      whyOpen.value = !whyOpen.value;
    },
    Space: doStep,
    // A button that the keyboard reached gives Space back to calling.
    Escape: () => (document.activeElement as HTMLElement | null)?.blur(),
  });
  if (!view) {
    return (
      <main class="staff-alone">
        <p role="status">{t(hall.stale.value ? 'staff.staleFirst' : 'staff.loading')}</p>
      </main>
    );
  }
  const zone = view.hall.timeZone;
  return (
    <div class={`counter-page ${hall.stale.value ? 'is-stale' : ''}`}>
      <Header view={view} />
      <StaleBanner stale={hall.stale.value}>
        {t('staff.stale', { at: clockTime(hall.heardAt.value, zone, true) })}
      </StaleBanner>
      {view.page && <Ring page={view.page} n={view.n} />}
      {view.hall.door === 'closed' && (
        <Banner tone="info" icon="clock">
          {t('counter.hallClosed')}
        </Banner>
      )}
      {view.offRoster && (
        <Banner tone="info" icon="clock">
          {t('counter.offRoster')}
        </Banner>
      )}
      <main class="desk">
        <div class="desk-work">
          {view.state === 'closed' ? <ClosedDesk view={view} /> : <VisitCard view={view} />}
          <Said />
          <Actions view={view} />
          {view.visit && <WhyCard visit={view.visit} lanes={view.lanes} />}
        </div>
        <Line view={view} />
        <div class="desk-side">
          <Away view={view} />
          <Lanes view={view} />
        </div>
      </main>
      <OpenPanel view={view} />
    </div>
  );
}

// What the last deed came to, read aloud; a refusal stays until the next deed.
function Said() {
  const what = said.value;
  return (
    <div class="said" role="status" aria-live="polite">
      {what && (
        <div class={`banner ${what.tone}`}>
          <div class="words">{what.words}</div>
          {what.action && (
            <button type="button" class="button small" onClick={what.action.act}>
              {what.action.words}
            </button>
          )}
          <button
            type="button"
            class="button small quiet"
            onClick={() => {
              said.value = null;
            }}
            aria-label={t('staff.dismiss')}
          >
            ✕
          </button>
        </div>
      )}
    </div>
  );
}

function WhichCounter() {
  const info = hallInfo.value!;
  return (
    <main class="which">
      <div class="which-head">
        <h1>{t('counter.which')}</h1>
        <LanguageButton />
      </div>
      <p class="soft">
        {words(info.hall.office)} · {words(info.hall.name)}
      </p>
      {counterNumber !== null && (
        <Banner tone="warn">{t('counter.none', { n: counterNumber })}</Banner>
      )}
      <p class="soft">{t('counter.whichIntro')}</p>
      <ul>
        {info.counters.map((one) => (
          <li key={one.n}>
            <a class="card which-counter" href={`/counter/${one.n}${location.search}`}>
              <span class="plate num">{one.n}</span>
              <span>{words(one.sign)}</span>
            </a>
          </li>
        ))}
      </ul>
    </main>
  );
}

// The tab says what happens here, for a clerk who works in another window: the number, or that help
// is asked.
function useTitle() {
  useEffect(
    () =>
      effect(() => {
        const view = hall.view.value;
        const name =
          counterNumber === null ? t('counter.page') : t('counter.title', { n: counterNumber });
        const first = view?.page ? `🔔 ${t('ring.tab')}` : view?.visit?.ticket.number;
        document.title = first ? `${first} · ${name}` : name;
      }),
    [],
  );
}
