// Today in six figures.
import type { ComponentChildren } from 'preact';
import { spanText } from '../../shared/format';
import { t } from '../../shared/i18n';
import type { ManagerView } from '../../shared/messages';
import { laneName } from '../../shared/staff-names';
import { secondsSince, serverNow } from '../../shared/staff-time';
import { summaryOf } from './memory';

export function Figures({ view }: { view: ManagerView }) {
  const summary = summaryOf(view);
  const { today } = view;
  const share = summary.promiseShare;
  const late =
    summary.longestAt !== null &&
    secondsSince(summary.longestAt, serverNow.value) > today.promiseSeconds;
  return (
    <dl class="figures">
      <Figure
        name={t('figure.waiting')}
        look={late ? 'bad' : ''}
        more={
          summary.longestAt === null
            ? t('figure.nobody')
            : t('figure.longest', {
                span: spanText(secondsSince(summary.longestAt, serverNow.value)),
                lane: laneName(summary.longestLane ?? '', view.lanes),
              })
        }
      >
        {summary.waiting}
      </Figure>
      <Figure name={t('figure.meanWait')} more={t('figure.calledToday', { count: today.called })}>
        {today.called > 0 ? spanText(today.meanWaitSeconds) : '–'}
      </Figure>
      <Figure
        name={t('figure.promise', { minutes: Math.round(today.promiseSeconds / 60) })}
        look={share !== null && share < 0.9 ? 'warn' : ''}
        share={share}
        more={
          share === null
            ? t('figure.noneYet')
            : t('figure.promiseOf', { kept: today.withinPromise, called: today.called })
        }
      >
        {share === null ? '–' : `${Math.floor(share * 100)}%`}
      </Figure>
      <Figure
        name={t('figure.counters')}
        more={t('figure.countersOf', { busy: summary.busyCounters, idle: summary.idleCounters })}
      >
        {summary.openCounters}
      </Figure>
      <Figure
        name={t('figure.done')}
        more={t('figure.issued', { count: today.issued, serving: today.serving })}
      >
        {today.done}
      </Figure>
      <Figure
        name={t('figure.missed')}
        more={t('figure.left', { left: today.left, voided: today.voided })}
      >
        {today.missed}
      </Figure>
    </dl>
  );
}

function Figure(props: {
  name: string;
  more: string;
  look?: string;
  share?: number | null;
  children: ComponentChildren;
}) {
  return (
    <div class={`card figure ${props.look ?? ''}`}>
      <dt>{props.name}</dt>
      <dd>
        <strong class="num">{props.children}</strong>
        {typeof props.share === 'number' && (
          <span class="gauge" aria-hidden="true">
            <span style={{ '--share': String(props.share) }} />
          </span>
        )}
        <small class="num">{props.more}</small>
      </dd>
    </div>
  );
}
