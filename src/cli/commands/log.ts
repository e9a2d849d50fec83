/** `foldsync log`: what happened, one event a line. */
import { eventsIn } from '../../domain/upcast.js';
import { Event, type EventTag } from '../../domain/event.js';
import { evolve } from '../../domain/evolve/evolve.js';
import type { Side } from '../../domain/side.js';
import { initialState } from '../../domain/state/state.js';
import { isShown, type LineFilter, lineOf } from '../../history/index.js';
import { EXIT, type ExitCode, usageError } from '../exit-code.js';
import { momentOf } from '../history.js';
import { knownPair } from '../known-pair.js';
import type { Output } from '../output.js';
import { withCopy } from '../reading.js';
import { eventText } from '../render/event-text.js';
import { shown, timestamp } from '../render/words.js';

interface LogOptions {
  readonly state?: string;
  readonly path?: string;
  readonly kind?: readonly string[];
  readonly side?: string;
  readonly since?: string;
  readonly json?: boolean;
}

export const log = async (a: string | undefined, b: string | undefined, options: LogOptions, out: Output): Promise<ExitCode> => {
  const { filter, fromNumber } = filterOf(options);
  const isAll = Object.keys(filter).length === 0;
  const pair = knownPair(a, b, options.state);
  await withCopy(pair.stateFolder, async (copy) => {
    let state = initialState();
    for await (const batch of copy.read()) {
      for (const [index, event] of eventsIn(batch).entries()) {
        const number = batch.first + index;
        const before = state;
        // What an event is about is told from what was known before it.
        if (!isAll || options.json !== true) state = evolve(state, event);
        if (number < fromNumber || !(isAll || isShown(filter, { ...lineOf(event, before), atMs: batch.atMs }))) continue;
        if (options.json === true) {
          out.json({ type: 'event', number, loggedAtMs: batch.atMs, event });
          continue;
        }
        const text = eventText(before, state, event, pair.labels);
        if (text !== null) out.line(`${String(number).padStart(6)}  ${out.colors.dim(timestamp(batch.atMs))}  ${text}`);
      }
    }
  });
  return EXIT.settled;
};

/** Throws `CliError`. */
const filterOf = ({ path, kind, side, since }: LogOptions): { readonly filter: LineFilter; readonly fromNumber: number } => {
  const moment = momentOf('--since', since ?? '0');
  return {
    fromNumber: moment._tag === 'Event' ? moment.seq : 0,
    filter: {
      ...(path === undefined ? {} : { path }),
      ...(kind === undefined ? {} : { kinds: kind.map(kindOf) }),
      ...(side === undefined ? {} : { side: sideOf(side) }),
      ...(moment._tag === 'Event' ? {} : { fromMs: moment.atMs }),
    },
  };
};

const sideOf = (text: string): Side => {
  if (text !== 'local' && text !== 'remote')
    throw usageError(`--side takes local (the first place) or remote (the second), not '${shown(text)}'.`);
  return text === 'local' ? 0 : 1;
};

const KINDS: readonly EventTag[] = Event.type.types.map((codec) => ('props' in codec ? codec : codec.types[0]).props._tag.value);

const kindOf = (text: string): EventTag => {
  const found = KINDS.find((kind) => kind.toLowerCase() === text.toLowerCase());
  if (found === undefined) throw usageError(`There are no events of kind '${shown(text)}'. Known: ${KINDS.join(', ')}.`);
  return found;
};
