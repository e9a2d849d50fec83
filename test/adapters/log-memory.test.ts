import * as TE from 'fp-ts/lib/TaskEither.js';
import { describe, expect, it } from 'vitest';
import { type MemoryLog, memoryLog } from '../../src/adapters/memory-log/index.js';
import { LogFailure } from '../../src/effects/ports/event-log.js';
import type { LogHarness, LogStage } from '../../src/testing/log-kit/index.js';
import { runLogKit } from '../../src/testing/log-kit/index.js';
import { appendAll, holds, must, SAMPLE, snapshotOf } from '../../src/testing/log-kit/helpers.js';

/** A stage whose log is opened again by restarting it with all that it holds. */
const stage = (): LogStage => {
  let log: MemoryLog = memoryLog({ id: 'stage' });
  const restart = (next: MemoryLog): void => {
    log = next;
  };
  return {
    open: () => TE.fromIO(() => (log = log.crash({ keep: 'all' }))),
    exclusive: false,
    kill: async () => restart(log.crash({ keep: 'all' })),
    alter: async (first, change) => restart(log.alter(first, change)),
    cut: async (seq) => {
      const kept = log.records().filter((text) => Number(/"first":(\d+)/.exec(text)?.[1]) <= seq).length;
      restart(log.crash({ keep: kept, lose: true }));
    },
    dispose: async () => undefined,
  };
};

const harness: LogHarness = { name: 'the log in memory', fresh: async () => stage() };

runLogKit(harness, { describe, it });

describe('a crash of the log in memory', () => {
  it('loses what was not synced, and keeps what was', async () => {
    const log = memoryLog();
    const synced = await appendAll(log, SAMPLE, true);
    await appendAll(log, SAMPLE, false);
    await holds(log.crash(), synced);
  });

  it('keeps any number of records between the synced ones and all', async () => {
    const log = memoryLog();
    const batches = [...(await appendAll(log, SAMPLE, true)), ...(await appendAll(log, SAMPLE, false))];
    for (let keep = 0; keep <= batches.length + 1; keep += 1) {
      await holds(log.crash({ keep }), batches.slice(0, Math.max(keep, SAMPLE.length)));
      await holds(log.crash({ keep, lose: true }), batches.slice(0, keep));
    }
  });

  it('counts flush, snapshot and close as a sync', async () => {
    for (const sync of ['flush', 'saveSnapshot', 'close'] as const) {
      const log = memoryLog();
      const batches = await appendAll(log, SAMPLE);
      await must(sync === 'saveSnapshot' ? log.saveSnapshot(snapshotOf(1, {})) : log[sync]());
      await holds(log.crash(), batches);
    }
  });

  it('goes back to the older snapshot when the records of the newer one are lost', async () => {
    const log = memoryLog();
    await appendAll(log, [['a']]);
    await must(log.saveSnapshot(snapshotOf(1, { a: '1' })));
    await appendAll(log, [['b']]);
    await must(log.saveSnapshot(snapshotOf(2, { a: '2' })));
    expect(await must(log.crash({ keep: 1, lose: true }).loadSnapshot())).toEqual(snapshotOf(1, { a: '1' }));
  });

  it('ends the log that crashed', async () => {
    const log = memoryLog();
    log.crash();
    expect(await log.append({ first: 1, atMs: 0, events: [1] }, { sync: false })()).toMatchObject({ left: { _tag: 'Failed' } });
  });
});

describe('a fork of the log in memory', () => {
  it('has the same id and content, and goes its own way', async () => {
    const log = memoryLog({ id: 'one' });
    const batches = await appendAll(log, SAMPLE);
    const fork = log.fork();
    const more = await appendAll(log, [['here']]);
    const other = await appendAll(fork, [['there'], ['again']]);
    await holds(log, [...batches, ...more]);
    await holds(fork, [...batches, ...other]);
    expect(fork.id).toBe('one');
  });

  it('is made anew from its records', async () => {
    const log = memoryLog();
    const batches = await appendAll(log, SAMPLE);
    await holds(memoryLog({ records: log.records() }), batches);
  });

  it('is not made from what is no sound run of records', async () => {
    const log = memoryLog();
    await appendAll(log, SAMPLE);
    const [first = '', second = ''] = log.records();
    for (const records of [[second], [first, first], [first, 'garbage'], [first, 'null'], [first, second.replace('two', 'tow'), '{}']]) {
      expect(() => memoryLog({ records })).toThrow(LogFailure);
    }
  });
});
