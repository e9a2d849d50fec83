/** Hands a log over to a reader on the socket, batch by batch, and goes on with what is logged from then on. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Engine } from '../../effects/engine/engine.js';
import type { Pair } from '../checks.js';
import type { Log } from '../open-log.js';
import type { Answer } from './protocol.js';

/** Resolves when the reader has hung up. What he has not taken yet is not read any further: his pace is ours. */
export const handOver = async (socket: Socket, pair: Pair, engine: Engine, log: Log, from: number): Promise<void> => {
  const gone = new AbortController();
  socket.on('close', () => gone.abort());
  let wake: () => void = () => undefined;
  const subscription = engine.events$.subscribe(() => wake());
  const write = async (value: object): Promise<void> => {
    if (!socket.write(`${JSON.stringify(value)}\n`)) await once(socket, 'drain', { signal: gone.signal });
  };
  try {
    const head: Answer = { _tag: 'follow', pid: process.pid, places: pair.realPaths, log: log.id, head: log.head() };
    await write(head);
    for (let next = from; !gone.signal.aborted; ) {
      // Asked for before the head is looked at: what is logged in between is no news that is missed.
      const news = new Promise<void>((resolve) => (wake = resolve));
      if (log.head() < next) {
        await Promise.race([news, once(socket, 'close')]);
        continue;
      }
      for await (const batch of log.read(next)) {
        await write(batch);
        next = batch.first + batch.events.length;
      }
    }
  } finally {
    subscription.unsubscribe();
    socket.destroy();
  }
};
