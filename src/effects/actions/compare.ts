import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InstructionOf } from '../../domain/plan/instruction.js';
import type { Env } from '../env.js';
import { attempt, attemptNow, type Effect, type Failure, type ImmediateCall } from '../outcome.js';
import type { Content, Immediate } from '../ports/provider.js';
import { reading, readSource } from './read-source.js';

/** Reads two files side by side, and tells whether they are equal, byte for byte. */
export const compare = ({ files }: InstructionOf<'Compare'>, env: Env): Effect =>
  pipe(
    TE.Do,
    TE.apS('local', readSource(0, files[0], env)),
    TE.apS('remote', readSource(1, files[1], env)),
    TE.chain(({ local, remote }): TE.TaskEither<Failure, boolean> => {
      const [a, b] = [local.content, remote.content];
      if (a.size !== b.size) return TE.right(false);
      return reading(
        [local, remote],
        attempt(0, () => areEqual(a, b)),
      );
    }),
    TE.map((same) => ({ _tag: 'Compared', same })),
  );

/** The same of two small local files, without waiting. */
export const compareNow = ({ files }: InstructionOf<'Compare'>, local: Immediate, remote: Immediate): ImmediateCall => {
  const sameNow = (): E.Either<Failure, boolean> =>
    pipe(
      E.Do,
      E.apS(
        'here',
        attemptNow(0, () => local.source(files[0])),
      ),
      E.apS(
        'there',
        attemptNow(1, () => remote.source(files[1])),
      ),
      E.chain(({ here, there }) =>
        here.size !== there.size
          ? E.right(false)
          : pipe(
              // The next call takes its bytes back.
              attemptNow(0, () => Buffer.from(local.bytes(here))),
              E.chain((bytes) => attemptNow(1, () => bytes.equals(remote.bytes(there)))),
            ),
      ),
    );
  return () =>
    pipe(
      attemptNow(0, () => local.together(() => attemptNow(1, () => remote.together(sameNow)))),
      E.flatten,
      E.flatten,
      E.map((same) => ({ _tag: 'Compared', same })),
    );
};

const areEqual = async (local: Content, remote: Content): Promise<boolean> => {
  const [a, b] = [reader(local), reader(remote)];
  try {
    for (;;) {
      const [left, right] = [await a.some(), await b.some()];
      const length = Math.min(left.length, right.length);
      if (length === 0) {
        if (left.length !== right.length) return false;
        await Promise.all([local.verify(), remote.verify()]);
        return true;
      }
      if (Buffer.compare(left.subarray(0, length), right.subarray(0, length)) !== 0) return false;
      a.took(length);
      b.took(length);
    }
  } finally {
    await Promise.allSettled([a.close(), b.close()]);
  }
};

/** The bytes of a content in pieces of any length. */
const reader = (content: Content) => {
  const bytes = content.stream()[Symbol.asyncIterator]();
  let rest = new Uint8Array(0);
  return {
    /** What is at hand; empty at the end. */
    some: async (): Promise<Uint8Array> => {
      while (rest.length === 0) {
        const next = await bytes.next();
        if (next.done) break;
        rest = new Uint8Array(next.value.buffer, next.value.byteOffset, next.value.byteLength) as Uint8Array<ArrayBuffer>;
      }
      return rest;
    },
    took: (length: number): void => {
      rest = rest.subarray(length);
    },
    close: async (): Promise<void> => void (await bytes.return?.()),
  };
};
