/** Contents on their way in and out of a memory store. */
import type { Content, OnProgress } from '../../effects/ports/provider.js';
import { failure } from '../../effects/ports/provider.js';
import type { FileObject } from './tree.js';
import { revisionOf } from './observe.js';

/** Bytes of one piece of a stream: small enough that a 1 MiB file comes in several. */
const CHUNK_BYTES = 64 * 1024;

/** All bytes of `content`, verified to be of one revision. Rejects with what the content rejects with. */
export const readAll = async (content: Content, onProgress?: OnProgress): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content.stream()) {
    chunks.push(chunk.slice());
    size += chunk.length;
    onProgress?.(size);
  }
  await content.verify();
  if (size !== content.size) throw failure('Corrupt', `${size} bytes instead of ${content.size}`);
  return concat(chunks, size);
};

const concat = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
};

export interface ContentChecks {
  /** Awaited before the first byte. */
  readonly beforeStream: () => Promise<void>;
  readonly verify: () => Promise<void>;
}

/** A file's content as it is now: later writes do not show in it, but `verify` tells. */
export const contentOf = (file: FileObject, executableBit: boolean, { beforeStream, verify }: ContentChecks): Content => {
  const bytes = file.content;
  return {
    revision: revisionOf(file) ?? '',
    size: bytes.length,
    mtimeMs: file.mtimeMs,
    executable: executableBit ? file.executable : null,
    localPath: null,
    stream: async function* () {
      await beforeStream();
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.slice(at, at + CHUNK_BYTES);
    },
    verify,
  };
};
