import { Buffer } from 'node:buffer';
import type { Sides } from '../domain/side.js';
import { type Content, ProviderFailure } from '../effects/ports/provider.js';
import { type ConflictResolver, type ConflictSource, LEFT_TO_POLICY, type ResolverAnswer } from '../effects/ports/resolver.js';
import { type ConflictFile, conflictFile } from './conflict-file.js';

/** Content that a resolver made of both: text, bytes, or bytes in pieces. */
export type Merged = string | Uint8Array | AsyncIterable<Uint8Array>;

/** What a resolver answers: the file that wins, or new content for both sides, and whether what loses is kept under a conflict name. */
export interface Resolution {
  readonly winner: ConflictFile | Merged;
  readonly keep: boolean;
}

/** What both sides last agreed on, where it was kept (`keepBases`). */
export interface ConflictBase {
  readonly bytes: () => Promise<Uint8Array>;
  readonly text: () => Promise<string>;
}

/** Null: left to policy, which lets REMOTE win and keeps the other. */
export type ResolveConflict = (
  local: ConflictFile,
  remote: ConflictFile,
  base: ConflictBase | null,
) => Resolution | null | Promise<Resolution | null>;

export interface ResolverOptions {
  /** Called through, so that it may be replaced at any time. */
  readonly resolve: ResolveConflict;
  /** A path below a root as the user knows it. */
  readonly rooted: (source: ConflictSource) => (path: string) => string;
  readonly baseOf: (link: number, files: Sides<ConflictSource>) => Promise<ConflictBase | null>;
  readonly nowMs: () => number;
  readonly warn: (message: string) => void;
}

/**
 * A user's function as the engine asks it. A temporary error passes, and the conflict is tried again; whatever else goes wrong with it,
 * or with its answer, leaves the conflict to policy and is warned of (behaviour.md e.14).
 */
export const resolverOf =
  ({ resolve, rooted, baseOf, nowMs, warn }: ResolverOptions): ConflictResolver =>
  async (sources, link) => {
    const files = sources.map((source) => conflictFile(source, rooted(source))) as unknown as Sides<ConflictFile>;
    const { path } = files[0];
    try {
      const resolution: unknown = await resolve(files[0], files[1], await baseOf(link, sources));
      const answer = await answerOf(resolution, files, nowMs());
      if (answer === null) warn(`resolveConflict gave no answer that counts for ${path}: it has to be null, or { winner, keep }`);
      return answer ?? LEFT_TO_POLICY;
    } catch (thrown) {
      if (isPassing(thrown)) throw thrown;
      warn(`resolveConflict failed for ${path}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      return LEFT_TO_POLICY;
    } finally {
      await Promise.allSettled(files.map((file) => file.close()));
    }
  };

/** What a provider failed with while the resolver read is no fault of the resolver's. */
const isPassing = (thrown: unknown): boolean => thrown instanceof ProviderFailure;

/** Null if it is no answer. */
const answerOf = async (given: unknown, files: Sides<ConflictFile>, nowMs: number): Promise<ResolverAnswer | null> => {
  if (given === null || given === undefined) return LEFT_TO_POLICY;
  if (typeof given !== 'object' || !('winner' in given) || !('keep' in given) || typeof given.keep !== 'boolean') return null;
  const { winner, keep } = given;
  const file = files.find((each) => each === winner);
  if (file !== undefined) return { winner: file.side, keep, merged: null };
  const bytes = await bytesOf(winner);
  return bytes === null ? null : { winner: null, keep, merged: contentOf(bytes, nowMs) };
};

const bytesOf = async (made: unknown): Promise<Uint8Array | null> => {
  if (typeof made === 'string') return new TextEncoder().encode(made);
  if (made instanceof Uint8Array) return made;
  if (typeof made !== 'object' || made === null || !(Symbol.asyncIterator in made)) return null;
  const pieces: Uint8Array[] = [];
  for await (const piece of made as AsyncIterable<unknown>) {
    if (!(piece instanceof Uint8Array)) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};

const contentOf = (bytes: Uint8Array, mtimeMs: number): Content => ({
  revision: 'merged',
  size: bytes.length,
  mtimeMs,
  executable: null,
  localPath: null,
  stream: async function* () {
    yield bytes;
  },
  verify: async () => undefined,
});
