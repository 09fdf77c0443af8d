// The whole dashboard: what is to be done first, then the figures, then who works, who helps, who
// was called and why.
import { useEffect } from 'preact/hooks';
import { Banner, StaleBanner } from '../../shared/components';
import { clockTime } from '../../shared/format';
import { Icon } from '../../shared/icons';
import { say, t } from '../../shared/i18n';
import type { ManagerView } from '../../shared/messages';
import { hallInfo } from '../../shared/staff-names';
import { LanguageButton, LevelPill, doorWords } from '../../shared/staff-parts';
import { signOut } from '../../shared/staff-session';
import { SignInGate } from '../../shared/staff-sign-in';
import { serverNow } from '../../shared/staff-time';
import { Alerts } from './alerts';
import { Backups } from './backups';
import { Calls } from './calls';
import { Counters } from './counters';
import { Devices } from './devices';
import { maySeeDevices } from './devices-store';
import { Figures } from './figures';
import { Lanes, Line } from './lanes';
import { Log } from './log';
import { Order } from './order';
import { hall, managerRoles, said } from './store';

const parts = ['now', 'counters', 'backups', 'calls', 'line'] as const;

export function ManagerPage() {
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
  return (
    <SignInGate roles={managerRoles} title={t('manager.page')}>
      <Dashboard />
    </SignInGate>
  );
}

function Dashboard() {
  const view = hall.view.value;
  const title = view ? `${t(`level.${view.level}`)} · ${t('manager.page')}` : t('manager.page');
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (!view) {
    return (
      <main class="staff-alone">
        <p role="status">{t(hall.stale.value ? 'staff.staleFirst' : 'staff.loading')}</p>
      </main>
    );
  }
  return (
    <div class={`manager-page ${hall.stale.value ? 'is-stale' : ''}`}>
      <Header view={view} />
      <StaleBanner stale={hall.stale.value}>
        {t('staff.stale', { at: clockTime(hall.heardAt.value, view.hall.timeZone, true) })}
      </StaleBanner>
      {view.hall.door === 'closed' && <Banner icon="clock">{t('manager.closed')}</Banner>}
      <div class="said" role="status" aria-live="polite">
        {said.value && (
          <div class={`banner ${said.value.tone}`}>
            <div class="words">{said.value.words}</div>
          </div>
        )}
      </div>
      <main class="board-grid">
        <div id="now" class="part-now">
          <Alerts view={view} />
          <Figures view={view} />
        </div>
        <div class="part-left">
          <Lanes view={view} />
          <Backups view={view} />
          <Order view={view} />
          <Log view={view} />
        </div>
        <Counters view={view} />
        <div class="part-right">
          <Calls view={view} />
          <Line view={view} />
          {maySeeDevices() && <Devices timeZone={view.hall.timeZone} />}
        </div>
      </main>
      <nav class="jumps" aria-label={t('nav.name')}>
        {parts.map((part) => (
          <a key={part} href={`#${part}`}>
            {t(`nav.${part}`)}
          </a>
        ))}
      </nav>
    </div>
  );
}

function Header({ view }: { view: ManagerView }) {
  return (
    <header class="bar">
      <div class="bar-names">
        <h1>{say(view.hall.name)}</h1>
        <p>{say(view.hall.office)}</p>
      </div>
      <LevelPill level={view.level} />
      <div class="bar-facts">
        <span class="num">{clockTime(serverNow.value, view.hall.timeZone)}</span>
        <span>{doorWords(view.hall)}</span>
        <Device count={view.boards} words="boards" none="noBoards" />
        <Device count={view.kiosks} words="kiosks" none="noKiosks" />
        <span class="bar-end">
          <LanguageButton />
          <button type="button" class="bar-button" onClick={() => void signOut()}>
            <Icon name="arrow-right" /> <span class="bar-words">{t('staff.signOut')}</span>
          </button>
        </span>
      </div>
    </header>
  );
}

function Device({ count, words, none }: { count: number; words: string; none: string }) {
  if (count > 0) return <span>{t(`manager.${words}`, { count })}</span>;
  return (
    <span class="none">
      <Icon name="warning" />
      {t(`manager.${none}`)}
    </span>
  );
}
