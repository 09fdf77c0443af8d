// One thing at a time, and a lost reply never makes a thing happen twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begin, end, noErrands } from '../../../queue-server/web/shared/staff-errands';

const next = '/halls/main/counters/5/call-next';

test('a second press while the first is under way asks for nothing', () => {
  const errands = noErrands();
  assert.ok(begin(errands, next, {}, 'idle'));
  assert.equal(begin(errands, next, {}, 'idle'), null);
  assert.equal(begin(errands, '/halls/main/counters/5/recall', {}, 'idle'), null);
});

test('pressing again after a lost reply is the same wish with the same key', () => {
  for (const code of [
    'unreachable',
    'storage-unavailable',
    'overloaded',
    'shutting-down',
    'internal-error',
    'unexpected',
  ]) {
    const errands = noErrands();
    const first = begin(errands, next, {}, 'idle');
    end(errands, code);
    const again = begin(errands, next, {}, 'idle');
    assert.equal(again?.key, first?.key, code);
    end(errands, code);
    assert.equal(begin(errands, next, {}, 'idle')?.key, first?.key, `${code} twice`);
  }
});

test('once the page shows that something happened, a press is a new wish', () => {
  const errands = noErrands();
  const first = begin(errands, next, {}, 'idle');
  end(errands, 'unreachable');
  assert.notEqual(begin(errands, next, {}, 'serving A023')?.key, first?.key);
});

test('another body, an answer or a refusal ends the old wish', () => {
  const errands = noErrands();
  const first = begin(errands, next, {}, 'idle');
  end(errands, 'unreachable');
  const other = begin(errands, next, { finishCurrent: true }, 'idle');
  assert.notEqual(other?.key, first?.key);
  end(errands, null);
  const third = begin(errands, next, { finishCurrent: true }, 'idle');
  assert.notEqual(third?.key, other?.key);
  end(errands, 'nothing-waiting');
  assert.notEqual(begin(errands, next, { finishCurrent: true }, 'idle')?.key, third?.key);
});
