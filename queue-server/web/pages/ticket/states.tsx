// What the page says in each state of the ticket.
import type { ComponentChildren } from 'preact';
import { dayAndDate, minutesOf } from '../../shared/format';
import { Button } from '../../shared/components';
import { Icon } from '../../shared/icons';
import { language, say, t } from '../../shared/i18n';
import type { ReturnPass, TicketView, WaitRange } from '../../shared/messages';
import { QrCode } from '../../shared/qr';
import { alarmOn, turnAlarmOn } from './alarm';
import { command, sending } from './store';

export function State({ ticket }: { ticket: TicketView }) {
  switch (ticket.state) {
    case 'waiting': return <Waiting ticket={ticket} />;
    case 'called': return <Called ticket={ticket} />;
    case 'serving': return <Told icon="people" tone="good" title={t('serving.title', { n: ticket.counter ?? '' })} body={say(ticket.label)} />;
    case 'missed': return <ComeBack name="missed" may={ticket.mayCheckIn} />;
    case 'parked': return <ComeBack name="parked" may={ticket.mayCheckIn} />;
    case 'done': return <Done ticket={ticket} />;
    case 'left':
    case 'voided':
    case 'expired': return <Told icon="close" tone="plain" title={t(`${ticket.state}.title`)} body={t(`${ticket.state}.body`)} />;
  }
}

function Waiting({ ticket }: { ticket: TicketView }) {
  return (
    <section class={`state ${ticket.near ? 'near' : ''}`}>
      <p class="ahead" role="status">{ticket.ahead === 0 ? t('waiting.next') : t('waiting.ahead', { count: ticket.ahead })}</p>
      <p class="wait"><Icon name="clock" />{waitWords(ticket.wait)}</p>
      {ticket.near && <p class="callout" role="alert"><Icon name="people" />{t('waiting.near')}</p>}
      {ticket.returning && <p class="callout calm"><Icon name="check" />{t('waiting.returned')}</p>}
      <p class="hint">{t('waiting.stay')}</p>
      <Alarm />
    </section>
  );
}

function Called({ ticket }: { ticket: TicketView }) {
  return (
    <section class="state called" role="alert">
      <p class="go">{t('called.go')}</p>
      <p class="counter">{t('called.counter', { n: ticket.counter ?? '' })}</p>
      <p class="label">{say(ticket.label)}</p>
      {ticket.calls > 1 && <p class="chip">{t('called.again', { count: ticket.calls })}</p>}
      <p class="late">{t('called.late')}</p>
    </section>
  );
}

function ComeBack({ name, may }: { name: 'missed' | 'parked'; may: boolean }) {
  const body = name === 'parked' && !may ? t('parked.wait') : t(`${name}.body`);
  return (
    <Told icon="clock" tone="warn" title={t(`${name}.title`)} body={body}>
      {may && (
        <Button look="primary" class="wide" busy={sending.value === 'check-in'} onPress={() => void command('check-in')}>
          {t(`${name}.action`)}
        </Button>
      )}
    </Told>
  );
}

function Done({ ticket }: { ticket: TicketView }) {
  if (ticket.outcome === 'supplement') {
    return (
      <Told icon="document" tone="warn" title={t('done.supplement')} body={t('done.supplementBody')}>
        <ul class="missing">{ticket.missing.map((one) => <li key={one}><Icon name="document" />{one}</li>)}</ul>
        {ticket.pass && <Pass pass={ticket.pass} timeZone={ticket.hall.timeZone} />}
      </Told>
    );
  }
  if (ticket.outcome === 'referred') return <Told icon="arrow-right" tone="good" title={t('done.referred')} body={t('done.referredBody')} />;
  return <Told icon="check" tone="good" title={t('done.finished')} body={t('done.thanks')} />;
}

// What brings its holder back to the head of the line; on another day as well, so it is shown
// large enough to be photographed.
function Pass({ pass, timeZone }: { pass: ReturnPass; timeZone: string }) {
  if (pass.used) return <p class="callout calm"><Icon name="check" />{t('pass.used')}</p>;
  const lastMoment = new Date(pass.validUntil).getTime() - 1;
  return (
    <section class="pass">
      <h3>{t('pass.title')}</h3>
      <QrCode text={`${location.origin}/t/${pass.code}`} label={t('pass.qr')} />
      <p>{t('pass.body', { date: dayAndDate(lastMoment, timeZone, language.value) })}</p>
      <p class="code"><small>{t('pass.code')}</small> <code>{pass.code}</code></p>
    </section>
  );
}

// `alone`: nothing above it is the page's title.
export function Told(props: { icon: string; tone: 'good' | 'warn' | 'plain'; title: string; body: string;
  alone?: boolean; children?: ComponentChildren }) {
  const Title = props.alone ? 'h1' : 'h2';
  return (
    <section class={`state told ${props.tone}`} role="status">
      <Icon name={props.icon} />
      <Title>{props.title}</Title>
      <p>{props.body}</p>
      {props.children}
    </section>
  );
}

function Alarm() {
  if (alarmOn.value) {
    return <p class="alarm-on"><Icon name="sound" /><span>{t('sound.active')}<small>{t('sound.hint')}</small></span></p>;
  }
  return <Button class="wide" icon="sound" onPress={() => void turnAlarmOn()}>{t('sound.on')}</Button>;
}

function waitWords(range: WaitRange | undefined): string {
  if (!range) return t('wait.unknown');
  const { low, high } = minutesOf(range);
  return low === 0 || low === high ? t('wait.within', { high }) : t('wait.range', { low, high });
}
