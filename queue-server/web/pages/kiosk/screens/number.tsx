// The number. A page cannot print: the number and its QR code stay until "I have my number", else it is voided
// . Then the screens that only inform: done, voided, trouble, welcome back.
import type { ComponentChildren } from 'preact';
import { Banner, Button } from '../../../shared/components';
import { Icon } from '../../../shared/icons';
import { t } from '../../../shared/i18n';
import { problemText } from '../../../shared/problems';
import { QrCode } from '../../../shared/qr';
import { confirming, confirmNumber, enrolment, goHome, slip, take, visit } from '../store';
import { waitWords } from '../wait';
import { confirmSeconds } from '../visit';

export function NumberScreen({ left }: { left: number | null }) {
  const issued = visit.value.issued;
  if (!issued) return null;
  const seconds = left ?? confirmSeconds;
  return (
    <main class="screen number">
      <section class="drawn" role="alert">
        <h1><span class="yours">{t('number.yours')}</span> <strong class="big num">{issued.number}</strong></h1>
        <p class="ahead">
          {issued.ahead !== undefined && <span>{issued.ahead === 0 ? t('number.aheadNone') : t('number.ahead', { count: issued.ahead })}</span>}
          {issued.wait && <span>{waitWords(issued.wait)}</span>}
        </p>
      </section>
      <section class="phone">
        <QrCode text={new URL(issued.url, location.origin).href} label={t('number.qr')} />
        <p><strong>{t('number.scan')}</strong></p>
        <p>{visit.value.quietCall ? t('number.quiet') : slip.value === 'none' ? t('number.noSlip') : ''}</p>
      </section>
      <section class="keep">
        {confirming.value === 'failed' && <Banner tone="bad" urgent><strong>{t('unconfirmed.title')}</strong> {t('unconfirmed.body')}</Banner>}
        <Button look="primary" class="go" icon="check" busy={confirming.value === 'busy'} onPress={() => void confirmNumber()}>
          {confirming.value === 'busy' ? t('number.confirming') : t('number.confirm')}
        </Button>
        <progress class="countdown" max={confirmSeconds} value={seconds} aria-hidden="true" />
        <p class="num left" aria-live={seconds === 10 ? 'assertive' : 'off'}>{t('number.countdown', { seconds })}</p>
      </section>
    </main>
  );
}

export function DoneScreen() {
  return (
    <Message icon="check" tone="good" title={t('done.title')} body={t('done.body')}>
      <p><strong class="big num">{visit.value.issued?.number}</strong></p>
      <Button look="primary" class="go" onPress={goHome}>{t('done.close')}</Button>
    </Message>
  );
}

export function VoidedScreen() {
  return (
    <Message icon="close" tone="warn" title={t('voided.title')} body={t('voided.body', { number: visit.value.issued?.number ?? '' })}>
      <Button look="primary" class="go" onPress={goHome}>{t('bar.home')}</Button>
    </Message>
  );
}

export function TroubleScreen() {
  const problem = visit.value.problem;
  const retry = visit.value.wish !== null;
  return (
    <Message icon="warning" tone="bad" title={t('trouble.title')} body={problem ? problemText(problem) : ''}>
      {enrolment.value === 'needed' && <Banner tone="warn"><strong>{t('enrol.needed')}</strong><br />{t('enrol.neededMore')}</Banner>}
      <div class="choices">
        {retry && <Button look="primary" class="go" busy={visit.value.busy} onPress={() => void take()}>{t('trouble.again')}</Button>}
        <Button look={retry ? '' : 'primary'} class="go" disabled={visit.value.busy} onPress={goHome}>{t('trouble.home')}</Button>
      </div>
    </Message>
  );
}

export function ScanScreen() {
  const { scanned, problem } = visit.value;
  const number = scanned?.number ?? '';
  const body = problem ? problemText(problem) : t(scanned?.checkedIn ? 'scan.done' : 'scan.notNeeded', { number });
  return (
    <Message icon={problem ? 'warning' : 'check'} tone={problem ? 'bad' : 'good'} title={t(problem ? 'scan.failed' : 'scan.title')} body={body}>
      <Button look="primary" class="go" onPress={goHome}>{t('done.close')}</Button>
    </Message>
  );
}

function Message(props: { icon: string; tone: string; title: string; body: string; children: ComponentChildren }) {
  return (
    <main class={`screen message ${props.tone}`}>
      <div class="message-box" role="alert">
        <Icon name={props.icon} />
        <h1>{props.title}</h1>
        <p>{props.body}</p>
      </div>
      {props.children}
    </main>
  );
}
