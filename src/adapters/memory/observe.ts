/** Objects as a provider's caller sees them: numbers become opaque tokens, and hashes are computed when first asked for. */
import { createHash } from 'node:crypto';
import type { Observation } from '../../domain/observation.js';
import { oidOf } from './edits.js';
import type { MemoryOptions } from './options.js';
import type { FileObject, StoredObject } from './tree.js';

type Facets = Pick<MemoryOptions, 'identity' | 'hash' | 'executableBit'>;

export const observe = (options: Facets, object: StoredObject): Observation => ({
  oid: options.identity === 'oid' ? oidOf(object) : null,
  parentOid: options.identity === 'oid' && object.parent !== null ? oidOf(object.parent) : null,
  name: object.name,
  kind: object.kind,
  ident: identOf(options, object),
  revision: revisionOf(object),
  stamp: stampOf(options, object),
  hash: object.kind === 'file' ? hashOf(options.hash, object) : null,
  size: object.kind === 'file' ? object.content.length : 0,
  mtimeMs: object.mtimeMs,
  executable: options.executableBit && object.kind === 'file' ? object.executable : null,
  kept: null,
});

export const identOf = (options: Facets, object: StoredObject): string | null => (options.identity === 'inode' ? `i${object.id}` : null);

export const stampOf = (options: Facets, object: StoredObject): string | null => (options.identity === 'inode' ? `s${object.stamp}` : null);

export const revisionOf = (object: StoredObject): string | null => (object.kind === 'file' ? `r${object.revision}` : null);

const hashOf = (algorithm: MemoryOptions['hash'], file: FileObject): string | null => {
  if (algorithm === null) return null;
  file.hash ??= createHash(algorithm).update(file.content).digest('hex');
  return file.hash;
};
