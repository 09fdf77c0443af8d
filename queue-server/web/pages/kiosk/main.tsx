// The kiosk page. Words first, then the hall, then the screen; a QR reader is listened to all the while.
import '../../shared/base.css';
import './kiosk.css';
import { render } from 'preact';
import { setUpWords } from '../../shared/i18n';
import { problemWords } from '../../shared/problem-words';
import { App } from './app';
import { obeyKey } from './audio';
import { lookForCamera } from './camera';
import { ScanReader } from './scan';
import { firstLanguage, mayScan, openKiosk, takeScanned, touch } from './store';
import { kioskWords } from './words';

setUpWords(firstLanguage, problemWords, kioskWords);

const reader = new ScanReader();
addEventListener('keydown', (event) => {
  touch();
  const read = reader.key(event.key, event.timeStamp);
  if (read && mayScan()) {
    event.preventDefault();
    void takeScanned(read);
  } else if (!(event.target instanceof HTMLInputElement) && obeyKey(event.key)) {
    event.preventDefault();
  }
}, { capture: true });
// A kiosk has no menus: a long press does nothing.
addEventListener('contextmenu', (event) => event.preventDefault());

const page = document.getElementById('page');
if (page) render(<App />, page);
lookForCamera();
void openKiosk();
