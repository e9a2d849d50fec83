import * as t from 'io-ts';
import { KEPT_AWAY } from './kept-away.js';

/** `other`: a symlink, device, socket ...: it is listed, holds its place, and never syncs. */
export const Kind = t.keyof({ file: null, folder: null, other: null });
export type Kind = t.TypeOf<typeof Kind>;

/** See `KEPT_AWAY`. */
export const KeptAway = t.keyof(KEPT_AWAY);
export type KeptAway = t.TypeOf<typeof KeptAway>;

export { decidedByUs, isOpen } from './kept-away.js';

const nullable = <C extends t.Mixed>(codec: C) => t.union([codec, t.null]);

/**
 * What a provider says it saw of one object: a fact, never an order. The address (oid, or path) is that of the request,
 * or, in a listing, the folder's path and `name`.
 */
export const Observation = t.readonly(
  t.type({
    /** Stable id; null where the path is the id. */
    oid: nullable(t.string),
    /** Oid of the folder it lies in; null where the path is the id. An object outside the root is not observed: it is missing. */
    parentOid: nullable(t.string),
    name: t.string,
    kind: Kind,
    /** Identity that helps to recognise moves (filesystem: inode + birth time); null if unknown or shared (hard links). */
    ident: nullable(t.string),
    /** Opaque token that changes with content (and with the executable bit); null for folders. */
    revision: nullable(t.string),
    /** Changes when anything of the object was touched, also where `revision` could not tell (filesystem: ctime). */
    stamp: nullable(t.string),
    /** Content hash of the provider's own kind (`Traits.hash`), or null. */
    hash: nullable(t.string),
    /** Bytes; 0 for folders. */
    size: t.number,
    /** Milliseconds since 1970, with a fraction where the provider has one; 0 if unknown. */
    mtimeMs: t.number,
    /** Null where the provider has no such bit. */
    executable: nullable(t.boolean),
    /** Set by the provider for what it can't sync, by the shell for what rules ignore. */
    kept: nullable(KeptAway),
  }),
);
export type Observation = t.TypeOf<typeof Observation>;
