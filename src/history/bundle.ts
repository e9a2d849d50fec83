import { upcast } from '../domain/upcast.js';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { digestOf } from '../domain/digest.js';
import { Event } from '../domain/event.js';
import { NO_NODE, type NodeId } from '../domain/ids.js';
import { Policy } from '../domain/policy.js';
import type { State } from '../domain/state/state.js';
import { textDigest } from './digest.js';
import { answered, type Known, replayFrom } from './known.js';

/** A history in one file: what is needed to fold it elsewhere, and to see that it came out the same. */
export interface Bundle {
  /** Of what wrote it (`foldsync`), and of what it ran on; for people. */
  readonly versions: Readonly<Record<string, string>>;
  readonly policy: Policy;
  readonly anonymised: boolean;
  /** From the first of the log on. */
  readonly events: readonly Event[];
  /** Digest of the state after the last event, as it was where the bundle was made. */
  readonly digest: string;
}

export type BundleError =
  /** Too long, too many, too deep, names too long: refused before anything is made of it. */
  | { readonly _tag: 'TooMuch'; readonly message: string }
  | { readonly _tag: 'NotABundle'; readonly message: string }
  /** Made by a newer foldsync. */
  | { readonly _tag: 'UnknownVersion'; readonly message: string; readonly version: number }
  /** Not an event, or one that no foldsync could have written. */
  | { readonly _tag: 'BadEvent'; readonly message: string; readonly seq: number }
  /** Cut, or changed since it was made. */
  | { readonly _tag: 'Damaged'; readonly message: string; readonly lastGood: number }
  /** It folds to something else than where it was made. */
  | { readonly _tag: 'OtherState'; readonly message: string; readonly expected: string; readonly found: string };

/** What a bundle may be at most. */
export interface BundleCaps {
  /** Length of the whole, UTF-16 code units. */
  readonly length: number;
  readonly events: number;
  /** Brackets within brackets. */
  readonly depth: number;
  /** Of one name, UTF-16 code units. */
  readonly nameLength: number;
  /** Of any other text: ids, cursors, messages. */
  readonly textLength: number;
}

/** Room for some millions of events; a name may be longer than any file system's, since that is a case to reproduce. */
export const BUNDLE_CAPS: BundleCaps = { length: 400_000_000, events: 5_000_000, depth: 16, nameLength: 4096, textLength: 65_536 };

const FORMAT = 'foldsync-bundle';
const VERSION = 1;
/** Events in one link of the chain: damage is told to so many. */
const CHUNK = 1000;

/** What goes into a bundle. */
export interface NewBundle extends Pick<Bundle, 'versions' | 'policy' | 'events'> {
  readonly anonymised?: boolean;
  /** `digestOf` the state after the last event, where it is known; else the events are folded to tell it. */
  readonly digest?: string;
}

/** The text of a bundle. */
export const encodeBundle = (bundle: NewBundle): string => {
  const { versions, policy, events, anonymised = false, digest = foldedDigest(events) } = bundle;
  const parts: string[] = [];
  let prev = '';
  for (let from = 0; from < events.length; from += CHUNK) {
    const text = JSON.stringify(events.slice(from, from + CHUNK));
    const own = chained(prev, from + 1, text);
    parts.push(`{"first":${from + 1},"prev":"${prev}","digest":"${own}","events":${text}}`);
    prev = own;
  }
  const head = { format: FORMAT, version: VERSION, anonymised, versions, policy, count: events.length, end: prev, digest };
  return `${JSON.stringify(head).slice(0, -1)},"chunks":[\n${parts.join(',\n')}\n]}\n`;
};

const foldedDigest = (events: readonly Event[]): string => {
  const replay = replayFrom();
  replay.push(events);
  return digestOf(replay.finish());
};

const chained = (prev: string, first: number, text: string): string => textDigest(`${prev}/${first}/${text}`);

