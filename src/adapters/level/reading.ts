/** Records out of LevelDB, in steps. */
import type { Batch } from '../../effects/ports/event-log.js';
import { checkedChain, type Tail } from './chain.js';
import type { Database } from './database.js';
import { firstOfKey, RECORDS, recordKey } from './keys.js';

/** Records and bytes asked for at once: few calls into LevelDB, and bounded memory where records are large. */
const STEP_RECORDS = 1000;
const STEP_BYTES = 1024 * 1024;

/** The batches up to `tail` from the one that holds event `from` on. Throws `LogFailure` Damaged. */
export async function* readBatches(db: Database, from: number, tail: Tail): AsyncGenerator<Batch, void, undefined> {
  if (from > tail.last) return;
  const [start] = await db.keys({ gte: RECORDS.gte, lte: recordKey(from), reverse: true, limit: 1 }).all();
  const first = start === undefined ? 1 : firstOfKey(start);
  yield* checkedChain(recordTexts(db, first, tail.last), { start: first, from, tail });
}

/** The texts of the records that start at events `first` to `last`, of all records by default. */
export async function* recordTexts(db: Database, first = 1, last = Number.MAX_SAFE_INTEGER): AsyncGenerator<string[]> {
  const range = { gte: recordKey(first), lte: recordKey(last), highWaterMarkBytes: STEP_BYTES, fillCache: false };
  const values = db.values(range);
  try {
    for (let step = await values.nextv(STEP_RECORDS); step.length > 0; step = await values.nextv(STEP_RECORDS)) yield step;
  } finally {
    await values.close();
  }
}
