import { diff3Merge } from 'node-diff3';
import { ArgumentError } from './errors.js';
import type { ConflictBase, Resolution, ResolveConflict } from './resolver.js';
import type { ConflictFile } from './conflict-file.js';

/** Largest file that is merged, bytes: diff3 takes seconds on tens of thousands of lines (20,000 lines take 2 s). */
const MAX_BYTES = 256 * 1024;

/**
 * A resolver that merges text line by line (diff3) where both sides changed different lines, and leaves the rest to policy: what overlaps,
 * what is no UTF-8 text or too large, and what has no base. It needs `keepBases`.
 *
 * @example
 * const sync = new CloudSync(providers, { roots: ['/', '/'], keepBases: 256 * 1024, resolveConflict: mergeText() });
 */
export const mergeText = ({ maxBytes = MAX_BYTES }: { readonly maxBytes?: number } = {}): ResolveConflict => {
  if (!(maxBytes > 0)) throw new ArgumentError(`maxBytes is a number of bytes above 0, not ${maxBytes}`);
  return async (local, remote, base) => {
    if (base === null || [local, remote].some((file) => file.size > maxBytes)) return null;
    return merged(local, remote, base);
  };
};

const merged = async (local: ConflictFile, remote: ConflictFile, base: ConflictBase): Promise<Resolution | null> => {
  const texts = await Promise.all([local.bytes(), base.bytes(), remote.bytes()].map(async (bytes) => textOf(await bytes)));
  const [ours, original, theirs] = texts.map((text) => text?.split('\n'));
  if (ours === undefined || original === undefined || theirs === undefined) return null;
  const lines: string[] = [];
  for (const region of diff3Merge(ours, original, theirs, { excludeFalseConflicts: true })) {
    if (region.ok === undefined) return null;
    lines.push(...region.ok);
  }
  return { winner: lines.join('\n'), keep: false };
};

/** Null for what is no UTF-8 text. */
const textOf = (bytes: Uint8Array): string | null => {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};
