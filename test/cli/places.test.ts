import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { afterAll, describe, expect, it } from 'vitest';
import { quoted } from '../../src/cli/command-line.js';
import { labelsOf } from '../../src/cli/labels.js';
import { parsePlace } from '../../src/cli/places.js';
import { parseAnswer, parseQuestion, questionLine } from '../../src/cli/server/protocol.js';
import { socketPath } from '../../src/cli/server/socket-path.js';
import { pairFolder, realPathOf, stateHome } from '../../src/cli/state-folder.js';

describe('a place', () => {
  const paths: readonly (readonly [string, string])[] = [
    ['A', '/home/me/A'],
    ['./s3:odd', '/home/me/s3:odd'],
    ['/abs/', '/abs'],
    ['file:///abs/with%20space', '/abs/with space'],
    ['file:rel', '/home/me/rel'],
    ['C:odd', '/home/me/C:odd'],
    ['a folder/sub:dir', '/home/me/a folder/sub:dir'],
  ];
  for (const [text, path] of paths) {
    it(`'${text}' is ${path}`, () => expect(parsePlace(text, '/home/me')).toMatchObject(E.right({ path, text })));
  }
  const remote: readonly (readonly [string, object])[] = [
    ['webdav:https://host/x', { provider: 'webdav', namespace: null, address: 'https://host/x', user: null, password: null }],
    ['s3@minio:bucket/x', { provider: 's3', namespace: 'minio', address: 'bucket/x', user: null, text: 's3@minio:bucket/x' }],
    ['webdav:http://me@host/x', { address: 'http://me@host/x', user: 'me', password: null, text: 'webdav:http://me@host/x' }],
    ['WebDAV:http://me:a%20:b@c@host/x', { address: 'http://me@host/x', user: 'me', password: 'a :b@c', text: 'webdav:http://me@host/x' }],
    ['webdav:http://host/a@b:c', { address: 'http://host/a@b:c', user: null, password: null }],
  ];
  for (const [text, place] of remote) {
    it(`'${text}' is on a server`, () => expect(parsePlace(text, '/home/me')).toMatchObject(E.right(place)));
  }
  for (const text of ['', 'file://elsewhere/x', 'a\0b']) {
    it(`${JSON.stringify(text)} is none`, () => expect(E.isLeft(parsePlace(text, '/home/me'))).toBe(true));
  }
});

describe('labels', () => {
  it('are what was typed, or what tells long ones apart', () => {
    expect(labelsOf(['A', 'B/'])).toEqual(['A', 'B']);
    expect(labelsOf(['/', '/mnt'])).toEqual(['/', '/mnt']);
    expect(labelsOf(['/home/somebody/with/a/long/name/Photos', '/media/usb/Pictures'])).toEqual(['Photos', 'Pictures']);
    expect(labelsOf(['/home/somebody/with/a/long/name/Photos', '/media/usb/Photos'])).toEqual(['…/name/Photos', '…/usb/Photos']);
  });
});

describe('a suggested command line', () => {
  it('can be pasted', () => {
    expect([quoted('A'), quoted('my folder'), quoted("it's"), quoted('$HOME')]).toEqual(['A', "'my folder'", "'it'\\''s'", "'$HOME'"]);
  });
});

describe('the state folder', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'foldsync-state-')));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is one per pair and order, readable, in the user’s state folder', () => {
    const name = pairFolder('/state', ['/home/me/My Photos', '/media/usb/Photos']);
    expect(name).toMatch(/^\/state\/My_Photos--Photos-[0-9a-f]{12}$/u);
    expect(pairFolder('/state', ['/media/usb/Photos', '/home/me/My Photos'])).not.toBe(name);
    expect(pairFolder('/state', ['/home/me/My Photos', '/media/usb2/Photos'])).not.toBe(name);
    expect(stateHome({ XDG_STATE_HOME: '/xdg' })).toBe('/xdg/foldsync');
    expect(stateHome({ XDG_STATE_HOME: 'relative' })).toMatch(/\/\.local\/state\/foldsync$/u);
  });

  it('is the same for a folder that is missing, also behind a link', () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync('real/missing', join(folder, 'link'));
    expect(realPathOf(join(folder, 'link'))).toBe(join(folder, 'real/missing'));
    expect(realPathOf(join(folder, 'real/gone/too'))).toBe(join(folder, 'real/gone/too'));
  });

  it('holds the socket, or the temporary folder does where the path is too long', () => {
    expect(socketPath('/state/pair')).toBe('/state/pair/status.sock');
    const short = socketPath(`/state/${'x'.repeat(120)}`);
    expect(short.length).toBeLessThanOrEqual(100);
    expect(short).not.toBe(socketPath(`/state/${'y'.repeat(120)}`));
  });
});

describe('questions to a running sync', () => {
  it('are understood, and nothing else is', () => {
    expect(parseQuestion(questionLine('status').trim())).toEqual({ ask: 'status', from: 1 });
    expect(parseQuestion(questionLine('follow', 7).trim())).toEqual({ ask: 'follow', from: 7 });
    for (const line of [
      '',
      'status',
      '{}',
      '{"ask":"delete","version":"1"}',
      '{"ask":"status","version":"other"}',
      '{"ask":"who","version":"1","from":0.5}',
    ])
      expect(parseQuestion(line)).toBeNull();
    expect(parseQuestion('{"ask":"who","version":"other"}')).toEqual({ ask: 'who', from: 1 });
  });

  it('are answered as asked, or not at all', () => {
    const about = { pid: 1, places: ['/a', '/b'] };
    expect(parseAnswer('who', JSON.stringify({ ...about, _tag: 'who' }))).toMatchObject({ pid: 1 });
    for (const line of ['', 'x', '{"_tag":"who"}', JSON.stringify({ ...about, _tag: 'status' })])
      expect(parseAnswer('who', line)).toBeNull();
  });
});
