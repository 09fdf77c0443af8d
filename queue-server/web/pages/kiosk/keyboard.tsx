// Letters on the glass: a kiosk has no keyboard. Bopomofo, Latin, Thai consonants or kana by the page's language,
// with Latin always one press away.
import { useState } from 'preact/hooks';
import { Button } from '../../shared/components';
import { language, t } from '../../shared/i18n';

interface Layout {
  readonly name: string;
  readonly rows: readonly string[];
}

const latin: Layout = { name: 'ABC', rows: ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] };
const layouts: Readonly<Record<string, Layout>> = {
  'zh-TW': { name: 'ㄅㄆㄇ', rows: ['ㄅㄉㄓㄚㄞㄢㄦㄆㄊㄍ', 'ㄐㄔㄗㄧㄛㄟㄣㄇㄋㄎ', 'ㄑㄕㄘㄨㄜㄠㄤㄈㄌㄏ', 'ㄒㄖㄙㄩㄝㄡㄥ'] },
  th: { name: 'กขค', rows: ['กขคฆงจฉชซ', 'ฌญฎฏฐฑฒณด', 'ตถทธนบปผฝ', 'พฟภมยรลวศ', 'ษสหฬอฮ'] },
  ja: { name: 'あいう', rows: ['あかさたなはまやらわ', 'いきしちにひみゆりを', 'うくすつぬふむよるん', 'えけせてねへめれっー', 'おこそとのほもろゃゅょ'] },
};

export function Keyboard(props: { onKey: (key: string) => void; onErase: () => void; onClear: () => void }) {
  const own = layouts[language.value];
  const [useLatin, setUseLatin] = useState(false);
  const layout = own && !useLatin ? own : latin;
  const other = own && (useLatin ? own : latin);
  return (
    <div class={`keyboard ${layout === latin ? '' : 'many'}`} role="group" aria-label={layout.name}>
      {layout.rows.map((row) => (
        <div class="keys" key={row}>
          {[...row].map((key) => <button type="button" key={key} onClick={() => props.onKey(key)}>{key}</button>)}
        </div>
      ))}
      <div class="keys">
        {other && <Button onPress={() => setUseLatin(!useLatin)}>{other.name}</Button>}
        <Button icon="arrow-left" onPress={props.onErase}>{t('services.erase')}</Button>
        <Button icon="close" onPress={props.onClear}>{t('services.clear')}</Button>
      </div>
    </div>
  );
}
