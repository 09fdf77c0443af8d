// A board whose hall is larger and busier than a test could make by commands.
import { changedView } from './view-frames.mjs';

export const changedBoard = (first) => changedView('board', first);

const signs = [
  { 'zh-TW': '綜合受理', en: 'All services' }, { 'zh-TW': '身分證', en: 'ID card' },
  { 'zh-TW': '自然人憑證', en: 'Digital certificate' }, { 'zh-TW': '英語服務', en: 'English service' },
  { 'zh-TW': '國籍行政及外籍人士諮詢', en: 'Nationality and foreign nationals' }, { 'zh-TW': '門牌', en: 'Door plates' },
];

// `count` counters at work, every third of them calling now; `first`: the lowest of the numbers.
export const busyHall = (count, { first = 1 } = {}) => (board, now) => {
  const numberOf = (n) => `${'AEPN'[n % 4]}${String(first + n).padStart(3, '0')}`;
  const counters = Array.from({ length: count }, (_, i) => {
    const n = i + 1;
    const state = n % 11 === 0 ? 'closed' : n % 9 === 0 ? 'paused' : 'open';
    const serves = state === 'open' && n % 7 !== 0;
    return { n, zone: 'a', state, sign: { function: signs[i % signs.length], clerk: `範例承辦 ${n}` }, ...(serves ? { number: numberOf(n) } : {}) };
  });
  const calling = counters.filter((one) => one.number && one.n % 3 === 1).reverse();
  const calls = calling.map((one, i) => ({
    call: `x${one.n}`, number: one.number, counter: one.n, label: one.sign.function, repeat: i === 0 ? 2 : 1, speak: [],
    at: new Date(now - 20_000 - i * 1000).toISOString(),
  }));
  return { ...board, counters, now: calls, recent: [] };
};
