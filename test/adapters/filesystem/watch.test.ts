import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesystemOn } from '../../../src/adapters/filesystem/filesystem.js';
import { treeOf } from '../../../src/adapters/filesystem/tree.js';
import { changesBelow, type WatchOptions } from '../../../src/adapters/filesystem/watch.js';
import { watchWithNode } from '../../../src/adapters/filesystem/watch-tree.js';
import type { System } from '../../../src/adapters/filesystem/system.js';
import type { Changes } from '../../../src/effects/ports/provider.js';
import { systems, temporaryFolder } from './support.js';

/** A filesystem that keeps no birth times: a new folder can look the same as the one that was removed. */
const withoutBirth = (system: System): System => {
  const never = { seconds: 0, nanoseconds: 0 };
  return {
    ...system,
    statAt: (folder, name) => {
      const facts = system.statAt(folder, name);
      return facts === null ? null : { ...facts, born: never };
    },
    statOpen: (descriptor) => ({ ...system.statOpen(descriptor), born: never }),
  };
};

interface Watcher {
  readonly seen: Set<string>;
  /** Resolves once all of these were hinted at; rejects after 5 s. */
  readonly until: (...hints: readonly string[]) => Promise<void>;
  readonly stop: () => void;
}

/** Watches a root; resolves after the first `Changes`, which must be empty. */
const watching = async (system: System, root: string, options: Partial<WatchOptions> = {}): Promise<Watcher> => {
  const tree = treeOf(system, root);
  tree.connect();
  const seen = new Set<string>();
  let check = (): void => undefined;
  let first: ((changes: Changes) => void) | null = null;
  const ready = new Promise<Changes>((resolve) => (first = resolve));
  const subscription = changesBelow(system, tree, { onWarning: () => undefined, ...options }).subscribe((changes) => {
    first?.(changes);
    first = null;
    for (const hint of changes.hints) seen.add(hint._tag === 'FolderTouched' ? `/${hint.path.join('/')}` : hint._tag);
    check();
  });
  expect((await ready).hints).toEqual([]);
  return {
    seen,
    until: (...hints) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`waited for ${hints.join(' ')}, saw ${[...seen].join(' ')}`)), 5000);
        check = () => {
          if (!hints.every((hint) => seen.has(hint))) return;
          clearTimeout(timer);
          resolve();
        };
        check();
      }),
    stop: () => {
      subscription.unsubscribe();
      tree.disconnect();
    },
  };
};

