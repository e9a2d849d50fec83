/**
 * Files as sources of content. A path alone could be led elsewhere between look and read, so each source remembers how to open the very
 * file that was looked at; only a source from another adapter is opened by its path.
 */
import { closeSync, constants, createReadStream, openSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { showPath } from '../../domain/name.js';
import { failure, type Content, type Expected, type LocalSource } from '../../effects/ports/provider.js';
import { placeOf, type Context } from './context.js';
import { attempt, failureOf, type Doing } from './errors.js';
import { checkExpected } from './expectation.js';
import { isExecutable, isSameState, msOf, revisionOf, type Facts } from './facts.js';

export interface Opener {
  readonly open: () => number;
  /** Throws if the open file is not, or is no longer, what the source says. */
  readonly check: (facts: Facts) => void;
}

const openers = new WeakMap<object, Opener>();

/** A pipe swapped in for a file must not make us wait for its writer. */
export const READ_FILE_ITSELF = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export const openerOf = (source: LocalSource | (Content & { readonly localPath: string })): Opener =>
  source instanceof OwnSource
    ? source.opener
    : (openers.get(source) ?? openerByPath('absolutePath' in source ? source.absolutePath : source.localPath, source.size));

const openerByPath = (path: string, size: number): Opener => {
  let first: string | null = null;
  return {
    open: () => attempt({ verb: 'read', path: [basename(path)], missing: 'NotFound' }, () => openSync(path, READ_FILE_ITSELF)),
    check: (facts) => {
      first ??= revisionOf(facts);
      if (facts.type !== 'file' || facts.size !== size || revisionOf(facts) !== first)
        throw failure('Modified', 'the source was changed meanwhile');
    },
  };
};

/** The source of `Immediate.createFile`. Fails with `NotFound`, `Modified`, `Moved`, `Denied`. */
export const sourceOf = (context: Context, expected: Expected): LocalSource => {
  const facts = factsOf(context, expected);
  const waitMs = unsettledMs(facts);
  if (waitMs > 0) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
    factsOf(context, expected);
  }
  return new OwnSource(context, expected, facts);
};

/** It has its opener with it: entries of a weak map for each of many small files cost the garbage collector more than they save. */
class OwnSource implements LocalSource {
  readonly revision: string;
  readonly size: number;
  readonly opener: Opener;

  constructor(
    private readonly context: Context,
    private readonly expected: Expected,
    facts: Facts,
  ) {
    this.revision = revisionOf(facts);
    this.size = facts.size;
    this.opener = openerIn(context, expected, facts);
  }

  /** Made when it is asked for: by another adapter, or by nobody. */
  get absolutePath(): string {
    return absolutePathOf(this.context, this.expected);
  }
}

/** The content of a file, to be read by `stream` or copied by this adapter. Nothing is open before that, or after. */
export const contentOf = async (context: Context, expected: Expected): Promise<Content> => {
  const doing = reading(expected);
  const look = (): Facts => context.tree.run(() => factsOf(context, expected));
  const waitMs = unsettledMs(look());
  if (waitMs > 0) await delay(waitMs);
  const facts = look();
  const opener = openerIn(context, expected, facts);
  // A missing permission is found here rather than half way through.
  attempt(doing, () => closeSync(opener.open()));
  return openedContent({ facts, opener, doing, localPath: absolutePathOf(context, expected), verify: async () => void look() });
};

/** The content of a file that can be opened. */
export const openedContent = (file: {
  readonly facts: Facts;
  readonly opener: Opener;
  readonly doing: Doing;
  readonly localPath: string;
  readonly verify: () => Promise<void>;
}): Content => {
  const { facts, opener, doing, localPath, verify } = file;
  const content: Content = {
    revision: revisionOf(facts),
    size: facts.size,
    mtimeMs: msOf(facts.modified),
    executable: isExecutable(facts),
    localPath,
    stream: () => streamOf(opener, doing, facts.size),
    verify,
  };
  openers.set(content, opener);
  return content;
};

/** Coarsest step of the clock that stamps files on Linux, with some room, in ms (CONFIG_HZ = 100). */
const CLOCK_GRAIN_MS = 12;

/**
 * How long to wait until the file's modification time has passed, in ms: while the clock still shows it, another write of the same
 * length would leave the same revision, and would be missed for ever.
 */
const unsettledMs = (facts: Facts): number => {
  const ageMs = Date.now() - msOf(facts.modified);
  return ageMs >= -CLOCK_GRAIN_MS && ageMs < CLOCK_GRAIN_MS ? Math.ceil(CLOCK_GRAIN_MS - ageMs) + 1 : 0;
};

/** 1 MiB: streams of Node's default 64 KiB are 3 to 4 times slower (docs/PERFORMANCE.md). */
const STREAM_CHUNK_BYTES = 1024 * 1024;

async function* streamOf(opener: Opener, doing: Doing, size: number): AsyncIterable<Uint8Array> {
  try {
    // A buffer is made for each file: one more byte than it has, so that its end is seen. The stream closes the descriptor, however it ends.
    const highWaterMark = Math.min(STREAM_CHUNK_BYTES, size + 1);
    yield* createReadStream('', { fd: opener.open(), highWaterMark }) as AsyncIterable<Uint8Array>;
  } catch (thrown) {
    throw failureOf(thrown, doing);
  }
}

/** `looked`: what was found to be as expected. What is opened is compared with that first, which takes no texts to be made. */
const openerIn = (context: Context, expected: Expected, looked: Facts): Opener => ({
  open: () =>
    context.tree.run(() => {
      const place = placeOf(context, expected.path, 'read');
      return attempt(reading(expected), () => context.system.openAt(place.folder, place.name, READ_FILE_ITSELF, 0));
    }),
  check: (facts) => {
    if (!isSameState(facts, looked)) checkExpected(facts, expected);
  },
});

const factsOf = (context: Context, expected: Expected): Facts => {
  const place = placeOf(context, expected.path, 'read');
  const facts = attempt(reading(expected), () => context.system.statAt(place.folder, place.name));
  if (expected.kind !== 'file') throw failure('Moved', `${showPath(expected.path)} is to be read, but is no file`);
  return checkExpected(facts, expected);
};

const reading = (expected: Expected): Doing => ({ verb: 'read', path: expected.path, missing: 'NotFound' });

const absolutePathOf = (context: Context, expected: Expected): string => `${context.rootPath}/${expected.path.join('/')}`;
