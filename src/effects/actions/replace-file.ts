import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InstructionOf } from '../../domain/plan/instruction.js';
import { other } from '../../domain/side.js';
import type { Env } from '../env.js';
import { attempt, type Effect } from '../outcome.js';
import { reading, readSource } from './read-source.js';

/** Copies a file over its counterpart. Both must still be what was seen. */
export const replaceFile = ({ side, source, target }: InstructionOf<'ReplaceFile'>, env: Env): Effect =>
  pipe(
    readSource(other(side), source, env),
    TE.chain((from) =>
      pipe(
        reading(
          [from],
          attempt(side, () => env.providers[side].replaceFile(target, from.content, env.onProgress)),
        ),
        TE.map(({ seen, trash }) => ({ _tag: 'FileReplaced' as const, read: from.content.revision, seen, trash: trash?.ref ?? null })),
      ),
    ),
  );
