// The page of one ticket, on its holder's own phone. Small: no font, no picture, no other page's code.
import '../../shared/base.css';
import './ticket.css';
import { render } from 'preact';
import { languageNames, preferredLanguage, setUpWords } from '../../shared/i18n';
import { problemWords } from '../../shared/problem-words';
import { App } from './app';
import { openTicket, remembered } from './store';
import { ticketWords } from './words';

const kept = remembered();
const first = kept && kept in languageNames ? kept : preferredLanguage(Object.keys(languageNames), navigator.languages);
setUpWords(first, problemWords, ticketWords);

const page = document.getElementById('page');
if (page) render(<App />, page);
void openTicket();
