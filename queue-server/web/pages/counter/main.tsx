// The counter page: a clerk calls, serves and hands on, with one key for each step; a backup's page
// rings.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { setUpStaffWords } from '../../shared/staff-language';
import { releaseFocusAfterPointer } from '../../shared/staff-key-map';
import { allowRingOnTouch } from '../../shared/staff-ring';
import { staffWords } from '../../shared/staff-words';
import { notice } from './deeds';
import { CounterPage } from './page';
import { ringWhilePaged } from './ring';
import { hall } from './store';
import { counterWords } from './words';
import '../../shared/base.css';
import '../../shared/lanes.css';
import '../../shared/staff-lanes.css';
import '../../shared/staff.css';
import './counter.css';
import './actions.css';

setUpStaffWords(staffWords, counterWords);
releaseFocusAfterPointer();
allowRingOnTouch();
effect(() => notice(hall.view.value));
ringWhilePaged();
render(<CounterPage />, document.getElementById('page')!);
