import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InstructionOf } from '../../domain/plan/instruction.js';
import type { Env } from '../env.js';
import { attempt, type Effect } from '../outcome.js';

/** Deletes, into the trash where there is one. The object must be what and where it was seen, a folder empty. */
export const discard = ({ side, target }: InstructionOf<'Discard'>, env: Env): Effect =>
  pipe(
    attempt(side, () => env.providers[side].discard(target)),
    TE.map((trash) => ({ _tag: 'Discarded', trash: trash?.ref ?? null })),
  );
