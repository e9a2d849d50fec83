/** Laws over any content. */
import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../effects/ports/event-log.js';
import type { LogHarness, LogLaw } from './harness.js';
import { appendAll, chained, holds, must, onStage, openOf, readAll, withLog } from './helpers.js';

/** Each run opens a log on disk: enough runs to find a fault, few enough to wait for. */
const RUNS = 25;

/** Any event; as JSON reads it, so that -0 is 0. */
export const anyJson: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

/** Any batches, small and few. */
export const anyBatches: fc.Arbitrary<readonly (readonly Json[])[]> = fc.array(fc.array(anyJson, { minLength: 1, maxLength: 5 }), {
  maxLength: 8,
});

/** Any slabs: well-formed text under any name. */
export const anySlabs: fc.Arbitrary<ReadonlyMap<string, string>> = fc
  .array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), { maxLength: 8 })
  .map((pairs) => new Map(pairs));

export const propertyLaws: readonly LogLaw[] = [
  property('any appends are read back equal, from any event, before and after it is opened again', async (harness) => {
    await fc.assert(
      fc.asyncProperty(anyBatches, fc.nat(40), fc.array(fc.boolean(), { minLength: 1 }), (groups, from, syncs) =>
        onStage(harness, async (stage) => {
          const batches = await withLog(stage, async (log) => {
            const appended = [];
            for (const [index, group] of groups.entries()) appended.push(...(await appendAll(log, [group], syncs[index % syncs.length])));
            await holds(log, appended);
            return appended;
          });
          const log = await openOf(stage);
          await holds(log, batches);
          deepStrictEqual(
            await readAll(log, from),
            chained(batches).filter(({ first, events }) => first + events.length > from),
          );
        }),
      ),
      { numRuns: RUNS },
    );
  }),

  property('any snapshots, one after another, are loaded equal', async (harness) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anySlabs, { minLength: 1, maxLength: 4 }), (all) =>
        onStage(harness, async (stage) => {
          const log = await openOf(stage);
          for (const slabs of all) {
            await must(log.saveSnapshot({ seq: 0, slabs }));
            deepStrictEqual(await must(log.loadSnapshot()), { seq: 0, slabs });
          }
        }),
      ),
      { numRuns: RUNS },
    );
  }),
];

function property(name: string, run: (harness: LogHarness) => Promise<void>): LogLaw {
  return { name, run };
}
