// The manager page: the hall as it is now, on a desk's wide screen or a phone on the walk through
// it.
import { render } from 'preact';
import { releaseFocusAfterPointer } from '../../shared/staff-key-map';
import { setUpStaffWords } from '../../shared/staff-language';
import { staffWords } from '../../shared/staff-words';
import { ManagerPage } from './page';
import { managerWords } from './words';
import '../../shared/base.css';
import '../../shared/lanes.css';
import '../../shared/staff-lanes.css';
import '../../shared/staff.css';
import './manager.css';
import './counters.css';
import './devices.css';

setUpStaffWords(staffWords, managerWords);
releaseFocusAfterPointer();
render(<ManagerPage />, document.getElementById('page')!);
