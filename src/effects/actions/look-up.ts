import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InstructionOf } from '../../domain/plan/instruction.js';
import type { Env } from '../env.js';
import { attempt, type Effect, type Outcome } from '../outcome.js';
import type { LookUp } from '../ports/provider.js';

/** Asks for one object. */
export const lookUp = ({ side, at }: InstructionOf<'LookUp'>, env: Env): Effect =>
  pipe(
    attempt(side, () => env.providers[side].lookUp(at)),
    TE.map(lookUpOutcome),
  );

export const lookUpOutcome = (answer: LookUp): Outcome =>
  answer._tag === 'Found'
    ? { _tag: 'LookedUp', found: answer.observation, depth: null }
    : { _tag: 'LookedUp', found: null, depth: answer.depth };
