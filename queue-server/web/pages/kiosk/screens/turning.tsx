// The private matters, on a screen of their own that soon goes by itself.
import { t } from '../../../shared/i18n';
import { privateServices } from '../store';
import { Tile } from './services';

export function TurningScreen({ left }: { left: number | null }) {
  return (
    <main class="screen turning">
      <div class="turning-head">
        <h1>{t('turning.title')}</h1>
        {left !== null && <span class="timer num" aria-hidden="true">{left}</span>}
      </div>
      <p class="lead">{t('turning.lead')}</p>
      <div class="tiles"><div class="tile-grid">
        {privateServices.value.map((one) => <Tile key={one.id} service={one} />)}
      </div></div>
    </main>
  );
}
