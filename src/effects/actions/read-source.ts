import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Belief } from '../../domain/plan/instruction.js';
import type { Side } from '../../domain/side.js';
import type { Env } from '../env.js';
import { attempt, type Failure } from '../outcome.js';
import { type Content, failure, ProviderFailure, toProviderError } from '../ports/provider.js';

/** A file that is being read, and what went wrong with it on the way. */
export interface Source {
  readonly content: Content;
  readonly failure: () => Failure | null;
}

/** Opens the file that is to be copied, or compared. */
export const readSource = (side: Side, source: Belief, env: Env): TaskEither<Failure, Source> =>
  open(side, `/${source.path.join('/')}`, env, () => env.providers[side].read(source));

/** Opens what was thrown away. */
export const readTrashed = (side: Side, ref: string, env: Env): TaskEither<Failure, Source> =>
  open(side, 'from the trash', env, async () => {
    const content = await env.providers[side].readTrash?.({ ref });
    if (content === undefined) throw failure('NotFound', `${env.providers[side].name} keeps nothing of what was replaced or deleted`);
    return content;
  });

const open = (side: Side, what: string, env: Env, read: () => Promise<Content>): TaskEither<Failure, Source> =>
  attempt(side, async () => {
    const content = await read();
    let failed: Failure | null = null;
    const note = (thrown: unknown): ProviderFailure => {
      const { message, ...error } = toProviderError(thrown);
      failed ??= { side, error: { ...error, message: `while reading ${what}: ${message}` } };
      return new ProviderFailure(failed.error);
    };
    const verify = (): Promise<void> =>
      content.verify().catch((thrown: unknown) => {
        throw note(thrown);
      });
    return { content: { ...content, stream: () => noting(content, env, note), verify }, failure: () => failed };
  });

/**
 * A call of the other side that reads the source. What fails while bytes are read is the source's failure, although the call that asked
 * for them reports it: else the wrong side would be taken for lost.
 */
export const reading = <A>(sources: readonly Source[], call: TaskEither<Failure, A>): TaskEither<Failure, A> =>
  pipe(
    call,
    TE.mapLeft((failed) => sources.map((source) => source.failure()).find((each) => each !== null) ?? failed),
  );

/** A transfer that is stopped fails at its next piece: the target then keeps nothing of it. */
async function* noting(content: Content, env: Env, note: (thrown: unknown) => ProviderFailure): AsyncIterable<Uint8Array> {
  try {
    for await (const bytes of content.stream()) {
      if (env.stopped.aborted) throw failure('Interrupted', 'the sync was stopped');
      yield bytes;
    }
  } catch (thrown) {
    throw note(thrown);
  }
}
