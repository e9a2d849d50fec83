import { pipe } from 'fp-ts/lib/function.js';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InstructionOf } from '../../domain/plan/instruction.js';
import { other } from '../../domain/side.js';
import type { Env } from '../env.js';
import { attempt, attemptNow, type Effect, type Failure, type ImmediateCall, type Outcome } from '../outcome.js';
import type { Immediate } from '../ports/provider.js';
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

/** The same for a small local file, without waiting. */
export const replaceFileNow = ({ side, source, target }: InstructionOf<'ReplaceFile'>, from: Immediate, to: Immediate): ImmediateCall => {
  const replaceNow = (): E.Either<Failure, Outcome> =>
    pipe(
      attemptNow(other(side), () => from.source(source)),
      E.chain((content) =>
        attemptNow(side, () => {
          const { seen, trash } = to.replaceFile(target, content);
          return { _tag: 'FileReplaced', read: content.revision, seen, trash: trash?.ref ?? null };
        }),
      ),
    );
  return () =>
    pipe(
      attemptNow(other(side), () => from.together(() => attemptNow(side, () => to.together(replaceNow)))),
      E.flatten,
      E.flatten,
    );
};