/** Reads what anyone may have sent: nothing of it is believed before it was looked at, and nothing is executed. */
export const decodeBundle = (text: string, caps: BundleCaps = BUNDLE_CAPS): E.Either<BundleError, Bundle> => {
  if (text.length > caps.length) return tooMuch(`the bundle is ${text.length} characters long: at most ${caps.length} are read`);
  if (depthOf(text, caps.depth) > caps.depth) return tooMuch(`the bundle nests deeper than ${caps.depth}`);
  const json = parsed(text);
  if (json === undefined) return notABundle('it is not JSON, or was cut');
  const format = Format.decode(json);
  if (E.isLeft(format) || format.right.format !== FORMAT) return notABundle(`it does not say that it is a ${FORMAT}`);
  const { version } = format.right;
  if (version !== VERSION)
    return E.left({
      _tag: 'UnknownVersion',
      version,
      message: `the bundle has version ${version}: this foldsync reads version ${VERSION}`,
    });
  const head = Head.decode(json);
  if (E.isLeft(head)) return notABundle(`its ${whereOf(head.left)} is not what it should be`);
  const { count, chunks } = head.right;
  if (count > caps.events) return tooMuch(`the bundle has ${count} events: at most ${caps.events} are read`);
  return decodeChunks(head.right, chunks, caps);
};

