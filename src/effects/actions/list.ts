import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InstructionOf } from '../../domain/plan/instruction.js';
import type { Env } from '../env.js';
import { attempt, type Effect } from '../outcome.js';

/** Asks for the children of a folder. */
export const list = ({ side, folder }: InstructionOf<'List'>, env: Env): Effect =>
  pipe(
    attempt(side, () => env.providers[side].list(folder)),
    TE.map((listing) => ({ _tag: 'ListingRead', listing })),
  );
