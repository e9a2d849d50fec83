import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InstructionOf } from '../../domain/plan/instruction.js';
import { other } from '../../domain/side.js';
import type { Env } from '../env.js';
import { attempt, type Effect } from '../outcome.js';
import { reading, readSource } from './read-source.js';

/** Copies a file to a new name. The place must be free, the source still what was seen. */
export const createFile = ({ side, source, parent, name }: InstructionOf<'CreateFile'>, env: Env): Effect =>
  pipe(
    readSource(other(side), source, env),
    TE.chain((from) =>
      pipe(
        reading(
          [from],
          attempt(side, () => env.providers[side].createFile(parent, name, from.content, env.onProgress)),
        ),
        TE.map((seen) => ({ _tag: 'FileCreated' as const, read: from.content.revision, seen })),
      ),
    ),
  );