/** Folds a bundle, and compares what comes out with what came out where it was made. */
export const replayBundle = (bundle: Bundle): E.Either<BundleError, State> => {
  const replay = replayFrom();
  let seq = 0;
  try {
    let moved: NodeId = NO_NODE;
    replay.push(
      bundle.events,
      (event, known, number) => {
        seq = number;
        moved = movedBy(event, known);
      },
      (_event, known) => {
        if (liesInItself(known, moved)) throw new Error('a folder lies in itself');
      },
    );
    const state = replay.finish();
    const found = digestOf(state);
    if (found === bundle.digest) return E.right(state);
    return E.left({
      _tag: 'OtherState',
      expected: bundle.digest,
      found,
      message: `it folds to ${found}, and did to ${bundle.digest} where it was made`,
    });
  } catch (thrown) {
    return badEvent(seq, `cannot be folded: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

/** The node that an event puts elsewhere without looking where that is: what we write ourselves never makes a circle, what others send may. */
const movedBy = (event: Event, before: Known): NodeId => {
  if (event._tag === 'HalfRecognised') return event.node;
  const action = event._tag === 'Moved' ? answered(before, event) : undefined;
  return action?._tag === 'Move' ? action.node : NO_NODE;
};

/** Folders that lie deeper than this lie in themselves. */
const DEEPEST = 10_000;

const liesInItself = (known: Known, id: NodeId): boolean => {
  let steps = 0;
  for (let at = id; at !== NO_NODE; at = known.table.node(at)?.parent ?? NO_NODE) if (++steps > DEEPEST) return true;
  return false;
};

const tooMuch = (message: string): E.Either<BundleError, never> => E.left({ _tag: 'TooMuch', message });
const notABundle = (message: string): E.Either<BundleError, never> =>
  E.left({ _tag: 'NotABundle', message: `this is no bundle: ${message}` });
const badEvent = (seq: number, message: string): E.Either<BundleError, never> =>
  E.left({ _tag: 'BadEvent', seq, message: `event ${seq} ${message}` });

const Format = t.type({ format: t.string, version: t.number });

const Head = t.type({
  anonymised: t.boolean,
  versions: t.record(t.string, t.string),
  policy: Policy,
  count: t.number,
  end: t.string,
  digest: t.string,
  chunks: t.array(t.type({ first: t.number, prev: t.string, digest: t.string, events: t.array(t.unknown) })),
});

type Chunks = t.TypeOf<typeof Head>['chunks'];

const decodeChunks = (head: t.TypeOf<typeof Head>, chunks: Chunks, caps: BundleCaps): E.Either<BundleError, Bundle> => {
  const events: Event[] = [];
  let prev = '';
  const fault = faultIn([head.versions, head.policy], caps);
  if (fault !== null) return tooMuch(`its head ${fault}`);
  for (const chunk of chunks) {
    const damaged = (message: string): E.Either<BundleError, never> => E.left({ _tag: 'Damaged', message, lastGood: events.length });
    if (chunk.first !== events.length + 1) return damaged(`event ${events.length + 1} is missing`);
    if (events.length + chunk.events.length > caps.events) return tooMuch(`the bundle has more than ${caps.events} events`);
    const own = chained(prev, chunk.first, JSON.stringify(chunk.events));
    if (chunk.prev !== prev || chunk.digest !== own) return damaged(`the events from ${chunk.first} on are not those that were bundled`);
    prev = own;
    for (const each of chunk.events) {
      const seq = events.length + 1;
      const wrong = faultIn(each, caps);
      if (wrong !== null) return badEvent(seq, wrong);
      const event = Event.decode(upcast(each));
      if (E.isLeft(event)) return badEvent(seq, `is none that this foldsync knows: ${tagOf(each)}`);
      events.push(event.right);
    }
  }
  if (events.length !== head.count || prev !== head.end) {
    return E.left({
      _tag: 'Damaged',
      lastGood: events.length,
      message: `the bundle was cut: ${events.length} of ${head.count} events are there`,
    });
  }
  return E.right({ versions: head.versions, policy: head.policy, anonymised: head.anonymised, events, digest: head.digest });
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** How deep brackets nest, at least up to `enough` + 1: told by looking at characters, before any parser sees them. */
const depthOf = (text: string, enough: number): number => {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length && deepest <= enough; i++) {
    const c = text.charCodeAt(i);
    if (quoted) {
      if (c === BACKSLASH) i++;
      else if (c === QUOTE) quoted = false;
    } else if (c === QUOTE) quoted = true;
    else if (c === OPEN_SQUARE || c === OPEN_CURLY) deepest = Math.max(deepest, ++depth);
    else if (c === CLOSE_SQUARE || c === CLOSE_CURLY) depth--;
  }
  return deepest;
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_SQUARE = 0x5b;
const CLOSE_SQUARE = 0x5d;
const OPEN_CURLY = 0x7b;
const CLOSE_CURLY = 0x7d;

/** Fields that hold numbers of nodes, links and events. */
const COUNTERS = new Set([
  'node',
  'link',
  'from',
  'into',
  'parent',
  'source',
  'with',
  'action',
  'nodes',
  'absent',
  'side',
  'deletes',
  'files',
  'depth',
]);
const NAMES = new Set(['name', 'names', 'path']);
/** Largest number that a counter can be: they are kept in 31 bits. */
const MAX_COUNTER = 2 ** 31 - 1;

/** What no event of ours could hold, in words; null if all is well. */
const faultIn = (value: unknown, caps: BundleCaps, field = ''): string | null => {
  if (typeof value === 'string') {
    const limit = NAMES.has(field) ? caps.nameLength : caps.textLength;
    return value.length > limit ? `has a text of ${value.length} characters: at most ${limit} are read` : null;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return 'has a number that is none';
    return COUNTERS.has(field) && !(Number.isInteger(value) && value >= 0 && value <= MAX_COUNTER) ? `has ${value} as its ${field}` : null;
  }
  if (Array.isArray(value)) return firstFault(value.length, (i) => faultIn(value[i], caps, field));
  if (typeof value !== 'object' || value === null) return null;
  const fields = Object.entries(value);
  return firstFault(fields.length, (i) => {
    const [key, inner] = fields[i] ?? ['', null];
    return key === '__proto__' ? 'has a field that no event has' : faultIn(inner, caps, key);
  });
};

const firstFault = (count: number, check: (i: number) => string | null): string | null => {
  for (let i = 0; i < count; i++) {
    const fault = check(i);
    if (fault !== null) return fault;
  }
  return null;
};

const whereOf = (errors: t.Errors): string =>
  errors[0]?.context
    .map(({ key }) => key)
    .filter((key) => key !== '')
    .slice(0, 3)
    .join('.') ?? 'form';

const tagOf = (value: unknown): string => {
  const tag = typeof value === 'object' && value !== null && '_tag' in value ? value._tag : undefined;
  return typeof tag === 'string' ? JSON.stringify(tag.slice(0, 40)) : 'it has no _tag';
};
