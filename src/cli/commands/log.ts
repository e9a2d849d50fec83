/** `foldsync log`: what happened, one event a line. */
import type { Event } from '../../domain/event.js';
import { evolve } from '../../domain/evolve/evolve.js';
import { initialState } from '../../domain/state/state.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { knownPair } from '../known-pair.js';
import type { Output } from '../output.js';
import { withCopy } from '../reading.js';
import { eventText } from '../render/event-text.js';
import { timestamp } from '../render/words.js';

interface LogOptions {
  readonly state?: string;
  readonly json?: boolean;
}

export const log = async (a: string, b: string, options: LogOptions, out: Output): Promise<ExitCode> => {
  const pair = knownPair(a, b, options.state);
  await withCopy(pair.stateFolder, async (copy) => {
    let state = initialState();
    for await (const batch of copy.read()) {
      for (const [index, event] of (batch.events as unknown as readonly Event[]).entries()) {
        const number = batch.first + index;
        if (options.json === true) {
          out.json({ type: 'event', number, loggedAtMs: batch.atMs, event });
          continue;
        }
        const before = state;
        state = evolve(state, event);
        const text = eventText(before, state, event, pair.labels);
        if (text !== null) out.line(`${String(number).padStart(6)}  ${out.colors.dim(timestamp(batch.atMs))}  ${text}`);
      }
    }
  });
  return EXIT.settled;
};
