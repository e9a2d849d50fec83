import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder, keepCode, readCode } from '../../src/cli/code-cache.js';
import { type Desk, desk } from './desk.js';

let home = '';
let folders: readonly string[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'foldsync-code-'));
  folders = cacheFolder({ XDG_CACHE_HOME: join(home, 'cache') });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const own = (): string => join(home, 'cache/foldsync');
const data = Buffer.from('what V8 made');

describe('code that is kept', () => {
  it('lies in the folder of the XDG specification', () => {
    expect(folders).toEqual([join(home, 'cache'), own()]);
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative' }).at(-1)).toMatch(/\/\.cache\/foldsync$/u);
  });

  it('is read as it was written, by its owner alone', () => {
    keepCode(folders, 'sync', { runs: 3, data });
    expect(readCode(folders, 'sync')).toEqual({ runs: 3, data });
    expect(lstatSync(own()).mode & 0o777).toBe(0o700);
    expect(lstatSync(join(own(), 'sync')).mode & 0o777).toBe(0o600);
    expect(readdirSync(own())).toEqual(['sync']);
  });

  it('takes the place of what was there', () => {
    keepCode(folders, 'sync', { runs: 1, data: Buffer.from('older, and longer than what comes') });
    keepCode(folders, 'sync', { runs: 2, data });
    expect(readCode(folders, 'sync')).toEqual({ runs: 2, data });
  });

  it.each<[string, () => void]>([
    ['the file', () => chmodSync(join(own(), 'sync'), 0o620)],
    ['its folder', () => chmodSync(own(), 0o777)],
    ['the folder of all caches', () => chmodSync(join(home, 'cache'), 0o702)],
  ])('is not read where others may write %s', (_, open) => {
    keepCode(folders, 'sync', { runs: 1, data });
    open();
    expect(readCode(folders, 'sync')).toBeNull();
  });

  it('is not written where others may write', () => {
    mkdirSync(own(), { recursive: true });
    chmodSync(own(), 0o777);
    keepCode(folders, 'sync', { runs: 1, data });
    expect(readdirSync(own())).toEqual([]);
  });

  it('is not read through a link', () => {
    keepCode(folders, 'sync', { runs: 1, data });
    symlinkSync('sync', join(own(), 'plan'));
    expect(readCode(folders, 'plan')).toBeNull();
  });

  it('is none if it was cut off, and nobody is told', () => {
    keepCode(folders, 'sync', { runs: 1, data });
    writeFileSync(join(own(), 'sync'), 'short');
    expect(readCode(folders, 'sync')).toBeNull();
    expect(readCode(folders, 'other')).toBeNull();
  });

  it('is none if a bit of it is another', () => {
    keepCode(folders, 'sync', { runs: 1, data });
    const bytes = readFileSync(join(own(), 'sync'));
    for (let at = 0; at < bytes.length; at++) {
      const bad = Buffer.from(bytes);
      bad.writeUInt8(bad.readUInt8(at) ^ 4, at);
      writeFileSync(join(own(), 'sync'), bad);
      expect(readCode(folders, 'sync')).toBeNull();
    }
  });

  it('can be a file where a folder should be, and nobody is told', () => {
    writeFileSync(join(home, 'cache'), '');
    keepCode(folders, 'sync', { runs: 1, data });
    expect(readCode(folders, 'sync')).toBeNull();
  });

  it('goes a month after it was written, when another version is first kept', () => {
    keepCode(folders, 'old', { runs: 1, data });
    utimesSync(join(own(), 'old'), 0, Date.now() / 1000 - 31 * 24 * 3600);
    keepCode(folders, 'recent', { runs: 1, data });
    keepCode(folders, 'new', { runs: 1, data });
    expect(readdirSync(own())).toEqual(['new', 'recent']);
  });
});

describe('the command', () => {
  let at: Desk;
  beforeEach(() => void (at = desk({ XDG_CACHE_HOME: join(home, 'cache') })));
  afterEach(() => at.clear());
  const sync = (): number | null => at.run('sync', '--once', 'A', 'B').code;
  const kept = (): readonly string[] => readdirSync(own());
  const runs = (): number | undefined => readCode(folders, kept()[0] ?? '')?.runs;

  it('keeps what was compiled in its first runs, and then leaves it', () => {
    for (let run = 1; run <= 6; run += 1) {
      at.write(`A/${run}`, `${run}`);
      expect(sync()).toBe(0);
      expect(runs()).toBe(Math.min(run, 4));
    }
    expect(kept()).toHaveLength(1);
    expect(at.tree('B')).toEqual(at.tree('A'));
  });

  it('replaces what is no code', () => {
    sync();
    const file = join(own(), kept()[0] ?? '');
    const good = readFileSync(file).length;
    writeFileSync(file, Buffer.alloc(good, 7));
    expect(sync()).toBe(0);
    expect(runs()).toBe(1);
  });

  it('runs without it, and tells of no word that is no command', () => {
    writeFileSync(join(home, 'cache'), 'a file');
    at.write('A/a', 'a');
    expect(sync()).toBe(0);
    expect(at.read('B/a')).toBe('a');
    rmSync(join(home, 'cache'));
    expect(at.run('nonsense').code).toBe(2);
    expect(() => kept()).toThrow('ENOENT');
  });
});
