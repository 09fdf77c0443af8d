// What is at the counter now: the visit with all that its clerk must know, or that the counter is
// free or paused.
import { signal } from '@preact/signals';
import { spanText } from '../../shared/format';
import { Icon } from '../../shared/icons';
import { t } from '../../shared/i18n';
import type { CounterView, StaffLane, Visit } from '../../shared/messages';
import { StaffLaneBadge } from '../../shared/staff-lane-badge';
import { laneName, serviceName } from '../../shared/staff-names';
import { Key, Since, TicketChips, WhyWords } from '../../shared/staff-parts';
import { serverNow, spanWords } from '../../shared/staff-time';
import { heardOf, timeOf, type Heard } from './acts';

export function VisitCard({ view }: { view: CounterView }) {
  if (view.visit) return <Open visit={view.visit} view={view} />;
  return view.state === 'paused' ? <Paused view={view} /> : <Free view={view} />;
}

function Open({ visit, view }: { visit: Visit; view: CounterView }) {
  const { ticket } = visit;
  const serving = ticket.state === 'serving';
  const late = timeOf(visit, serverNow.value).overdue > 0;
  return (
    <section
      class={`card visit lane-${ticket.lane} ${late ? 'late' : ''}`}
      aria-label={ticket.number}
    >
      <p class="visit-state">
        <StaffLaneBadge lane={ticket.lane} />
        <span>{laneName(ticket.lane, view.lanes)}</span>
        <span class={`phase ${serving ? 'serving' : 'called'}`}>
          {t(serving ? 'visit.serving' : 'visit.called')}
          {!serving && ` · ${t('visit.calls', { count: visit.calls })}`}
        </span>
      </p>
      <p class="visit-number num" aria-live="polite">
        {ticket.number}
      </p>
      <ul class="visit-services" aria-label={t('visit.services')}>
        {ticket.services.map((id) => (
          <li key={id}>{serviceName(id)}</li>
        ))}
      </ul>
      <TicketChips ticket={ticket} all />
      {ticket.note && (
        <p class="visit-note">
          <Icon name="document" />
          {ticket.note}
        </p>
      )}
      <VisitTime visit={visit} />
      {!serving && <HeardLine heard={heardOf(visit, view.boards, serverNow.value)} />}
      {view.standingDown && (
        <p class="visit-warn">
          <Icon name="warning" />
          {t('visit.standingDownHint')}
        </p>
      )}
    </section>
  );
}

// Since the call while the citizen walks; against the standard once the visit runs.
function VisitTime({ visit }: { visit: Visit }) {
  const { seconds, share, overdue } = timeOf(visit, serverNow.value);
  const time = spanText(seconds);
  return (
    <div class="visit-time">
      <p>
        <span class="num visit-clock">
          {t(visit.startedAt ? 'visit.since' : 'visit.walking', { time })}
        </span>
        <span class="soft">{t('visit.waited', { span: spanWords(visit.waitedSeconds) })}</span>
        {visit.standardSeconds > 0 && (
          <span class="soft">
            {t('visit.standard', { span: spanWords(visit.standardSeconds) })}
          </span>
        )}
      </p>
      {visit.startedAt && (
        <div class="gauge" aria-hidden="true">
          <div style={{ '--share': String(share) }} />
        </div>
      )}
      {overdue > 0 && (
        <p class="visit-late">
          <Icon name="clock" />
          {t('visit.overdue', { span: spanWords(overdue) })}
        </p>
      )}
    </div>
  );
}

const heardLooks: Readonly<Record<Heard, [string, string]>> = {
  quiet: ['warn', 'muted'],
  'no-boards': ['warn', 'warning'],
  waiting: ['soft', 'clock'],
  'not-shown': ['warn', 'warning'],
  shown: ['good', 'check'],
  'not-spoken': ['warn', 'muted'],
  spoken: ['good', 'sound'],
};

function HeardLine({ heard }: { heard: Heard }) {
  const [look, icon] = heardLooks[heard];
  return (
    <p class={`heard ${look}`} role="status">
      <Icon name={icon} />
      {t(`heard.${heard}`)}
    </p>
  );
}

function Free({ view }: { view: CounterView }) {
  const next = view.line[0];
  return (
    <section class="card visit free">
      <p class="visit-state">
        <span class="phase">{t(view.standingDown ? 'visit.standingDown' : 'visit.idle')}</span>
        <span class="soft">
          {t('visit.idleSince')} <Since at={view.since} />
        </span>
      </p>
      {next ? (
        <p class="visit-next">
          <span class="soft">{t('visit.nextUp')}</span>
          <StaffLaneBadge lane={next.lane} label={laneName(next.lane, view.lanes)} />
          <span class="num visit-number">{next.number}</span>
        </p>
      ) : (
        <p class="visit-nobody">{t('visit.nobody')}</p>
      )}
      {view.proposed && (
        <p class="proposed" role="status">
          <Icon name="arrow-right" />
          <span>
            <strong>{t('visit.proposed')}</strong> {t('visit.proposedHint')}
          </span>
        </p>
      )}
    </section>
  );
}

function Paused({ view }: { view: CounterView }) {
  return (
    <section class="card visit paused">
      <p class="visit-state">
        <span class="phase">{t('visit.paused')}</span>
        <span class="soft">
          {t('visit.pausedSince')} <Since at={view.since} />
        </span>
      </p>
      <p class="visit-nobody">
        <Icon name="pause" />
        {view.pauseReason}
      </p>
    </section>
  );
}

export const whyOpen = signal(false);

export function WhyCard({ visit, lanes }: { visit: Visit; lanes: readonly StaffLane[] }) {
  return (
    <section class="card why-card">
      <button
        type="button"
        class="why-toggle"
        aria-expanded={whyOpen.value}
        aria-keyshortcuts="W"
        onClick={() => {
          whyOpen.value = !whyOpen.value;
        }}
      >
        <Icon name="help" />
        <span>{t('visit.why')}</span>
        <Key>W</Key>
      </button>
      {whyOpen.value && <WhyWords why={visit.why} lanes={lanes} />}
    </section>
  );
}
