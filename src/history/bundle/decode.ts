import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { Event } from '../../domain/event.js';
import { Policy } from '../../domain/policy.js';
import { upcast } from '../../domain/upcast.js';
import { BUNDLE_CAPS, type Bundle, type BundleCaps, type BundleError } from './bundle.js';
import { chained, FORMAT, VERSION } from './chain.js';
import { depthOf, faultIn } from './faults.js';

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
