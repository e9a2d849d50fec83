import { createHash, getHashes } from 'node:crypto';
import { showPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import type { Traits } from '../../domain/traits.js';
import { failure } from '../ports/provider.js';
import type { Finder, Found } from './find.js';

/** What is known of an object: as its provider sees it, with an id and a path in any case. */
export interface Info extends Omit<Observation, 'oid' | 'parentOid' | 'ident' | 'stamp'> {
  readonly oid: string;
  readonly path: string;
}

export const infoOf = (finder: Finder, found: Found): Info => {
  const { name, kind, revision, hash, size, mtimeMs, executable, kept } = found.seen;
  return { oid: finder.oidOf(found), path: showPath(found.path), name, kind, revision, hash, size, mtimeMs, executable, kept };
};

/** Used where a provider has no hashes of its own. */
const OWN_HASH = 'sha256';

/** Hash of a content, of the kind that this provider's observations carry. */
export const hashBytes = async ({ hash }: Traits, bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const kind = hash ?? OWN_HASH;
  if (!getHashes().includes(kind)) throw failure('Failed', `contents can't be hashed as ${kind} here`);
  const hasher = createHash(kind);
  for await (const some of bytes) hasher.update(some);
  return hasher.digest('hex');
};
