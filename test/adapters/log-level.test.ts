import { cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { Level } from 'level';
import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/adapters/level/database.js';
import { copyForReading, type LevelLog, openLevelLog, truncateAfter } from '../../src/adapters/level/index.js';
import { snapshotWrites } from '../../src/adapters/level/snapshot-store.js';
import { type LogStage, runLogKit } from '../../src/testing/log-kit/index.js';
import { appendAll, chained, holds, must, mustFail, readAll, SAMPLE, snapshotOf } from '../../src/testing/log-kit/helpers.js';

const folders: string[] = [];
const logs: LevelLog[] = [];

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'foldsync-test-'));
  folders.push(folder);
  return folder;
};

/** An open log that is closed when the test ends. */
const openIn = async (folder: string): Promise<LevelLog> => {
  const log = await must(openLevelLog(folder));
  logs.push(log);
  return log;
};

const cleanUp = async (): Promise<void> => {
  for (const log of logs.splice(0)) await must(log.close());
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
};

afterEach(cleanUp);

const recordKey = (first: number): string => `e:${String(first).padStart(16, '0')}`;

/** Works on the closed log in `folder` behind its back. */
const behindItsBack = async <A>(folder: string, work: (db: Level<string, string>) => Promise<A>): Promise<A> => {
  const db = new Level<string, string>(folder);
  await db.open();
  try {
    return await work(db);
  } finally {
    await db.close();
  }
};

const stage = async (): Promise<LogStage> => {
  let folder = join(await newFolder(), 'log');
  return {
    open: () =>
      TE.map((log: LevelLog) => {
        logs.push(log);
        return log;
      })(openLevelLog(folder)),
    exclusive: true,
    kill: async () => {
      const image = join(await newFolder(), 'log');
      await cp(folder, image, { recursive: true });
      folder = image;
    },
    alter: (first, change) =>
      behindItsBack(folder, async (db) => {
        const text = change((await db.get(recordKey(first))) ?? '');
        await (text === null ? db.del(recordKey(first)) : db.put(recordKey(first), text));
      }),
    cut: (seq) => must(truncateAfter(folder, seq)),
    dispose: cleanUp,
  };
};

runLogKit({ name: 'the log in LevelDB', fresh: stage }, { describe, it });

describe('the folder of a log', () => {
  it('is made for its owner only', async () => {
    const folder = join(await newFolder(), 'deep', 'log');
    await openIn(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('of a newer format is refused and not touched', async () => {
    const folder = await newFolder();
    await must((await openIn(folder)).close());
    await writeFile(join(folder, 'FORMAT'), '2\n');
    const before = await imageOf(folder);
    expect(await mustFail(openLevelLog(folder))).toMatchObject({ _tag: 'NewerFormat', format: 2 });
    expect(await imageOf(folder)).toEqual(before);
  });

  it('of a newer format is refused too where only the database says so', async () => {
    const folder = await newFolder();
    await must((await openIn(folder)).close());
    await behindItsBack(folder, (db) => db.put('meta', JSON.stringify({ format: 3 })));
    expect(await mustFail(openLevelLog(folder))).toMatchObject({ _tag: 'NewerFormat', format: 3 });
  });

  it('in use names itself in the error, and what to do', async () => {
    const folder = await newFolder();
    await openIn(folder);
    const { message } = await mustFail(openLevelLog(folder));
    expect(message).toContain(folder);
    expect(message).toContain('in use by another foldsync');
  });

  it.each([
    ['CURRENT', 'garbage'],
    ['CURRENT', null],
    ['MANIFEST', 'garbage'],
    ['MANIFEST', null],
  ])('with a broken database (%s: %s) is refused with a way out', async (prefix, content) => {
    const folder = await newFolder();
    const log = await openIn(folder);
    await appendAll(log, SAMPLE);
    await must(log.close());
    for (const name of (await readdir(folder)).filter((name) => name.startsWith(prefix))) {
      await (content === null ? rm(join(folder, name)) : writeFile(join(folder, name), content));
    }
    const error = await mustFail(openLevelLog(folder));
    expect(error._tag).toBe('Failed');
    expect(error.message).toContain(`move ${folder} away`);
  });

  it('that can not be made gives an error', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'file'), '');
    expect((await mustFail(openLevelLog(join(folder, 'file', 'log'))))._tag).toBe('Failed');
  });
});

