import { explanationOf } from '../../history/explain.js';
import { replayFrom, type Visit } from '../../history/known.js';
import { namesOf, seekLineage } from '../../history/lineage.js';
import { tellStory } from '../../history/story/story.js';
import { parsePath } from '../../domain/name.js';
import type { Recording } from '../recording/recording.js';
import type { Explaining } from '../wire.js';
import type { Pace } from './pace.js';

/**
 * Why a path was at a moment as it was: what `explain` tells of the log until then. Who is meant, and then their story, are looked for where
 * they left a trail. Says now and then how far it is.
 */
export async function* explaining(log: Recording, seq: number, path: string, pace: Pace): AsyncGenerator<Explaining, void, undefined> {
  const end = Math.min(seq, log.head());
  const seeker = seekLineage(path);
  yield* readThrough(log, log.trails.ofNames(namesOf(parsePath(path))), end, [0, 1], seeker, pace);
  const now = log.stateAt(end);
  const lineage = seeker.finish(now, log.trails.jointsUntil(end));
  const story = tellStory(lineage.links);
  yield* readThrough(log, log.trails.ofLinks(lineage.links), end, [1, 2], story, pace);
  yield { _tag: 'Explained', explanation: explanationOf(lineage, story.steps(), now) };
}

/** Folds these stretches of the log again, and no event after `end`. */
async function* readThrough(
  log: Recording,
  stretches: readonly number[],
  end: number,
  [from, to]: readonly [number, number],
  { before, after }: { readonly before: Visit; readonly after: Visit },
  pace: Pace,
): AsyncGenerator<Explaining, void, undefined> {
  for (const [i, stretch] of stretches.entries()) {
    const start = stretch * log.stretch;
    if (start >= end) return;
    const replay = replayFrom(log.stateAt(start));
    replay.push(log.events(start + 1, Math.min(end, start + log.stretch)), before, after);
    await pace();
    yield { _tag: 'Progress', done: from + ((to - from) * (i + 1)) / stretches.length, of: 2 };
  }
}
