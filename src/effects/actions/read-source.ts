import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Belief } from '../../domain/plan/instruction.js';
import type { Side } from '../../domain/side.js';
import type { Env } from '../env.js';
import { attempt, type Failure } from '../outcome.js';
import { type Content, ProviderFailure, toProviderError } from '../ports/provider.js';

/**
 * Opens the file that is to be copied. What fails while its bytes are read is the source's failure, although the target's call reports
 * it: the error says so in its message.
 */
export const readSource = (side: Side, source: Belief, env: Env): TaskEither<Failure, Content> =>
  attempt(side, async () => {
    const content = await env.providers[side].read(source);
    return { ...content, stream: () => labelled(content.stream(), source) };
  });

async function* labelled(bytes: AsyncIterable<Uint8Array>, source: Belief): AsyncIterable<Uint8Array> {
  try {
    yield* bytes;
  } catch (thrown) {
    const error = toProviderError(thrown);
    throw new ProviderFailure({ ...error, message: `while reading /${source.path.join('/')}: ${error.message}` });
  }
}
