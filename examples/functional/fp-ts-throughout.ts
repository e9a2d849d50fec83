// From the log on disk to a sentence, with nothing thrown on the way: ports speak TaskEither, answers are Eithers and values.
import * as A from 'fp-ts/lib/ReadonlyArray.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Event } from 'foldsync/domain';
import type { EventLog, LogError } from 'foldsync/effects';
import { eventsIn, explain, renderExplanation } from 'foldsync/history';
import { openLevelLog } from 'foldsync/providers/level';

const readAll = (log: EventLog): TE.TaskEither<LogError, readonly Event[]> =>
  TE.tryCatch(
    async () => {
      const batches: (readonly Event[])[] = [];
      for await (const batch of log.read()) batches.push(eventsIn(batch));
      return A.flatten(batches);
    },
    (thrown) => ({ _tag: 'Failed', message: String(thrown) }),
  );

/** Why a path is as it is, from the state folder of a sync that does not run. */
export const story = (stateFolder: string, path: string): TE.TaskEither<string, string> =>
  pipe(
    TE.bracket(openLevelLog(stateFolder), readAll, (log) => log.close()),
    TE.map((events) => renderExplanation(explain(events, path))),
    TE.mapLeft(({ message }) => message),
  );
