// The kiosk on a screen that lies on its side.
import { sizes } from './chrome.mjs';
import { kioskLooks } from './kiosk-looks.mjs';

kioskLooks('wide', sizes.kioskWide);
