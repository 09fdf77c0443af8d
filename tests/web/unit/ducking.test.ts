// Music steps back for a call.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearer, volumeOf } from '../../../queue-server/web/pages/board/ducking';

const playing = { sound: true, paused: false, speaking: false, film: false };

test('music is low while a call is spoken, and silent when muted, paused or under a film', () => {
  assert.equal(volumeOf(playing), 1);
  const low = volumeOf({ ...playing, speaking: true });
  assert.ok(low !== null && low > 0 && low < 0.2);
  for (const why of [{ sound: false }, { paused: true }, { film: true }, { film: true, speaking: true }])
    assert.equal(volumeOf({ ...playing, ...why }), null);
});

test('it goes down at once and comes back step by step, never above', () => {
  assert.equal(nearer(1, 0.12), 0.12);
  let volume = 0.12;
  let steps = 0;
  for (; volume < 1; steps += 1) {
    const next = nearer(volume, 1);
    assert.ok(next > volume && next <= 1);
    volume = next;
  }
  assert.ok(steps > 5 && steps < 50, String(steps));
});
