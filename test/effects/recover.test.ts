import * as TE from 'fp-ts/lib/TaskEither.js';
import { expect, it } from 'vitest';
import { memoryLog } from '../../src/adapters/memory-log/index.js';
import { digestOf } from '../../src/domain/digest.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { initialState } from '../../src/domain/state/state.js';
import { recover } from '../../src/effects/engine/recover.js';
import { encodeSnapshot } from '../../src/effects/engine/snapshot.js';
import type { EventLog, Json } from '../../src/effects/ports/event-log.js';
import { runScenario } from '../../src/testing/world/run.js';
import { local, move, remote, write } from '../../src/testing/world/scenario.js';

const told = await runScenario({
  kinds: ['oid', 'path'],
  base: [write('/a', 'v*'), write('/d/b', 'v*')],
  steps: [...local(move('/a', '/d/c')), ...remote(write('/d/b', 'v*'))],
});
const { events } = told;
const stateAt = (count: number) => evolveAll(initialState(), events.slice(0, count));

/** A log of the first `count` events in one record, with the snapshot of `at` events. */
const logOf = async (count: number, at: number): Promise<EventLog> => {
  const log = memoryLog();
  await log.append({ first: 1, atMs: 0, events: events.slice(0, count) as unknown as readonly Json[] }, { sync: true })();
  return { ...log, loadSnapshot: () => TE.right(encodeSnapshot(stateAt(at))) };
};

it('a record that a snapshot cuts through is folded from there on, wherever that is', async () => {
  for (let at = 1; at <= events.length; at++)
    expect(digestOf(await recover(await logOf(events.length, at)))).toBe(digestOf(stateAt(events.length)));
});

it('a snapshot that knows of more than its log is none', async () => {
  const count = events.length - 3;
  expect(digestOf(await recover(await logOf(count, events.length)))).toBe(digestOf(stateAt(count)));
});
