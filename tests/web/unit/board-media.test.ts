// Which files of a folder's listing a board shows, and whose folders it asks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesOf, folderAsked } from '../../../queue-server/web/pages/board/media';

test('pictures, films and music by name, and nothing else of a listing', () => {
  const file = (name: unknown, type = 'file') => ({ name, type });
  const listing = [file('2 film.mp4'), file('1.JPG'), file('notes.txt'), file('3 song.mp3'), file('more', 'directory'), file('../x.png'), file(7), null];
  assert.deepEqual(filesOf(listing, '/media/'), [
    { url: '/media/1.JPG', kind: 'picture' }, { url: '/media/2%20film.mp4', kind: 'film' }, { url: '/media/3%20song.mp3', kind: 'music' },
  ]);
  for (const wrong of [null, {}, 'x', 3]) assert.deepEqual(filesOf(wrong, '/media/'), []);
});

test('a folder of the board\'s own server alone', () => {
  assert.equal(folderAsked('?media=/media/'), '/media/');
  assert.equal(folderAsked('?media=/a/b-c/'), '/a/b-c/');
  for (const wrong of ['', '?media=', '?media=media/', '?media=//elsewhere/', '?media=https://elsewhere/', '?media=/../', '?media=/media']) {
    assert.equal(folderAsked(wrong), null, wrong);
  }
});
