import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { showPath } from '../domain/name.js';
import type { Side } from '../domain/side.js';
import type { ConflictSource } from '../effects/ports/resolver.js';

/** One of the two files of a conflict, as a resolver gets it: opened when it is first read, and read as often as it likes. */
export interface ConflictFile {
  readonly side: Side;
  /** In the terms of its side, below the root of what is synced. */
  readonly path: string;
  /** Of the provider's own kind; null where it has none. */
  readonly hash: string | null;
  /** The hash when both sides last agreed; null if they never did. */
  readonly syncHash: string | null;
  /** Bytes. */
  readonly size: number;
  readonly otype: 'file';
  /** The next bytes, at most so many; all that are left if nothing is said. Empty at the end. */
  readonly read: (length?: number) => Promise<Uint8Array>;
  /** Where to read on, in bytes from the start. */
  readonly seek: (position: number) => void;
  readonly tell: () => number;
  /** The whole content, wherever `read` is. */
  readonly bytes: () => Promise<Uint8Array>;
  /** The whole content as UTF-8. */
  readonly text: () => Promise<string>;
  /** The whole content in pieces: for what is too large to hold. */
  readonly stream: () => AsyncIterable<Uint8Array>;
  /** Lets go of what was read; reading again reads anew. Called anyway once the resolver has answered. */
  readonly close: () => Promise<void>;
}

/** Downloads to a temporary file at the first read; a download that fails leaves none. `folder`: where that file goes. */
export const conflictFile = (source: ConflictSource, rooted: (path: string) => string, folder: string = tmpdir()): ConflictFile => {
  let spool: Promise<Spool> | null = null;
  let position = 0;
  const opened = (): Promise<Spool> => {
    spool ??= download(source, folder).catch((thrown: unknown) => {
      spool = null;
      throw thrown;
    });
    return spool;
  };
  const bytes = async (): Promise<Uint8Array> => {
    const { handle, size } = await opened();
    return readAt(handle, 0, size);
  };
  return {
    side: source.side,
    path: rooted(showPath(source.path)),
    hash: source.hash,
    syncHash: source.baseHash,
    size: source.size,
    otype: 'file',
    read: async (length = Infinity) => {
      const { handle, size } = await opened();
      const piece = await readAt(handle, position, Math.min(length, Math.max(0, size - position)));
      position += piece.length;
      return piece;
    },
    seek: (to) => void (position = Math.max(0, to)),
    tell: () => position,
    bytes,
    text: async () => new TextDecoder().decode(await bytes()),
    stream: () => streamOf(source),
    close: async () => {
      const closing = spool;
      spool = null;
      position = 0;
      await closing?.then(
        ({ close }) => close(),
        () => undefined,
      );
    },
  };
};

interface Spool {
  readonly handle: FileHandle;
  readonly size: number;
  readonly close: () => Promise<void>;
}

const download = async (source: ConflictSource, folder: string): Promise<Spool> => {
  const path = join(folder, `foldsync-conflict-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  const close = async (): Promise<void> => {
    await handle.close();
    await rm(path, { force: true });
  };
  try {
    let size = 0;
    for await (const piece of streamOf(source)) {
      await handle.write(piece, 0, piece.length, size);
      size += piece.length;
    }
    return { handle, size, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
};

async function* streamOf(source: ConflictSource): AsyncIterable<Uint8Array> {
  const content = await source.open();
  yield* content.stream();
  await content.verify();
}

const readAt = async (handle: FileHandle, position: number, length: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
};
