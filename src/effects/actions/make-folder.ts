import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InstructionOf } from '../../domain/plan/instruction.js';
import type { Env } from '../env.js';
import { attempt, type Effect } from '../outcome.js';

/** Makes a folder. The place must be free. */
export const makeFolder = ({ side, parent, name }: InstructionOf<'MakeFolder'>, env: Env): Effect =>
  pipe(
    attempt(side, () => env.providers[side].makeFolder(parent, name)),
    TE.map((seen) => ({ _tag: 'FolderMade', seen })),
  );
