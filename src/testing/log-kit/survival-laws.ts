/** Laws of what survives: closing, a kill, damage, a cut. */
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import type { LogError, NewBatch } from '../../effects/ports/event-log.js';
import type { LogLaw, LogStage } from './harness.js';
import {
  appendAll,
  chained,
  holds,
  lastEvent,
  law,
  must,
  mustFail,
  openOf,
  type ReadResult,
  readResult,
  SAMPLE,
  snapshotOf,
  withLog,
} from './helpers.js';

export const survivalLaws: readonly LogLaw[] = [
  law('holds the same after it was opened again, under the same id, and goes on', async (stage) => {
    const [id, batches] = await withLog(stage, async (log) => [log.id, await appendAll(log, SAMPLE)] as const);
    const log = await openOf(stage);
    strictEqual(log.id, id);
    await holds(log, batches);
    await holds(log, [...batches, ...(await appendAll(log, SAMPLE))]);
  }),

  law('a second opener is told that it is locked, and the first goes on', async (stage) => {
    if (!stage.exclusive) return;
    const log = await openOf(stage);
    strictEqual((await mustFail(stage.open()))._tag, 'Locked');
    await holds(log, await appendAll(log, SAMPLE));
  }),

  law('everything appended survives a kill, synced or not', async (stage) => {
    if (stage.kill === undefined) return;
    const log = await openOf(stage);
    const batches = [...(await appendAll(log, SAMPLE, true)), ...(await appendAll(log, SAMPLE, false))];
    await stage.kill();
    await withLog(stage, (again) => holds(again, batches));
  }),

  law('an altered record is never handed out, whichever it is, and all before it are', async (stage) => {
    await eachDamage(
      stage,
      (text) => text.replace('"at":1', '"at":2'),
      (batches, index, found) => {
        deepStrictEqual(found.batches, chained(batches).slice(0, found.batches.length));
        strictEqual(found.batches.length <= index, true);
      },
    );
  }),

  law('a record that is no JSON any more is found', async (stage) => {
    await eachDamage(
      stage,
      (text) => text.slice(0, -2),
      () => undefined,
    );
  }),

  law('a missing record is found', async (stage) => {
    await eachDamage(
      stage,
      () => null,
      (batches, index, found) => {
        strictEqual((found.error as { lastGood?: number }).lastGood, lastEvent(batches.slice(0, index)));
      },
    );
  }),

  law('a log cut after any record is a sound, shorter log that goes on', async (stage) => {
    if (stage.cut === undefined) return;
    let batches = await withLog(stage, async (log) => {
      const all = await appendAll(log, SAMPLE);
      await must(log.saveSnapshot(snapshotOf(lastEvent(all), { a: 'A' })));
      return all;
    });
    while (batches.length > 0) {
      batches = batches.slice(0, -1);
      await stage.cut(lastEvent(batches));
      const log = await openOf(stage);
      await holds(log, batches);
      deepStrictEqual(await must(log.loadSnapshot()), null);
      await must(log.close());
    }
    await withLog(stage, async (log) => holds(log, await appendAll(log, SAMPLE)));
  }),

  law('a damaged log goes on once it is cut after the last good event', async (stage) => {
    if (stage.alter === undefined || stage.cut === undefined) return;
    const batches = await withLog(stage, async (log) => {
      const all = await appendAll(log, SAMPLE);
      await must(log.saveSnapshot(snapshotOf(lastEvent(all), { of: 'the other history' })));
      return all;
    });
    await stage.alter(2, (text) => text.replace('"two"', '"twö"'));
    const { error } = await damageIn(stage);
    await stage.cut((error as { lastGood: number }).lastGood);
    await withLog(stage, async (log) => {
      await holds(log, [...batches.slice(0, 1), ...(await appendAll(log, SAMPLE))]);
      deepStrictEqual(await must(log.loadSnapshot()), null);
    });
  }),
];

/** Damages each record in turn, each time on a log that is written anew, and checks what is found. */
const eachDamage = async (
  stage: LogStage,
  change: (text: string) => string | null,
  check: (batches: readonly NewBatch[], index: number, found: ReadResult) => void,
): Promise<void> => {
  if (stage.alter === undefined || stage.cut === undefined) return;
  for (const index of SAMPLE.keys()) {
    await stage.cut(0);
    const batches = await withLog(stage, (log) => appendAll(log, SAMPLE));
    const first = batches[index]?.first ?? 0;
    await stage.alter(first, change);
    const found = await damageIn(stage);
    strictEqual(found.error?._tag, 'Damaged');
    strictEqual((found.error as LogError & { lastGood: number }).lastGood < first, true);
    check(batches, index, found);
    const here = await damageIn(stage, first);
    strictEqual(here.error?._tag, 'Damaged');
    deepStrictEqual(here.batches, []);
  }
};

/** What a reader of the whole log gets; a log may also refuse to open. */
const damageIn = async (stage: LogStage, from = 1): Promise<ReadResult> => {
  const opened = await stage.open()();
  if (opened._tag === 'Left') return { batches: [], error: opened.left };
  const found = await readResult(opened.right, from);
  await must(opened.right.close());
  return found;
};
