import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InstructionOf } from '../../domain/plan/instruction.js';
import type { Env } from '../env.js';
import { attempt, type Effect } from '../outcome.js';

/** Moves, or renames. The object must be where it was seen, the new place free. */
export const move = ({ side, target, parent, name }: InstructionOf<'Move'>, env: Env): Effect =>
  pipe(
    attempt(side, () => env.providers[side].move(target, parent, name)),
    TE.map((seen) => ({ _tag: 'Moved', seen })),
  );
