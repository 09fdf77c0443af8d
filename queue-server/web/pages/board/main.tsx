// The board page of the hall: what is called, who waits, which counters serve. Read only.
import '../../shared/base.css';
import '../../shared/lanes.css';
import './board.css';
import { render } from 'preact';
import { setUpWords } from '../../shared/i18n';
import { App } from './app';
import { openBoard, voice } from './store';
import { boardWords } from './words';

setUpWords('zh-TW', boardWords);

// Any touch or key by staff is enough to let the board speak. The sound's own button does so by itself: with both, the
// first touch could turn the sound on and off again.
const wake = ({ target }: Event) => {
  if (voice.state.value === 'locked' && !(target instanceof Element && target.closest('.sound'))) void voice.unlock();
};
addEventListener('pointerdown', wake);
addEventListener('keydown', wake);

const page = document.getElementById('page');
if (page) render(<App />, page);
void openBoard();
