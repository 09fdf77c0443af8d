// The kiosk on a screen that stands upright.
import { sizes } from './chrome.mjs';
import { kioskLooks } from './kiosk-looks.mjs';

kioskLooks('tall', sizes.kioskTall);
