import type { Event } from '../../domain/event.js';
import { explainLineage } from '../../history/explain.js';
import { searchLineage } from '../../history/lineage.js';
import type { Recording } from '../recording/recording.js';
import type { Explaining } from '../wire.js';
import type { Pace } from './pace.js';

/** Events folded between two rests: about 3 ms. */
const PIECE = 256;
/** Events between two words of how far it is. */
const TELL = 32 * PIECE;

/** Why a path was at a moment as it was, told from the log until then: it is read twice. Says now and then how far it is. */
export async function* explaining(log: Recording, seq: number, path: string, pace: Pace): AsyncGenerator<Explaining, void, undefined> {
  const end = Math.min(seq, log.head());
  let done = 0;
  async function* readThrough(push: (events: Iterable<Event>) => void): AsyncGenerator<Explaining, void, undefined> {
    for (let at = 1; at <= end; at += PIECE) {
      push(log.events(at, Math.min(end, at + PIECE - 1)));
      done += PIECE;
      if (done % TELL < PIECE) yield { _tag: 'Progress', done, of: 2 * end };
      await pace();
    }
  }
  const search = searchLineage(path);
  yield* readThrough(search.push);
  const telling = explainLineage(search.finish());
  yield* readThrough(telling.push);
  yield { _tag: 'Explained', explanation: telling.finish() };
}
