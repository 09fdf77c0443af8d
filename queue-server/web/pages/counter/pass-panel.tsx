// After "to be supplemented": the pass that brings the citizen back without queueing, for who
// has no phone in hand to read it from their own page.
import { QrCode } from '../../shared/qr';
import { dayAndDate } from '../../shared/format';
import { language, t } from '../../shared/i18n';
import type { CounterView } from '../../shared/messages';
import { Panel } from './panel';
import { closePanel, givenPass } from './store';

export function PassPanel({ view }: { view: CounterView }) {
  const pass = givenPass.value;
  if (!pass) return null;
  const lastMoment = new Date(pass.validUntil).getTime() - 1;
  return (
    <Panel
      title={t('panel.pass.title')}
      intro={t('panel.pass.intro')}
      submit={t('panel.pass.done')}
      told
      onSubmit={closePanel}
      keys={{ Space: closePanel }}
    >
      <QrCode text={`${location.origin}/t/${pass.code}`} label={t('panel.pass.qr')} />
      <p class="pass-code">
        <code>{pass.code}</code>
      </p>
      <p>{t('panel.pass.until', { date: dayAndDate(lastMoment, view.hall.timeZone, language.value) })}</p>
    </Panel>
  );
}
