/** A history for reading commands: the log of a pair, or a bundle that somebody made. Both are gone through again and again, never kept. */
import { eventsIn } from '../domain/upcast.js';
import { readFileSync, statSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import type { Event } from '../domain/event.js';
import type { Sides } from '../domain/side.js';
import type { State } from '../domain/state/state.js';
import { BUNDLE_CAPS, type Bundle, type BundleError, decodeBundle, type Moment, replayBundle, replayFrom } from '../history/index.js';
import { CliError, EXIT, usageError } from './exit-code.js';
import { knownPair } from './known-pair.js';
import type { Output } from './output.js';
import { withCopy } from './reading.js';
import { shown } from './render/words.js';
import type { Log } from './open-log.js';

export interface History {
  /** Number of the last event. */
  readonly head: number;
  /** All events, in pieces, from the first; can be asked for again. */
  readonly batches: () => AsyncIterable<readonly Event[]>;
  readonly from:
    | { readonly _tag: 'Log'; readonly log: Log; readonly labels: Sides<string> }
    | { readonly _tag: 'Bundle'; readonly bundle: Bundle; readonly file: string };
}

export interface HistoryPlace {
  readonly a: string | undefined;
  readonly b: string | undefined;
  readonly state: string | undefined;
}

/** Two places, a state folder, or the file of a bundle. Throws `CliError`. */
export const withHistory = async <A>({ a, b, state }: HistoryPlace, use: (history: History) => Promise<A>): Promise<A> => {
  if (a !== undefined && b === undefined && state === undefined) return use(bundleHistory(a));
  const pair = knownPair(a, b, state);
  return withCopy(pair.stateFolder, (log) =>
    use({ head: log.head(), batches: () => eventsOf(log), from: { _tag: 'Log', log, labels: pair.labels } }),
  );
};

/** Events that are handed on at once. */
const PIECE = 2000;

async function* eventsOf(log: Log): AsyncIterable<readonly Event[]> {
  let piece: Event[] = [];
  for await (const batch of log.read()) {
    for (const event of eventsIn(batch)) piece.push(event);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

const bundleHistory = (file: string): History => {
  const bundle = readBundle(file);
  const { events } = bundle;
  return {
    head: events.length,
    from: { _tag: 'Bundle', bundle, file },
    batches: async function* () {
      for (let at = 0; at < events.length; at += PIECE) yield events.slice(at, at + PIECE);
    },
  };
};

/** Nothing of a bundle is believed before it was decoded, and folded to what it says. */
const readBundle = (file: string): Bundle => {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined)
    throw usageError(`There is no file ${shown(file)}. Name both places, the state folder with --state, or the file of a bundle.`);
  if (!stats.isFile()) throw usageError('Name both places, the state folder with --state, or the file of a bundle.');
  if (stats.size > BUNDLE_CAPS.length)
    throw notReplayed(file, `it has ${stats.size} bytes: at most ${BUNDLE_CAPS.length} are read`, 'TooMuch');
  const decoded = decodeBundle(textOf(file));
  if (E.isLeft(decoded)) throw notReplayed(file, decoded.left.message, decoded.left._tag);
  const replayed = replayBundle(decoded.right);
  if (E.isLeft(replayed)) throw notReplayed(file, replayed.left.message, replayed.left._tag);
  return decoded.right;
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new CliError(EXIT.failed, `${shown(file)} can't be read: ${(thrown as Error).message}`, 'unreadable');
  }
};

const REASON: Readonly<Record<BundleError['_tag'], string>> = {
  TooMuch: 'bundle-too-large',
  NotABundle: 'not-a-bundle',
  UnknownVersion: 'newer-bundle',
  BadEvent: 'bad-bundle',
  Damaged: 'damaged-bundle',
  OtherState: 'other-state',
};

const notReplayed = (file: string, message: string, tag: BundleError['_tag']): CliError =>
  new CliError(EXIT.failed, `${shown(file)} can't be replayed: ${shown(message)}`, REASON[tag]);

/** The states at some moments, and at the end, in one reading of the history. A moment after the end is the end. */
export const statesAt = async (
  history: History,
  moments: readonly Moment[],
): Promise<{ readonly at: readonly State[]; readonly end: State }> => {
  const found = new Map<Moment, State>();
  let replay = replayFrom();
  for await (const events of history.batches()) {
    let done = 0;
    for (const [moment, end] of cutsIn(moments, found, replay.now.seq, events)) {
      replay.push(events.slice(done, end));
      const state = replay.finish();
      found.set(moment, state);
      replay = replayFrom(state);
      done = end;
    }
    replay.push(done === 0 ? events : events.slice(done));
  }
  const end = replay.finish();
  return { at: moments.map((moment) => found.get(moment) ?? end), end };
};

/** The moments that lie in this piece, in order, each with how many of its events come before it. */
const cutsIn = (
  moments: readonly Moment[],
  found: ReadonlyMap<Moment, State>,
  before: number,
  events: readonly Event[],
): readonly (readonly [Moment, number])[] =>
  moments
    .filter((moment) => !found.has(moment))
    .map((moment) => [moment, countUntil(moment, before, events)] as const)
    .filter(([, count]) => count < events.length)
    .sort(([, a], [, b]) => a - b);

const countUntil = (moment: Moment, before: number, events: readonly Event[]): number => {
  if (moment._tag === 'Event') return moment.seq - before;
  const past = events.findIndex((event) => (event._tag === 'Woke' || event._tag === 'SessionStarted') && event.atMs > moment.atMs);
  return past < 0 ? events.length : past;
};

/** `1234`: after that event; `2026-01-31`, `2026-01-31 14:05`, `2026-01-31T14:05:00Z`: at that time. Throws `CliError`. */
export const momentOf = (option: string, text: string): Moment => {
  if (/^#?\d{1,15}$/u.test(text)) return { _tag: 'Event', seq: Number(text.replace('#', '')) };
  return { _tag: 'Time', atMs: timeOf(option, text) };
};

export const timeOf = (option: string, text: string): number => {
  // A day alone would be taken for one of UTC.
  const atMs = /^\d{4}-\d\d-\d\d/u.test(text) ? Date.parse(text.length === 10 ? `${text}T00:00` : text) : Number.NaN;
  if (Number.isNaN(atMs)) throw usageError(`${option} takes the number of an event, or a time as 2026-01-31 14:05, not '${shown(text)}'.`);
  return atMs;
};

/** Throws `CliError` for an event that is yet to come. */
export const checkMoments = (history: History, moments: readonly Moment[]): void => {
  for (const moment of moments) if (moment._tag === 'Event' && moment.seq > history.head) throw noSuchEvent(moment.seq, history.head);
};

export const noSuchEvent = (number: number, head: number): CliError =>
  new CliError(EXIT.failed, `There is no event ${number}: the last one is ${head}.`, 'no-such-event');

/** Which place is called local and which remote in what follows. */
export const tellSides = ({ from }: History, out: Output): void => {
  if (from._tag === 'Log') tellLabels(from.labels, out);
};

export const tellLabels = (labels: Sides<string>, out: Output): void =>
  out.line(out.colors.dim(`local is ${labels[0]}, remote is ${labels[1]}`));