describe('a log in LevelDB', () => {
  it('cut at any byte of its write-ahead file is a shorter sound log', async () => {
    const folder = await newFolder();
    const log = await openIn(folder);
    const batches = await appendAll(log, [...SAMPLE, ...SAMPLE]);
    const wal =
      (await readdir(folder))
        .filter((name) => name.endsWith('.log'))
        .sort()
        .at(-1) ?? '';
    const { size } = await stat(join(folder, wal));
    let longest = -1;
    for (let bytes = 0; bytes <= size; bytes += 61) {
      const image = join(await newFolder(), 'log');
      await cp(folder, image, { recursive: true });
      await truncate(join(image, wal), bytes);
      const shorter = await openIn(image);
      const found = await readAll(shorter);
      expect(found).toEqual(chained(batches).slice(0, found.length));
      expect(found.length).toBeGreaterThanOrEqual(longest);
      longest = found.length;
      await holds(shorter, [...batches.slice(0, found.length), ...(await appendAll(shorter, [['goes on']]))]);
    }
    expect(longest).toBeGreaterThanOrEqual(batches.length - 1);
  });

  it('writes only the slabs that changed, and deletes those that nothing names', async () => {
    const folder = await newFolder();
    const log = await openIn(folder);
    const big = 'x'.repeat(1_000_000);
    await must(log.saveSnapshot(snapshotOf(0, { big, small: 'a', same: big })));
    await must(log.saveSnapshot(snapshotOf(0, { big, small: 'b' })));
    await must(log.close());
    const slabs = await behindItsBack(folder, (db) => db.values({ gt: 's:', lt: 's;' }).all());
    expect([...slabs].sort()).toEqual(['b', big]);
    const writes = await behindItsBack(folder, (db) => snapshotWrites(db as Database, snapshotOf(0, { big, small: 'c' })));
    expect(writes.map(({ type, key }) => `${type} ${key.slice(0, 2)}`)).toEqual(['put s:', 'del s:', 'put m:']);
  });

  it.each([
    ['a slab', 's:'],
    ['the manifest', 'm:'],
  ])('answers no snapshot when %s was altered or lost', async (_what, prefix) => {
    const folder = await newFolder();
    for (const change of [(text: string) => text.replace(/(seq":|content )1/, '$12'), () => null]) {
      const log = await openIn(folder);
      if (log.head() === 0) await appendAll(log, SAMPLE);
      await must(log.saveSnapshot(snapshotOf(1, { a: 'content 1' })));
      await must(log.close());
      await behindItsBack(folder, async (db) => {
        for (const [key, value] of await db.iterator({ gte: prefix, lt: `${prefix}~` }).all()) {
          const text = change(value);
          await (text === null ? db.del(key) : db.put(key, text));
        }
      });
      const again = await openIn(folder);
      expect(await must(again.loadSnapshot())).toBeNull();
      await must(again.close());
    }
  });

  it('refuses events that are no JSON, and goes on', async () => {
    const log = await openIn(await newFolder());
    expect((await mustFail(log.append({ first: 1, atMs: 0, events: [1n as never] }, { sync: false })))._tag).toBe('Failed');
    await holds(log, await appendAll(log, SAMPLE));
  });

  it('is cut only where a record ends', async () => {
    const folder = await newFolder();
    const log = await openIn(folder);
    const batches = await appendAll(log, [['a', 'b'], ['c']]);
    await must(log.close());
    for (const seq of [1, 4, -1]) expect((await mustFail(truncateAfter(folder, seq)))._tag).toBe('Failed');
    await holds(await openIn(folder), batches);
  });

  it('has another id once it was cut', async () => {
    const folder = await newFolder();
    const log = await openIn(folder);
    await must(log.close());
    await must(truncateAfter(folder, 0));
    expect((await openIn(folder)).id).not.toBe(log.id);
  });

  it('goes beyond one write-ahead file and one table', { timeout: 30_000 }, async () => {
    const folder = await newFolder();
    const log = await openIn(folder);
    const batches = [];
    for (let step = 0; step < 12; step += 1) batches.push(...(await appendAll(log, [['x'.repeat(1_000_000), step]], step % 5 === 4)));
    await must(log.flush());
    await holds(log, batches);
  });
});

describe('a copy for reading', () => {
  it('holds what the log holds, leaves it alone, and can be removed', async () => {
    const folder = await newFolder();
    const log = await openIn(folder);
    const batches = await appendAll(log, SAMPLE);
    await must(log.close());
    const before = await imageOf(folder);
    const copy = await copyForReading(folder);
    const reader = await openIn(copy.folder);
    await holds(reader, batches);
    expect(reader.id).toBe(log.id);
    await must(reader.close());
    await copy.remove();
    await expect(stat(copy.folder)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await imageOf(folder)).toEqual(before);
  });

  it('of nothing is refused', async () => {
    await expect(copyForReading(join(await newFolder(), 'none'))).rejects.toMatchObject({ error: { _tag: 'Failed' } });
  });
});

it('LevelDB is not loaded before a log is opened, so that a command starts fast', async () => {
  const sources = new URL('../../src/adapters/level/', import.meta.url);
  for (const name of await readdir(sources)) {
    expect(await readFile(new URL(name, sources), 'utf8')).not.toMatch(/^import (?!type ).* from 'level';$/m);
  }
});

/** Every file of a folder with its content. */
const imageOf = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'latin1')] as const)));
};
