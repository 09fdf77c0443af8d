// The staff pages say the same in both languages, and have a sentence for every refusal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counterEn } from '../../../queue-server/web/pages/counter/words-en';
import { counterZh } from '../../../queue-server/web/pages/counter/words-zh';
import { managerEn } from '../../../queue-server/web/pages/manager/words-en';
import { managerZh } from '../../../queue-server/web/pages/manager/words-zh';
import type { Words } from '../../../queue-server/web/shared/i18n';
import { staffEn } from '../../../queue-server/web/shared/staff-words-en';
import { staffZh } from '../../../queue-server/web/shared/staff-words-zh';

// Key → words; English plurals count as one key.
function flat(words: Words, under = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    const path = under + key.replace(/_(one|other)$/, '');
    if (typeof value === 'string') all.set(path, value);
    else for (const [inner, text] of flat(value, `${path}.`)) all.set(inner, text);
  }
  return all;
}

const placeholders = (text: string) =>
  [...text.matchAll(/{{(\w+)}}/g)].map((found) => found[1]).sort();

for (const [name, zh, en] of [
  ['staff', staffZh, staffEn],
  ['counter', counterZh, counterEn],
  ['manager', managerZh, managerEn],
] as const) {
  test(`the ${name} words are complete in both languages, with the same values to fill in`, () => {
    const [chinese, english] = [flat(zh), flat(en)];
    assert.deepEqual([...chinese.keys()].sort(), [...english.keys()].sort());
    for (const [key, text] of chinese) {
      assert.notEqual(text.trim(), '', key);
      assert.deepEqual(placeholders(text), placeholders(english.get(key)!), key);
      if (key.endsWith('.reasons'))
        assert.equal(text.split('|').length, english.get(key)!.split('|').length, key);
    }
  });
}

test('every refusal of the hall and of the server has a sentence', () => {
  const codes = [
    'hall-closed',
    'unknown-service',
    'too-many-services',
    'nobody-offers',
    'unknown-ticket',
    'not-waiting',
    'already-ended',
    'not-missed',
    'nothing-to-confirm',
    'unknown-counter',
    'counter-closed',
    'counter-open',
    'counter-paused',
    'counter-busy',
    'counter-idle',
    'not-paused',
    'slot-full',
    'too-late',
    'booked-already',
    'booking-suspended',
    'arrived-already',
    'kept-for-booking',
    'nothing-waiting',
    'already-called',
    'not-called',
    'not-serving',
    'too-early',
    'no-calls-left',
    'lane-not-taken',
    'unknown-backup',
    'backup-busy',
    'no-backup-free',
    'unknown-page',
    'already-answered',
    'not-open-by-page',
    'reason-needed',
    'base-counter',
    'counter-not-today',
    'pass-used',
    'invalid-request',
    'not-signed-in',
    'not-allowed',
    'not-found',
    'pairing-decided',
    'device-exists',
    'too-large',
    'invalid-value',
    'too-many-requests',
    'storage-unavailable',
    'overloaded',
    'account-locked',
    'idempotency-mismatch',
    'unreachable',
    'unexpected',
    'internal-error',
    'shutting-down',
    'request-timeout',
  ];
  for (const words of [flat(staffZh), flat(staffEn)]) {
    for (const code of codes) assert.ok(words.has(`problem.${code}`), code);
  }
});
