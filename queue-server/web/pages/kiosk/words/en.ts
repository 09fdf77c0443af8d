// The kiosk's words in English.
import type { Words } from '../../../shared/i18n';

export const en: Words = {
  start: 'Take a number',
  door: {
    open: 'Open', openUntil: 'Numbers until {{time}} today', openAlways: 'Welcome',
    lastCalled: 'No more numbers today', lastCalledMore: 'Everyone who already has a number will be served.',
    closed: 'We are closed now', opens: 'Open again {{day}}, {{time}}', opensToday: 'Numbers from {{time}} today',
  },
  waiting_one: '{{count}} person waiting', waiting_other: '{{count}} people waiting', waitingNone: 'Nobody is waiting',
  wait: {
    range: 'About {{low}}–{{high}} min', within: 'Within about {{high}} min', none: 'No wait right now',
    unknown: 'We cannot tell the wait right now', label: 'Wait',
  },
  needs: {
    title: 'Does anyone of you need help?', hint: 'You can choose several', none: 'No, thank you',
    senior: '65 or older', pregnant: 'Pregnant', wheelchair: 'Wheelchair', 'small-child': 'With a small child',
    'hard-of-hearing': 'Hard of hearing', 'hard-of-seeing': 'Hard of seeing', interpreter: 'An interpreter',
  },
  services: {
    title: 'What are you here for?', another: 'What else?', search: 'Search', searchHint: 'Type a word, e.g. marriage',
    searchClose: 'Close search', clear: 'Clear', erase: 'Delete one letter', found_one: '{{count}} match', found_other: '{{count}} matches',
    nothing: 'Nothing matches. Try another word, or ask at the service desk.',
    groups: 'Choose by topic', chosen: 'Chosen', full: 'Up to five on one ticket',
  },
  turning: {
    button: '疼您 Turning (private counter)', title: 'Turning: a private counter',
    lead: 'These matters are handled at a more private counter. Your number looks like any other number.',
  },
  confirm: {
    title: 'Is this right?', matters: 'What you are here for', several: 'All {{count}} are handled at one counter',
    documents: 'What to have ready', noDocuments: 'No other papers are needed.',
    lacking: 'Is a paper missing? You can fetch it first and save the wait.',
    add: 'Add another', remove: 'Remove', take: 'Take a number', taking: 'One moment…', notNow: 'Not now', needs: 'Help',
    quiet: 'Quiet call', quietHint: 'Not spoken and not on the screens. Watch your number\'s page on your phone, or our staff will fetch you.',
    slow: 'This takes longer than usual. Please wait; there is no need to press again.',
  },
  number: {
    yours: 'Your number', ahead_one: '{{count}} person before you', ahead_other: '{{count}} people before you', aheadNone: 'You are next',
    scan: 'Scan to follow your number on your phone', noSlip: 'No slip is printed here. Please remember the number or scan the code.',
    confirm: 'I have my number', countdown: 'Without a touch the number is cancelled in {{seconds}} s', confirming: 'One moment…',
    qr: 'QR code of your number\'s page',
    quiet: 'You will be called neither by voice nor on the screens. Please scan the code and watch the page on your phone.',
  },
  done: { title: 'Thank you', body: 'Please take a seat. Watch the screen and listen for your number.', close: 'Done' },
  voided: { title: 'The number was cancelled', body: '{{number}} was not confirmed and has been cancelled. Please take a new one if you need it.' },
  unconfirmed: { title: 'Not confirmed yet', body: 'Please press again, or ask our staff for help.' },
  timeout: { title: 'Do you need more time?', body: 'Back to the first page in {{seconds}} s. What you chose will be cleared.', more: 'I need more time', leave: 'Start over' },
  trouble: { title: 'You have no number yet', again: 'Try again', home: 'First page' },
  stale: 'Connection lost. What you see may be out of date. Reconnecting…',
  onItsOwn: 'The connection is down for a moment. You can take a number as usual.',
  staleIdle: 'No numbers here for a moment', staleIdleMore: 'The connection is down and comes back by itself. Please ask at the service desk.',
  enrol: {
    needed: 'This kiosk is not enrolled', neededMore: 'An administrator must add this device and open its one-time link here.',
    done: 'This kiosk is enrolled and ready.', failed: 'The enrolment link is invalid or was already used. Please make a new one.',
  },
  code: {
    button: 'I have a booking, number or pass', title: 'Your booking code', hint: 'It has 12 letters and digits. You can also show the QR code of a booking, a missed number or a return pass.', submit: 'Check in', checking: 'One moment…',
    early: 'Your booking is for {{day}}, {{slot}}. You can check in from {{from}}.', late: 'The booked time has passed and is no longer kept. You can take an ordinary number for the same matter.',
    walkIn: 'Take an ordinary number', unknown: 'There is no booking with this code. Please check it again, or ask at the service desk.', arrived: 'This booking has been checked in already. Its number is {{number}}.',
  },
  camera: {
    button: 'Scan with the camera', title: 'Show your QR code to the camera', type: 'Type the code instead',
    hint: 'On your phone, your slip or your pass, about a hand away from the screen. No picture is kept.',
    starting: 'The camera is starting…', looking: 'Looking for a code…', read: 'Got it. One moment…',
    foreign: 'This code is not one of ours. Please show the one of your number, booking or return pass.',
    none: 'There is no camera here at the moment. Please type the code of a booking, or ask at the service desk.',
    refused: 'The camera may not be used here. Please type the code of a booking, or ask at the service desk.',
    busy: 'The camera does not answer. Please type the code of a booking, or ask at the service desk.',
  },
  scan: {
    title: 'Welcome back', done: '{{number}} is checked in again. You will be called soon.', notNeeded: '{{number}} needs no check-in. Please watch the screen.',
    failed: 'Check-in failed',
  },
  audio: {
    on: 'Audio', to: 'to', selected: 'selected', previous: 'Previous', next: 'Next', choose: 'Choose', back: 'Back',
    welcome: 'Audio mode. Press next or previous to hear the choices, choose to take one, back to go back.',
    noVoice: 'This kiosk has no voice', noVoiceMore: 'The audio mode cannot speak here. Please ask at the service desk.',
    noVoiceFor: 'There is no voice for {{language}}', noVoiceHere: 'There is no voice for this language. Press back to choose another, or ask at the service desk.',
  },
  bar: { home: 'Start over', back: 'Back', large: 'Large type', low: 'Lower screen', sample: 'Sample hall', tools: 'Display' },
  scroll: { down: 'More below', up: 'Up' },
};
