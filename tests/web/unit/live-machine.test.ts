// When a page connects, gives up a dead line, and calls what it shows old.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  abandonAfterMs, closed, connectWithinMs, firstDelayMs, heard, hurry, isStale, lastDelayMs, opened, staleAfterMs,
  startMachine, step, stop, type Machine,
} from '../../../queue-server/web/shared/live-machine';

function connected(now: number): Machine {
  const machine = startMachine(now);
  assert.equal(step(machine, now), 'connect');
  opened(machine, now);
  heard(machine, now);
  return machine;
}

test('what is shown is old six seconds after the last frame, not before', () => {
  const machine = connected(1_000);
  assert.equal(isStale(machine, 1_000 + staleAfterMs - 1), false);
  assert.equal(isStale(machine, 1_000 + staleAfterMs), true);
  heard(machine, 9_000);
  assert.equal(isStale(machine, 9_000), false);
});

test('a line that stays open and silent is dropped and tried again', () => {
  const machine = connected(0);
  assert.equal(step(machine, abandonAfterMs - 1), 'none');
  assert.equal(step(machine, abandonAfterMs), 'disconnect');
  closed(machine, abandonAfterMs, 0);
  assert.equal(step(machine, abandonAfterMs + firstDelayMs), 'connect');
});

test('a hand-shake that does not end is given up', () => {
  const machine = startMachine(0);
  step(machine, 0);
  assert.equal(step(machine, connectWithinMs - 1), 'none');
  assert.equal(step(machine, connectWithinMs), 'disconnect');
});

test('each failure waits longer, with jitter, and never longer than five seconds', () => {
  const machine = startMachine(0);
  let now = 0;
  const waits: number[] = [];
  for (let attempt = 0; attempt < 8; attempt += 1) {
    assert.equal(step(machine, now), 'connect');
    closed(machine, now, 0.999999);
    waits.push(machine.retryAt - now);
    assert.equal(step(machine, machine.retryAt - 1), 'none');
    now = machine.retryAt;
  }
  assert.deepEqual(waits.map(Math.round), [500, 1000, 2000, 4000, 5000, 5000, 5000, 5000]);
  closed(machine, now, 0);
  assert.ok(machine.retryAt - now >= lastDelayMs / 2, 'jitter takes away at most half');
});

test('a frame after reconnecting makes the next failure short again, an opened socket alone does not', () => {
  const machine = startMachine(0);
  for (let i = 0; i < 5; i += 1) {
    step(machine, machine.retryAt);
    closed(machine, machine.retryAt, 0);
  }
  step(machine, machine.retryAt);
  opened(machine, 60_000);
  closed(machine, 60_000, 0.999999);
  assert.ok(machine.retryAt - 60_000 > firstDelayMs);
  step(machine, machine.retryAt);
  opened(machine, 70_000);
  heard(machine, 70_000);
  closed(machine, 70_000, 0);
  assert.ok(machine.retryAt - 70_000 <= firstDelayMs);
});

test('the server may ask for a longer wait before the next try', () => {
  const machine = connected(0);
  closed(machine, 0, 0, 30_000);
  assert.equal(step(machine, 29_999), 'none');
  assert.equal(step(machine, 30_000), 'connect');
});

test('a page that is seen again does not wait out its delay', () => {
  const machine = connected(0);
  closed(machine, 0, 0.999);
  assert.equal(step(machine, 1), 'none');
  hurry(machine, 1);
  assert.equal(step(machine, 1), 'connect');
});

test('hand-shakes that fail are counted until one succeeds', () => {
  const machine = startMachine(0);
  for (let i = 1; i <= 3; i += 1) {
    step(machine, machine.retryAt);
    closed(machine, machine.retryAt, 0);
    assert.equal(machine.refusals, i);
  }
  step(machine, machine.retryAt);
  opened(machine, machine.retryAt);
  assert.equal(machine.refusals, 0);
});

test('a stopped machine does nothing more', () => {
  const machine = connected(0);
  stop(machine);
  closed(machine, 1, 0);
  assert.equal(step(machine, 1_000_000), 'none');
});
