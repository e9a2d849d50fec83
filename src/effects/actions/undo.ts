import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InstructionOf } from '../../domain/plan/instruction.js';
import type { Env } from '../env.js';
import { attempt, type Effect } from '../outcome.js';
import { reading, readTrashed } from './read-source.js';

/** Copies a file out of the trash to where it was. The place must be free. */
export const restore = ({ side, trash, parent, name }: InstructionOf<'Restore'>, env: Env): Effect =>
  pipe(
    readTrashed(side, trash, env),
    TE.chain((from) =>
      pipe(
        reading(
          [from],
          attempt(side, () => env.providers[side].createFile(parent, name, from.content, env.onProgress)),
        ),
        TE.map((seen) => ({ _tag: 'FilesCreated', files: [{ _tag: 'Created', read: from.content.revision, seen }] })),
      ),
    ),
  );

/** Copies an old content out of the trash over the new one, which goes there. The file must still be what was seen. */
export const putBack = ({ side, trash, target }: InstructionOf<'PutBack'>, env: Env): Effect =>
  pipe(
    readTrashed(side, trash, env),
    TE.chain((from) =>
      pipe(
        reading(
          [from],
          attempt(side, () => env.providers[side].replaceFile(target, from.content, env.onProgress)),
        ),
        TE.map((replaced) => ({
          _tag: 'FileReplaced' as const,
          read: from.content.revision,
          seen: replaced.seen,
          trash: replaced.trash?.ref ?? null,
        })),
      ),
    ),
  );
