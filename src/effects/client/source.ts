import { failure, type Content } from '../ports/provider.js';

/** What a file is made from: bytes, a text, or a stream of a known length. */
export type Source = Uint8Array | string | { readonly size: number; readonly stream: () => AsyncIterable<Uint8Array> };

export interface Metadata {
  /** Milliseconds since 1970; default: now. Kept by providers that can. */
  readonly mtimeMs?: number;
  readonly executable?: boolean;
}

/** A stream that is longer or shorter than it said fails with `Corrupt`: then nothing is stored. */
export const contentFrom = (source: Source, { mtimeMs, executable }: Metadata, nowMs: number): Content => {
  const given = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  const { size, stream } = given instanceof Uint8Array ? { size: given.length, stream: () => once(given) } : given;
  return {
    revision: '',
    size,
    mtimeMs: mtimeMs ?? nowMs,
    executable: executable ?? null,
    localPath: null,
    stream: () => ofLength(stream(), size),
    verify: async () => undefined,
  };
};

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

async function* ofLength(stream: AsyncIterable<Uint8Array>, size: number): AsyncIterable<Uint8Array> {
  let read = 0;
  for await (const bytes of stream) {
    read += bytes.length;
    if (read > size) break;
    yield bytes;
  }
  if (read !== size)
    throw failure('Corrupt', `the content is ${read > size ? 'longer' : 'shorter'} than the ${size} bytes that it was to have`);
}
