/** Follows the log of the sync that runs on a state folder. */
import { connect, type Socket } from 'node:net';
import type { Batch } from '../../effects/ports/event-log.js';
import { type AnswerTo, jsonOf, parseAnswer, questionLine } from './protocol.js';
import { socketPath } from './socket-path.js';

export interface Followed {
  readonly about: AnswerTo<'follow'>;
  /** From the batch that holds the wanted event on; ends when the sync does. */
  readonly batches: AsyncIterable<Batch>;
}

/** Null if no sync of this version runs there. */
export const follow = async (stateFolder: string, from: number, signal: AbortSignal): Promise<Followed | null> => {
  const socket = connect(socketPath(stateFolder));
  const hangUp = (): void => void socket.destroy();
  signal.addEventListener('abort', hangUp);
  socket.on('close', () => signal.removeEventListener('abort', hangUp));
  socket.on('connect', () => socket.write(questionLine('follow', from)));
  const lines = linesOf(socket);
  const first = await lines.next();
  const about = first.done === true ? null : parseAnswer('follow', first.value);
  if (about === null) {
    socket.destroy();
    return null;
  }
  return { about, batches: batchesOf(lines) };
};

/** Whatever ends the connection ends the lines. */
async function* linesOf(socket: Socket): AsyncGenerator<string, void, undefined> {
  const parts: string[] = [];
  socket.setEncoding('utf8');
  try {
    for await (const chunk of socket as AsyncIterable<string>) {
      const lines = chunk.split('\n');
      for (const line of lines.slice(0, -1)) {
        parts.push(line);
        yield parts.splice(0).join('');
      }
      parts.push(lines.at(-1) ?? '');
    }
  } catch {
    // The sync ended, or there was none.
  }
}

async function* batchesOf(lines: AsyncIterable<string>): AsyncGenerator<Batch, void, undefined> {
  for await (const line of lines) yield jsonOf(line) as Batch;
}
