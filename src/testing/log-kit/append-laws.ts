/** Laws of appending and reading. */
import { deepStrictEqual, notDeepStrictEqual, strictEqual } from 'node:assert/strict';
import type { LogLaw } from './harness.js';
import { appendAll, chained, holds, law, must, mustFail, openOf, readAll, readResult, SAMPLE, withLog } from './helpers.js';

export const appendLaws: readonly LogLaw[] = [
  law('a new log is empty', async (stage) => {
    const log = await openOf(stage);
    await holds(log, []);
    deepStrictEqual(await must(log.loadSnapshot()), null);
  }),

  law('answers what was appended, in order, chained by digests', async (stage) => {
    const log = await openOf(stage);
    await holds(log, await appendAll(log, SAMPLE));
  }),

  law('the head is the number of the last event', async (stage) => {
    const log = await openOf(stage);
    await appendAll(log, [['a', 'b'], ['c']]);
    strictEqual(log.head(), 3);
  }),

  law('refuses a batch that leaves a gap or repeats a number, and keeps what it has', async (stage) => {
    const log = await openOf(stage);
    const batches = await appendAll(log, [['a', 'b']]);
    for (const first of [0, 1, 2, 4, -1, 1.5, Number.NaN]) {
      strictEqual((await mustFail(log.append({ first, atMs: 0, events: ['x'] }, { sync: false })))._tag, 'Failed');
    }
    await holds(log, [...batches, ...(await appendAll(log, [['c']]))]);
  }),

  law('refuses a batch without events', async (stage) => {
    const log = await openOf(stage);
    strictEqual((await mustFail(log.append({ first: 1, atMs: 0, events: [] }, { sync: true })))._tag, 'Failed');
    await holds(log, []);
  }),

  law('refuses a batch without a time', async (stage) => {
    const log = await openOf(stage);
    strictEqual((await mustFail(log.append({ first: 1, atMs: Number.NaN, events: [1] }, { sync: true })))._tag, 'Failed');
    await holds(log, []);
  }),

  law('keeps the order of appends that nobody waited for', async (stage) => {
    const log = await openOf(stage);
    const batches = [1, 2, 3, 4].map((first) => ({ first, atMs: first, events: [first] }));
    await Promise.all(batches.map((batch) => must(log.append(batch, { sync: batch.first % 2 === 0 }))));
    await holds(log, batches);
  }),

  law('of two appends of one number, only one is kept', async (stage) => {
    const log = await openOf(stage);
    const tasks = ['a', 'b'].map((event) => log.append({ first: 1, atMs: 0, events: [event] }, { sync: false })());
    deepStrictEqual((await Promise.all(tasks)).map(({ _tag }) => _tag).sort(), ['Left', 'Right']);
    strictEqual((await readAll(log)).length, 1);
  }),

  law('reads from the batch that holds an event', async (stage) => {
    const log = await openOf(stage);
    const batches = chained(await appendAll(log, SAMPLE));
    for (let from = -1; from <= log.head() + 2; from += 1) {
      deepStrictEqual(
        await readAll(log, from),
        batches.filter(({ first, events }) => first + events.length > from),
      );
    }
  }),

  law('a reader that has begun sees the log as it was, or a longer one, but nothing out of order', async (stage) => {
    const log = await openOf(stage);
    await appendAll(log, [['a'], ['b']]);
    const seen: number[] = [];
    for await (const batch of log.read()) {
      seen.push(batch.first);
      if (seen.length < 5) await appendAll(log, [['more']]);
    }
    deepStrictEqual(
      seen,
      seen.map((_, index) => index + 1),
    );
    strictEqual(seen.length >= 2, true);
  }),

  law('what a reader does to a batch does not change the log', async (stage) => {
    const log = await openOf(stage);
    const batches = await appendAll(log, [[{ name: 'a' }]]);
    for (const { events } of await readAll(log)) (events[0] as { name: string }).name = 'b';
    await holds(log, batches);
  }),

  law('is empty after it was cleared, starts at 1 again, and is another log', async (stage) => {
    const log = await openOf(stage);
    const id = log.id;
    await appendAll(log, SAMPLE);
    await must(log.saveSnapshot({ seq: 2, slabs: new Map([['a', 'A']]) }));
    await must(log.clear());
    await holds(log, []);
    deepStrictEqual(await must(log.loadSnapshot()), null);
    notDeepStrictEqual(log.id, id);
    await holds(log, await appendAll(log, SAMPLE));
  }),

  law('refuses everything once it is closed, but being closed again', async (stage) => {
    const log = await openOf(stage);
    await appendAll(log, SAMPLE);
    await must(log.close());
    for (const task of [
      log.append({ first: log.head() + 1, atMs: 0, events: [1] }, { sync: false }),
      log.flush(),
      log.loadSnapshot(),
      log.clear(),
    ]) {
      strictEqual((await mustFail(task))._tag, 'Failed');
    }
    strictEqual((await readResult(log)).error?._tag, 'Failed');
    await must(log.close());
    await withLog(stage, async (again) => strictEqual((await readAll(again)).length, SAMPLE.length));
  }),
];
