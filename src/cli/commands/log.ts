/** `foldsync log`: what happened, one event a line. */
import { posix } from 'node:path';
import { eventsIn } from '../../domain/upcast.js';
import { Event, type EventTag } from '../../domain/event.js';
import { type Side, sideName } from '../../domain/side.js';
import { isShown, type LineFilter, lineOf, replayFrom } from '../../history/index.js';
import { EXIT, type ExitCode, usageError } from '../exit-code.js';
import { momentOf, noSuchEvent, tellLabels, withHistory } from '../history.js';
import { followedLog } from '../inspect/followed-log.js';
import { knownPair } from '../known-pair.js';
import type { Output } from '../output.js';
import { withCopy } from '../reading.js';
import { plural, shown, timestamp } from '../render/words.js';
import type { Interruption } from '../signals.js';

interface LogOptions {
  readonly state?: string;
  readonly path?: string;
  readonly kind?: readonly string[];
  readonly side?: string;
  readonly since?: string;
  readonly until?: string;
  readonly follow?: boolean;
  readonly json?: boolean;
}

export const log = async (
  a: string | undefined,
  b: string | undefined,
  options: LogOptions,
  out: Output,
  interruption: Interruption,
): Promise<ExitCode> => {
  const { filter, from, to } = filterOf(options);
  const isBundle = a !== undefined && b === undefined && options.state === undefined;
  if (isBundle && options.follow === true) throw usageError('A bundle does not go on: --follow is for the log of two places.');
  const { show, tellNone } = shower(options, filter, from, to, out);
  if (isBundle) {
    return withHistory({ a, b, state: undefined }, async (history) => {
      refuseLater(from, history.head);
      for await (const events of history.batches()) show(events, null);
      tellNone(history.head);
      return EXIT.settled;
    });
  }
  const { stateFolder, labels } = knownPair(a, b, options.state);
  if (options.json !== true) tellLabels(labels, out);
  if (options.follow === true) return follow(stateFolder, show, out, interruption);
  await withCopy(stateFolder, async (copy) => {
    refuseLater(from, copy.head());
    for await (const batch of copy.read()) show(eventsIn(batch), batch.atMs);
    tellNone(copy.head());
  });
  return EXIT.settled;
};

/** Throws `CliError`. */
const refuseLater = (from: number, head: number): void => {
  if (from > head) throw noSuchEvent(from, head);
};

/** What is there, and then what comes, until it is stopped: from the sync that runs, through its socket. */
const follow = async (stateFolder: string, show: Show, out: Output, interruption: Interruption): Promise<ExitCode> => {
  const stop = new AbortController();
  out.onClosed(() => stop.abort());
  const reading = (async () => {
    for await (const piece of followedLog(stateFolder, stop.signal)) if (piece._tag === 'Events') show(piece.events, null);
    return EXIT.settled;
  })();
  const code = await interruption.race(reading);
  stop.abort();
  return code ?? interruption.exitCode();
};

/** Shows the events that come next. `atMs`: when they were logged; null: when they happened, as far as they tell. */
type Show = (events: readonly Event[], atMs: number | null) => void;

interface Shower {
  readonly show: Show;
  /** Says so if nothing was shown, for people. */
  readonly tellNone: (head: number) => void;
}

const shower = (options: LogOptions, filter: LineFilter, from: number, to: number, out: Output): Shower => {
  const isAll = Object.keys(filter).length === 0;
  const isWanted = (number: number): boolean => number >= from && number <= to;
  let isSilent = true;
  const tell = (number: number, atMs: number, event: Event): void => {
    out.json({ type: 'event', number, loggedAtMs: atMs, event });
    isSilent = false;
  };
  const replay = replayFrom();
  let told = 0;
  const show: Show = (events, loggedAtMs) => {
    // What an event is about is told from what was known before it; where all are told as they are, nothing has to be known.
    if (isAll && options.json === true && loggedAtMs !== null) {
      for (const event of events) if (isWanted(++told)) tell(told, loggedAtMs, event);
      return;
    }
    replay.push(events, (event, before, number) => {
      if (!isWanted(number)) return;
      const happened = lineOf(event, before);
      const line = { ...happened, atMs: loggedAtMs ?? happened.atMs };
      if (!isShown(filter, line)) return;
      if (options.json === true) return tell(number, line.atMs, event);
      if (event._tag === 'Woke' && filter.kinds === undefined) return;
      out.line(`${String(number).padStart(6)}  ${out.colors.dim(timestamp(line.atMs))}  ${sideColumn(line.side)}  ${shown(line.text)}`);
      isSilent = false;
    });
  };
  return {
    show,
    tellNone: (head) => {
      if (isSilent && options.json !== true) out.note(`None of the ${plural(head, 'event')} in the log matches these options.`);
    },
  };
};

const sideColumn = (side: Side | null): string => (side === null ? '' : sideName(side)).padEnd('remote'.length);

/** Throws `CliError`. */
const filterOf = ({
  path,
  kind,
  side,
  since,
  until,
}: LogOptions): { readonly filter: LineFilter; readonly from: number; readonly to: number } => {
  const [first, last] = [momentOf('--since', since ?? '0'), until === undefined ? null : momentOf('--until', until)];
  return {
    from: first._tag === 'Event' ? first.seq : 0,
    to: last?._tag === 'Event' ? last.seq : Number.MAX_SAFE_INTEGER,
    filter: {
      ...(path === undefined ? {} : { path: posix.normalize(path) }),
      ...(kind === undefined ? {} : { kinds: kind.map(kindOf) }),
      ...(side === undefined ? {} : { side: sideOf(side) }),
      ...(first._tag === 'Event' ? {} : { fromMs: first.atMs }),
      ...(last === null || last._tag === 'Event' ? {} : { toMs: last.atMs }),
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