describe.each(systems)('watching %s', (_name, system) => {
  it('hints at the folder of whatever is made, changed, renamed or removed', async () => {
    const root = temporaryFolder();
    mkdirSync(`${root}/a/b`, { recursive: true });
    writeFileSync(`${root}/a/b/file`, 'x');
    const watcher = await watching(system, root);
    const touches = async (hint: string, act: () => void): Promise<void> => {
      watcher.seen.clear();
      act();
      await watcher.until(hint);
    };
    await touches('/a/b', () => appendFileSync(`${root}/a/b/file`, 'y'));
    await touches('/a', () => writeFileSync(`${root}/a/new`, ''));
    await touches('/', () => renameSync(`${root}/a/new`, `${root}/moved`));
    await touches('/', () => rmSync(`${root}/moved`));
    watcher.stop();
  });

  it('loses nothing of what is written into folders that were made a moment ago', async () => {
    const root = temporaryFolder();
    const watcher = await watching(system, root);
    for (let round = 0; round < 20; round += 1) {
      mkdirSync(`${root}/${round}/b/c`, { recursive: true });
      writeFileSync(`${root}/${round}/b/c/file`, 'x');
      await watcher.until('/', `/${round}`, `/${round}/b`, `/${round}/b/c`);
      watcher.seen.clear();
      writeFileSync(`${root}/${round}/b/c/file`, 'y');
      await watcher.until(`/${round}/b/c`);
    }
    watcher.stop();
  });

  it('follows a renamed folder to its new path', async () => {
    const root = temporaryFolder();
    mkdirSync(`${root}/a/b`, { recursive: true });
    mkdirSync(`${root}/other`);
    const watcher = await watching(system, root);
    renameSync(`${root}/a`, `${root}/other/z`);
    await watcher.until('/', '/other', '/other/z', '/other/z/b');
    watcher.seen.clear();
    writeFileSync(`${root}/other/z/b/file`, '');
    await watcher.until('/other/z/b');
    expect([...watcher.seen]).toEqual(['/other/z/b']);
    watcher.stop();
  });

  it.each([
    ['told apart by birth time', system],
    ['not told apart', withoutBirth(system)],
  ] as const)('watches a folder that took the name, and maybe the inode, of another, %s', async (_how, system) => {
    const root = temporaryFolder();
    mkdirSync(`${root}/a`);
    mkdirSync(`${root}/b/inner`, { recursive: true });
    const watcher = await watching(system, root);
    for (let round = 0; round < 10; round += 1) {
      rmSync(`${root}/a`, { recursive: true });
      mkdirSync(`${root}/a/inner`, { recursive: true });
      await watcher.until('/', '/a', '/a/inner');
      watcher.seen.clear();
      writeFileSync(`${root}/a/inner/file`, '');
      await watcher.until('/a/inner');
      watcher.seen.clear();
    }
    renameSync(`${root}/a`, `${root}/c`);
    renameSync(`${root}/b`, `${root}/a`);
    renameSync(`${root}/c`, `${root}/b`);
    await watcher.until('/a/inner', '/b/inner');
    watcher.seen.clear();
    writeFileSync(`${root}/a/inner/x`, '');
    await watcher.until('/a/inner');
    expect([...watcher.seen]).toEqual(['/a/inner']);
    watcher.stop();
  });

  it('says nothing of its own files, nor of what lies behind links', async () => {
    const root = temporaryFolder();
    const outside = temporaryFolder();
    mkdirSync(`${root}/.foldsync/trash`, { recursive: true });
    symlinkSync(outside, `${root}/link`);
    const watcher = await watching(system, root);
    writeFileSync(`${root}/.foldsync/trash/x`, '');
    writeFileSync(`${root}/.foldsync-part-1`, '');
    writeFileSync(`${outside}/x`, '');
    mkdirSync(`${root}/last`);
    await watcher.until('/last');
    expect([...watcher.seen].sort()).toEqual(['/', '/last']);
    watcher.stop();
  });

  it('puts a burst into few changes', async () => {
    const root = temporaryFolder();
    mkdirSync(`${root}/a`);
    const provider = filesystemOn(system, { root });
    await provider.connect();
    const changes: Changes[] = [];
    let done = (): void => undefined;
    const finished = new Promise<void>((resolve) => (done = resolve));
    const subscription = provider.changes$(null).subscribe((change) => {
      changes.push(change);
      if (change.hints.some((hint) => hint._tag === 'FolderTouched' && hint.path[0] === 'end')) done();
      if (changes.length > 1) return;
      for (let index = 0; index < 1000; index += 1) writeFileSync(`${root}/a/${index}`, '');
      mkdirSync(`${root}/end`);
    });
    await finished;
    subscription.unsubscribe();
    expect(changes.length).toBeLessThan(20);
  });

  it('polls, and says so, when the system has no watches left', async () => {
    const root = temporaryFolder();
    for (const name of ['a', 'b', 'c']) mkdirSync(`${root}/${name}`);
    let left = 2;
    const closed: string[] = [];
    const warnings: string[] = [];
    const watcher = await watching(system, root, {
      onWarning: (message) => warnings.push(message),
      times: { pollMs: 30, safetyMs: 1e6 },
      watch: (path, onEvent, onError) => {
        if (left-- === 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        const inner = watchWithNode(path, onEvent, onError);
        return { close: () => (closed.push(path), inner.close()) };
      },
    });
    await watcher.until('Lost');
    watcher.seen.clear();
    await watcher.until('Lost');
    expect(warnings).toHaveLength(1);
    expect(closed).toHaveLength(2);
    watcher.stop();
  });

  it('lists everything now and then, since the kernel drops events in silence', async () => {
    const watcher = await watching(system, temporaryFolder(), { times: { pollMs: 1e6, safetyMs: 30 } });
    await watcher.until('Lost');
    watcher.stop();
  });

  it('reports a lost root', async () => {
    const root = temporaryFolder();
    mkdirSync(`${root}/sync`);
    const watcher = await watching(system, `${root}/sync`);
    renameSync(`${root}/sync`, `${root}/away`);
    await watcher.until('Lost');
    watcher.stop();
  });

  it('is ready, but lost, before it is connected', async () => {
    const provider = filesystemOn(system, { root: temporaryFolder() });
    const hints: (readonly string[])[] = [];
    await new Promise<void>((resolve) => {
      const subscription = provider.changes$(null).subscribe((changes) => {
        hints.push(changes.hints.map((hint) => hint._tag));
        if (hints.length < 2) return;
        subscription.unsubscribe();
        resolve();
      });
    });
    expect(hints).toEqual([[], ['Lost']]);
  });

  it('is ready at once, and silent, when it is told not to watch', async () => {
    const provider = filesystemOn(system, { root: temporaryFolder(), watch: false });
    expect(provider.traits.events).toBe('none');
    const changes: Changes[] = [];
    provider
      .changes$(null)
      .subscribe((change) => changes.push(change))
      .unsubscribe();
    expect(changes).toEqual([{ hints: [], cursor: null }]);
  });
});
