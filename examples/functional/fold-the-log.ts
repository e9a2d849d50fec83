// Folds a log in a program of one's own: how many files came to each side, day by day.
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Event } from 'foldsync/domain';
import { decodeBundle, lineOf, replayFrom } from 'foldsync/history';

export type Traffic = ReadonlyMap<string, readonly [local: number, remote: number]>;

export const trafficOf = (events: Iterable<Event>): Traffic => {
  const days = new Map<string, readonly [number, number]>();
  // What an event is about is told from what was known before it.
  replayFrom().push(events, (event, known) => {
    if (event._tag !== 'FilesCreated') return;
    const { side, atMs } = lineOf(event, known);
    const day = new Date(atMs).toISOString().slice(0, 10);
    const [local, remote] = days.get(day) ?? [0, 0];
    const created = event.files.filter(({ _tag }) => _tag === 'Created').length;
    days.set(day, side === 0 ? [local + created, remote] : [local, remote + created]);
  });
  return days;
};

/** Of what `foldsync bundle` wrote. Left: what is wrong with it. */
export const trafficIn = (bundle: string): E.Either<string, Traffic> =>
  pipe(
    decodeBundle(bundle),
    E.map(({ events }) => trafficOf(events)),
    E.mapLeft(({ message }) => message),
  );
