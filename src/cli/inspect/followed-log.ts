/**
 * The log of a pair for the inspector, for as long as it looks: from the sync that runs on it, through its socket; where none runs, from a
 * copy, and from another one whenever the log has changed since. So a sync may start, go on and end meanwhile.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Event } from '../../domain/event.js';
import type { Batch } from '../../effects/ports/event-log.js';
import type { Piece } from '../../inspect/index.js';
import { CliError, EXIT } from '../exit-code.js';
import { openCopy } from '../reading.js';
import { follow } from '../server/follow.js';

/** How often it is looked whether a sync has started, milliseconds. */
const LOOK_MS = 1000;

/** Throws `CliError`. */
export async function* followedLog(stateFolder: string, signal: AbortSignal): AsyncGenerator<Piece, void, undefined> {
  const place: Place = { next: 1, log: null };
  let marks = '';
  while (!signal.aborted) {
    const running = await follow(stateFolder, place.next, signal);
    if (running !== null) {
      const { head, log } = running.about;
      yield* readFrom(running.batches, place, head, log, 'a-sync');
    } else if (marksOf(stateFolder) !== marks) {
      marks = marksOf(stateFolder);
      const read = yield* fromCopy(stateFolder, place);
      if (!read) marks = '';
    }
    if (!signal.aborted) await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Where the reading is: the number of the event that is wanted next, of which log. */
interface Place {
  next: number;
  log: string | null;
}

async function* readFrom(
  batches: AsyncIterable<Batch>,
  place: Place,
  head: number,
  log: string,
  follows: 'a-sync' | 'the-folder',
): AsyncGenerator<Piece, void, undefined> {
  if ((place.log !== null && place.log !== log) || head < place.next - 1) throw begunAnew();
  place.log = log;
  yield head < place.next ? { _tag: 'Read', follows } : { _tag: 'Reading', head };
  for await (const { first, events } of batches) {
    const isFirst = place.next <= head;
    yield { _tag: 'Events', events: events.slice(Math.max(0, place.next - first)) as unknown as readonly Event[] };
    place.next = first + events.length;
    if (isFirst && place.next > head) yield { _tag: 'Read', follows };
  }
  if (follows === 'a-sync') yield { _tag: 'Read', follows: 'the-folder' };
}

/** False if a sync began to write there meanwhile: it is asked next time. */
async function* fromCopy(stateFolder: string, place: Place): AsyncGenerator<Piece, boolean, undefined> {
  const copy = await openCopy(stateFolder).catch((thrown: unknown) => {
    if (thrown instanceof CliError && thrown.reason === 'in-use') return null;
    throw thrown;
  });
  if (copy === null) return false;
  try {
    const { log } = copy;
    yield* readFrom(log.read(place.next), place, log.head(), log.id, 'the-folder');
    return true;
  } catch (thrown) {
    throw copy.errorOf(thrown);
  } finally {
    await copy.close();
  }
}

const begunAnew = (): CliError =>
  new CliError(EXIT.failed, 'The log was begun anew, or put back to an earlier time. End this and inspect it again.', 'other-log');

/** Changes whenever somebody wrote there. */
const marksOf = (stateFolder: string): string =>
  readdirSync(stateFolder)
    .filter((name) => /^(CURRENT|MANIFEST-\d+|\d+\.(log|ldb))$/u.test(name))
    .map((name) => {
      const stats = lstatSync(join(stateFolder, name), { throwIfNoEntry: false });
      return `${name} ${stats?.size} ${stats?.mtimeMs}`;
    })
    .join();
