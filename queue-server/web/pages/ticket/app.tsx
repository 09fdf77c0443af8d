// The phone page: whose number, its state, and the way out of the line.
import { useState } from 'preact/hooks';
import { Banner, Button, Dialog, StaleBanner } from '../../shared/components';
import { clockTime } from '../../shared/format';
import { language, languageNames, say, t } from '../../shared/i18n';
import { Icon } from '../../shared/icons';
import type { TicketView } from '../../shared/messages';
import { problemText } from '../../shared/problems';
import { State, Told } from './states';
import { chooseLanguage, command, openTicket, problem, refusal, sending, stale, ticket } from './store';

export function App() {
  const now = ticket.value;
  return (
    <div class={`phone ${now?.state === 'called' ? 'is-called' : ''}`}>
      <header class="head">
        <div class="names"><strong>{say(now?.hall.office)}</strong><span>{say(now?.hall.name)}</span></div>
        <Languages />
      </header>
      <StaleBanner stale={stale.value && now !== null}>{t('stale')}</StaleBanner>
      {now ? <Ticket ticket={now} /> : <NoTicket />}
    </div>
  );
}

function Ticket({ ticket: now }: { ticket: TicketView }) {
  const [asking, setAsking] = useState(false);
  return (
    <main>
      <section class="number">
        <h1><small>{t('number')}</small><span class="num">{now.number}</span></h1>
        <p class="num">{t('issued', { time: clockTime(now.issuedAt, now.hall.timeZone) })}</p>
      </section>
      <State ticket={now} />
      {refusal.value && <Banner tone="bad" urgent>{problemText(refusal.value)}</Banner>}
      {now.mayLeave && (
        <Button look="quiet" class="leave" busy={sending.value === 'leave'} onPress={() => setAsking(true)}>{t('leave.action')}</Button>
      )}
      {asking && now.mayLeave && (
        <Dialog title={t('leave.title', { number: now.number })} onClose={() => setAsking(false)} actions={
          <>
            <Button onPress={() => setAsking(false)}>{t('leave.no')}</Button>
            <Button look="danger primary" onPress={() => { setAsking(false); void command('leave'); }}>{t('leave.yes')}</Button>
          </>
        }>
          <p>{t('leave.body')}</p>
        </Dialog>
      )}
    </main>
  );
}

function NoTicket() {
  const trouble = problem.value;
  if (!trouble) return <main class="empty" role="status"><p>{t('loading')}</p></main>;
  const unknown = trouble.status === 404 || trouble.status === 400 || trouble.status === 422;
  return (
    <main class="empty">
      {unknown
        ? <Told alone icon="help" tone="warn" title={t('unknown.title')} body={t('unknown.body')} />
        : (
          <Told alone icon="offline" tone="warn" title={t('trouble.title')} body={problemText(trouble)}>
            <Button look="primary" class="wide" onPress={() => void openTicket()}>{t('trouble.again')}</Button>
          </Told>
        )}
    </main>
  );
}

function Languages() {
  return (
    <label class="languages">
      <Icon name="foreign" />
      <span class="visually-hidden">{t('language')}</span>
      <select value={language.value} onChange={(event) => chooseLanguage(event.currentTarget.value)}>
        {Object.entries(languageNames).map(([tag, name]) => <option key={tag} value={tag} lang={tag}>{name}</option>)}
      </select>
    </label>
  );
}
