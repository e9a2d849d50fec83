/** Laws of snapshots. */
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import type { LogLaw } from './harness.js';
import { appendAll, law, must, mustFail, openOf, SAMPLE, snapshotOf, withLog } from './helpers.js';

export const snapshotLaws: readonly LogLaw[] = [
  law('answers the snapshot that was saved', async (stage) => {
    const log = await openOf(stage);
    await appendAll(log, SAMPLE);
    const snapshot = snapshotOf(3, { nodes: 'a\u0000ä😀', links: '', 'a name ä': 'x'.repeat(100_000), twin: 'a\u0000ä😀' });
    await must(log.saveSnapshot(snapshot));
    deepStrictEqual(await must(log.loadSnapshot()), snapshot);
  }),

  law('a snapshot replaces the one before, whatever they share', async (stage) => {
    const log = await openOf(stage);
    await appendAll(log, SAMPLE);
    const later = snapshotOf(4, { kept: 'same', changed: 'new', moved: 'old' });
    await must(log.saveSnapshot(snapshotOf(2, { kept: 'same', changed: 'old', dropped: 'gone' })));
    await must(log.saveSnapshot(later));
    deepStrictEqual(await must(log.loadSnapshot()), later);
    await must(log.saveSnapshot(snapshotOf(5, {})));
    deepStrictEqual(await must(log.loadSnapshot()), snapshotOf(5, {}));
  }),

  law('a snapshot is there after the log was opened again', async (stage) => {
    const snapshot = snapshotOf(1, { a: 'A', b: 'B' });
    await withLog(stage, async (log) => {
      await appendAll(log, SAMPLE);
      await must(log.saveSnapshot(snapshot));
    });
    await withLog(stage, async (log) => deepStrictEqual(await must(log.loadSnapshot()), snapshot));
  }),

  law('refuses a snapshot of an event that is not in the log', async (stage) => {
    const log = await openOf(stage);
    await appendAll(log, [['a']]);
    for (const seq of [2, -1, 0.5]) strictEqual((await mustFail(log.saveSnapshot(snapshotOf(seq, {}))))._tag, 'Failed');
    deepStrictEqual(await must(log.loadSnapshot()), null);
  }),

  law('refuses a slab that is not well-formed Unicode instead of altering it', async (stage) => {
    const log = await openOf(stage);
    strictEqual((await mustFail(log.saveSnapshot(snapshotOf(0, { a: 'half \ud83d' }))))._tag, 'Failed');
    deepStrictEqual(await must(log.loadSnapshot()), null);
  }),

  law('what is done to a map of slabs afterwards does not change the snapshot', async (stage) => {
    const log = await openOf(stage);
    const slabs = new Map([['a', 'A']]);
    await must(log.saveSnapshot({ seq: 0, slabs }));
    slabs.set('a', 'B');
    ((await must(log.loadSnapshot()))?.slabs as Map<string, string>).clear();
    deepStrictEqual(await must(log.loadSnapshot()), snapshotOf(0, { a: 'A' }));
  }),
];
