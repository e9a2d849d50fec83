import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Level } from 'level';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLevelLog } from '../../src/adapters/level/index.js';
import { memoryLog } from '../../src/adapters/memory-log/index.js';
import type { EventLog, NewBatch } from '../../src/effects/ports/event-log.js';
import { chained, holds, must, snapshotOf } from '../../src/testing/log-kit/helpers.js';

/** The id in the golden database: the only part that differs from log to log. */
const ID = '00000000-0000-4000-8000-000000000000';
const SNAPSHOT = snapshotOf(5, { 'nodes/0': 'page ä 😀', 'nodes/1': '', links: '{"1":[]}' });

const lines = async (name: string): Promise<readonly string[]> =>
  (await readFile(new URL(`../golden/log-v1/${name}`, import.meta.url), 'utf8')).trimEnd().split('\n');
const input = async (): Promise<readonly NewBatch[]> => (await lines('input.jsonl')).map((line) => JSON.parse(line) as NewBatch);
const database = async () => (await lines('database.jsonl')).map((line) => JSON.parse(line) as [string, string]);

const writeAll = async (log: EventLog): Promise<void> => {
  for (const batch of await input()) await must(log.append(batch, { sync: false }));
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foldsync-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a log of format 1', () => {
  it('is written byte for byte as it was when the format was released', async () => {
    const log = await must(openLevelLog(folder));
    await writeAll(log);
    await must(log.saveSnapshot(SNAPSHOT));
    const { id } = log;
    await must(log.close());
    const db = new Level<string, string>(folder);
    const entries = await db.iterator().all();
    await db.close();
    const written = entries.map(([key, value]) => JSON.stringify([key, value.replace(id, ID)]));
    expect(written).toEqual(await lines('database.jsonl'));
    expect(await readFile(join(folder, 'FORMAT'), 'utf8')).toBe('1\n');
  });

  it('is read as it was written then', async () => {
    const db = new Level<string, string>(folder);
    await db.batch((await database()).map(([key, value]) => ({ type: 'put', key, value })));
    await db.close();
    await writeFile(join(folder, 'FORMAT'), '1\n');
    const log = await must(openLevelLog(folder));
    await holds(log, await input());
    expect(log.id).toBe(ID);
    expect(await must(log.loadSnapshot())).toEqual(SNAPSHOT);
    await must(log.close());
  });

  it('has the same records in memory', async () => {
    const log = memoryLog();
    await writeAll(log);
    const records = (await database()).filter(([key]) => key.startsWith('e:')).map(([, value]) => value);
    expect(log.records()).toEqual(records);
    await holds(memoryLog({ records }), await input());
    expect(chained(await input())).toHaveLength(records.length);
  });
});
