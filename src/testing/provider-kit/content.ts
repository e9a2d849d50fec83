/** Contents to hand to a provider: whole ones, and such that break on the way. */
import { type Content, failure } from '../../effects/ports/provider.js';

export const MEBIBYTE = 1024 * 1024;

/** Pieces of 100,000 bytes: no power of two, so that no buffer boundary fits. */
const PIECE_BYTES = 100_000;

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `size` bytes in which every position can be told from its neighbours. */
export const pattern = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8)) & 0xff);

export const contentOf = (data: Uint8Array | string, executable: boolean | null = null): Content => {
  const all = typeof data === 'string' ? bytes(data) : data;
  return {
    revision: 'of the source',
    size: all.length,
    mtimeMs: 1_600_000_000_000,
    executable,
    localPath: null,
    stream: async function* () {
      for (let at = 0; at < all.length; at += PIECE_BYTES) yield all.slice(at, at + PIECE_BYTES);
    },
    verify: async () => {},
  };
};

/** Comes halfway, then the source is gone. */
export const brokenContent = (): Content => ({
  ...contentOf(pattern(MEBIBYTE)),
  stream: async function* () {
    yield pattern(MEBIBYTE / 2);
    throw failure('Temporary', 'the source broke off');
  },
});

/** Comes to its end, but is not what it was when the reading began. */
export const tornContent = (): Content => ({
  ...contentOf('torn'),
  verify: async () => {
    throw failure('Modified', 'the source changed while it was read');
  },
});

export const readAll = async (content: Content): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content.stream()) chunks.push(chunk.slice());
  await content.verify();
  return Uint8Array.from(Buffer.concat(chunks));
};
