// The second page: does anyone need help, and what is there to do. Large tiles by life event, or a search.
import { useMemo, useRef, useState } from 'preact/hooks';
import { Announcer, Button } from '../../../shared/components';
import { Icon } from '../../../shared/icons';
import { language, say, t } from '../../../shared/i18n';
import type { GroupInfo, ServiceInfo } from '../../../shared/messages';
import { Keyboard } from '../keyboard';
import { ServiceIndex } from '../search';
import { info, openCode, openPrivate, pick, pickNeed, privateServices, publicServices, visit } from '../store';
import { maxServices } from '../visit';

export function ServicesScreen() {
  const [searching, setSearching] = useState(false);
  const [text, setText] = useState('');
  const index = useMemo(() => new ServiceIndex(publicServices.value, language.value), [publicServices.value, language.value]);
  const groups = (info.value?.groups ?? []).filter((group) => servicesOf(group).length > 0);
  const another = visit.value.services.length > 0;
  const found = searching && text ? index.find(text) : null;

  const close = () => { setSearching(false); setText(''); };
  return (
    <main class={`screen services ${searching ? 'searching' : ''}`}>
      {!another && !searching && <Needs />}
      <section class="matters" aria-labelledby="matters-title">
        <div class="matters-head">
          <h1 id="matters-title">{t(another ? 'services.another' : 'services.title')}</h1>
          {!searching && <Button icon="search" class="for-eyes" onPress={() => setSearching(true)}>{t('services.search')}</Button>}
          {searching && <Button icon="close" onPress={close}>{t('services.searchClose')}</Button>}
        </div>
        {searching
          ? <Search text={text} onText={setText} count={found?.length ?? null} />
          : <Groups groups={groups} />}
        <Tiles groups={groups} found={found} />
        {searching && <Keyboard onKey={(key) => setText((old) => old + key)} onErase={() => setText((old) => [...old].slice(0, -1).join(''))} onClear={() => setText('')} />}
      </section>
      {!searching && (
        <div class="other-ways">
          {!another && <Button icon="clock" class="booked" onPress={openCode}>{t('code.button')}</Button>}
          {privateServices.value.length > 0 && (
            <button type="button" class="private" onClick={openPrivate}>{t('turning.button')}</button>
          )}
        </div>
      )}
    </main>
  );
}

function servicesOf(group: GroupInfo): ServiceInfo[] {
  return publicServices.value.filter((one) => one.group === group.id);
}

function Needs() {
  const needs = info.value?.needs ?? [];
  const chosen = visit.value.needs;
  if (needs.length === 0) return null;
  return (
    <section class="needs" aria-labelledby="needs-title">
      <h2 id="needs-title">{t('needs.title')} <small>{t('needs.hint')}</small></h2>
      <div class="need-list">
        <Need word={t('needs.none')} on={chosen.length === 0} onPress={() => pickNeed('none')} />
        {needs.map((need) => (
          <Need key={need} word={t(`needs.${need}`)} on={chosen.includes(need)} onPress={() => pickNeed(need)} />
        ))}
      </div>
    </section>
  );
}

function Need({ word, on, onPress }: { word: string; on: boolean; onPress: () => void }) {
  return (
    <button type="button" class="need" aria-pressed={on} onClick={onPress}>
      <span class="mark">{on && <Icon name="check" />}</span>{word}
    </button>
  );
}

function Groups({ groups }: { groups: GroupInfo[] }) {
  if (groups.length < 2) return null;
  // The focus goes along, for who has no eyes or no finger on the screen.
  const jump = (id: string) => {
    const group = document.getElementById(`group-${id}`);
    group?.scrollIntoView({ block: 'start', behavior: 'smooth' });
    group?.querySelector('button')?.focus({ preventScroll: true });
  };
  return (
    <nav class="groups" aria-label={t('services.groups')}>
      {groups.map((group) => (
        <button type="button" key={group.id} class="group" onClick={() => jump(group.id)}>
          <Icon name={group.icon} /><span>{say(group.name)}</span>
        </button>
      ))}
    </nav>
  );
}

function Search({ text, onText, count }: { text: string; onText: (text: string) => void; count: number | null }) {
  const words = count === null ? '' : count === 0 ? t('services.nothing') : t('services.found', { count });
  return (
    <div class="search">
      <Icon name="search" />
      <input type="text" inputMode="none" value={text} placeholder={t('services.searchHint')} aria-label={t('services.search')}
        autocomplete="off" spellcheck={false} autofocus onInput={(event) => onText(event.currentTarget.value)} />
      <Announcer words={words} />
    </div>
  );
}

function Tiles({ groups, found }: { groups: GroupInfo[]; found: ServiceInfo[] | null }) {
  const box = useRef<HTMLDivElement>(null);
  const page = (direction: 1 | -1) => box.current?.scrollBy({ top: direction * box.current.clientHeight * 0.8, behavior: 'smooth' });
  return (
    <div class="tiles-frame">
      <div class="tiles" ref={box} tabIndex={-1}>
        {found?.length === 0 && <p class="nothing">{t('services.nothing')}</p>}
        {found && found.length > 0 && <div class="tile-grid">{found.map((one) => <Tile key={one.id} service={one} />)}</div>}
        {!found && groups.map((group) => (
          <section key={group.id} id={`group-${group.id}`} class="tile-group" aria-label={say(group.name)}>
            <h2><Icon name={group.icon} />{say(group.name)}</h2>
            <div class="tile-grid">{servicesOf(group).map((one) => <Tile key={one.id} service={one} />)}</div>
          </section>
        ))}
      </div>
      <div class="pager for-eyes">
        <Button icon="arrow-up" label={t('scroll.up')} onPress={() => page(-1)}>{''}</Button>
        <Button icon="arrow-down" label={t('scroll.down')} onPress={() => page(1)}>{''}</Button>
      </div>
    </div>
  );
}

export function Tile({ service }: { service: ServiceInfo }) {
  const chosen = visit.value.services.includes(service.id);
  const full = !chosen && visit.value.services.length >= maxServices;
  return (
    <button type="button" class={`tile ${chosen ? 'chosen' : ''}`} disabled={full} onClick={() => pick(service.id)}>
      <span>{say(service.name)}</span>
      {chosen && <small><Icon name="check" />{t('services.chosen')}</small>}
    </button>
  );
}
