// Keys as a clerk means them, and to whom they belong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  belongsToFocus,
  keyName,
  type KeyPress,
} from '../../../queue-server/web/shared/staff-keys';

const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key: '',
  repeat: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  ...more,
});

test('the space bar and the keypad Enter are one big key', () => {
  assert.equal(keyName(press('Space', { key: ' ' })), 'Space');
  assert.equal(keyName(press('NumpadEnter', { key: 'Enter' })), 'Space');
  assert.equal(keyName(press('Enter', { key: 'Enter' })), 'Enter');
});

test('a letter is its physical key, whatever the input method makes of it', () => {
  assert.equal(keyName(press('KeyR', { key: 'ㄐ' })), 'R');
  assert.equal(keyName(press('KeyR', { key: 'Process' })), 'R');
  assert.equal(keyName(press('Numpad3', { key: '3' })), '3');
});

test('a keyboard that sends no code is understood by its letters', () => {
  assert.equal(keyName(press('', { key: 'n' })), 'N');
  assert.equal(keyName(press('', { key: ' ' })), 'Space');
  assert.equal(keyName(press('', { key: 'Unidentified' })), null);
});

test('a held key, a composed one and a browser shortcut mean nothing', () => {
  assert.equal(keyName(press('Space', { repeat: true })), null);
  assert.equal(keyName(press('KeyR', { isComposing: true })), null);
  assert.equal(keyName(press('KeyR', { ctrlKey: true })), null);
  assert.equal(keyName(press('KeyT', { metaKey: true })), null);
  assert.equal(keyName(press('KeyF', { altKey: true })), null);
});

test('while somebody types, every key but Escape is theirs', () => {
  for (const tagName of ['INPUT', 'TEXTAREA', 'SELECT']) {
    assert.equal(belongsToFocus('N', { tagName, type: 'text' }), true);
    assert.equal(belongsToFocus('Space', { tagName, type: 'text' }), true);
    assert.equal(belongsToFocus('Escape', { tagName, type: 'text' }), false);
  }
  assert.equal(belongsToFocus('N', { tagName: 'DIV', isContentEditable: true }), true);
});

test('a focused button or choice takes Space and Enter, and leaves the letters', () => {
  assert.equal(belongsToFocus('Space', { tagName: 'BUTTON' }), true);
  assert.equal(belongsToFocus('R', { tagName: 'BUTTON' }), false);
  assert.equal(belongsToFocus('Space', { tagName: 'INPUT', type: 'radio' }), true);
  assert.equal(belongsToFocus('2', { tagName: 'INPUT', type: 'radio' }), false);
  assert.equal(belongsToFocus('Space', { tagName: 'BODY' }), false);
  assert.equal(belongsToFocus('Space', null), false);
});
