// How a visit ends: finished (and the next one called, with the big key), referred, or to be
// supplemented with the missing papers named. One press for each; only what cannot be one press
// asks for more.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { say, t } from '../../shared/i18n';
import type { CounterView, Visit } from '../../shared/messages';
import { hallInfo } from '../../shared/staff-names';
import { Key } from '../../shared/staff-parts';
import { finish, finishAndNext } from './deeds';
import { Panel } from './panel';

// A double press of the big key opens this panel and must not end the visit too.
const settledAfterMs = 500;

export function FinishPanel({ visit, view }: { visit: Visit; view: CounterView }) {
  const openedAt = useRef(performance.now());
  const supplement = useSignal(false);
  const ticked = useSignal<readonly string[]>([]);
  const other = useSignal('');
  const complaint = useSignal<string | null>(null);
  const title = t('panel.finish.title', { number: visit.ticket.number });
  const more = view.line.length > 0 && !view.standingDown;

  const settled = () => performance.now() - openedAt.current >= settledAfterMs;
  const end = () => {
    if (settled()) void finish('finished');
  };
  const next = () => {
    if (settled()) void (more ? finishAndNext() : finish('finished'));
  };
  const sendMissing = () => {
    const missing = [...ticked.value, ...other.value.split(/[,，、;；\n]/)]
      .map((one) => one.trim())
      .filter(Boolean);
    complaint.value = missing.length > 0 ? null : t('panel.finish.choose');
    if (missing.length > 0) void finish('supplement', missing);
  };

  if (supplement.value) {
    const papers = papersOf(visit);
    const toggle = (paper: string) => {
      ticked.value = ticked.value.includes(paper)
        ? ticked.value.filter((one) => one !== paper)
        : [...ticked.value, paper];
    };
    return (
      <Panel
        key="supplement"
        title={t('panel.finish.missing')}
        intro={t('panel.finish.missingIntro')}
        submit={t('panel.finish.submit')}
        complaint={complaint.value}
        onSubmit={sendMissing}
        keys={Object.fromEntries(
          papers.slice(0, 9).map((paper, i) => [String(i + 1), () => toggle(paper.told)]),
        )}
      >
        <fieldset class="choices">
          <legend class="visually-hidden">{t('panel.finish.missing')}</legend>
          {papers.map((paper, i) => (
            <label key={paper.told} class="choice">
              <input
                type="checkbox"
                checked={ticked.value.includes(paper.told)}
                onChange={() => toggle(paper.told)}
              />
              {i < 9 && <Key>{i + 1}</Key>}
              <span>{paper.words}</span>
            </label>
          ))}
          <label class="field own-words">
            <span>{t('panel.finish.other')}</span>
            <input
              maxLength={200}
              autocomplete="off"
              value={other.value}
              onInput={(event) => {
                other.value = event.currentTarget.value;
              }}
            />
          </label>
        </fieldset>
      </Panel>
    );
  }

  const choose = () => {
    supplement.value = true;
  };
  return (
    <Panel
      key="outcome"
      title={title}
      onSubmit={end}
      keys={{ Space: next, F: end, '1': end, '2': () => void finish('referred'), '3': choose }}
    >
      {more && (
        <button type="button" class="outcome main" aria-keyshortcuts="Space" onClick={next}>
          <Key>{t('counter.space')}</Key>
          <span>
            <strong>{t('panel.finish.next')}</strong>
            <small class="num">{view.line[0]!.number}</small>
          </span>
        </button>
      )}
      <Outcome digit="1" name="finished" onPress={end} />
      <Outcome digit="2" name="referred" onPress={() => void finish('referred')} />
      <Outcome digit="3" name="supplement" onPress={choose} />
    </Panel>
  );
}

function Outcome({ digit, name, onPress }: { digit: string; name: string; onPress: () => void }) {
  return (
    <button type="button" class="outcome" aria-keyshortcuts={digit} onClick={onPress}>
      <Key>{digit}</Key>
      <span>
        <strong>{t(`panel.finish.${name}`)}</strong>
        <small>{t(`panel.finish.${name}Hint`)}</small>
      </span>
    </button>
  );
}

// The papers of the visit's services: `words` for the clerk, `told` to the citizen, who reads them
// on the phone.
function papersOf(visit: Visit): { words: string; told: string }[] {
  const services =
    hallInfo.value?.services.filter((one) => visit.ticket.services.includes(one.id)) ?? [];
  const papers = services.flatMap((one) =>
    one.documents.map((paper) => [say(paper, visit.ticket.language), say(paper)] as const),
  );
  return [...new Map(papers)].map(([told, words]) => ({ words, told }));
}
