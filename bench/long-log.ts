/** Makes a log of a long life, to be read: `npm run long-log -- FOLDER EVENTS FILES`. Then: `foldsync replay --verify --state FOLDER`. */
import * as E from 'fp-ts/lib/Either.js';
import { openLevelLog } from '../src/adapters/level/index.js';
import { evolveAll } from '../src/domain/evolve/evolve.js';
import { initialState } from '../src/domain/state/state.js';
import { encodeSnapshot } from '../src/effects/engine/snapshot.js';
import type { Json } from '../src/effects/ports/event-log.js';
import { longLog } from '../src/testing/world/long-log.js';

const [folder, count = '1000000', files = '10000'] = process.argv.slice(2);
if (folder === undefined) throw new Error('npm run long-log -- FOLDER [EVENTS] [FILES]');

/** Events in one record, as a busy sync has. */
const BATCH = 50;

const right = <A>(either: E.Either<{ readonly message: string }, A>): A => {
  if (E.isLeft(either)) throw new Error(either.left.message);
  return either.right;
};

const log = right(await openLevelLog(folder)());
let state = initialState();
for await (const day of longLog(Number(files), Number(count))) {
  for (let at = 0; at < day.length; at += BATCH) {
    const events = day.slice(at, at + BATCH);
    const first = log.head() + 1;
    right(await log.append({ first, atMs: state.control.nowMs, events: events as unknown as readonly Json[] }, { sync: false })());
    state = evolveAll(state, events);
  }
  // One snapshot on the way, so that there is a tail after it.
  if (log.head() < Number(count) / 2 && log.head() + day.length >= Number(count) / 2)
    right(await log.saveSnapshot(encodeSnapshot(state))());
}
right(await log.close()());
console.log(`${state.seq} events in ${folder}`);
