/**
 * The calls to the kernel that Node has no good form of, as a record with two implementations: `native.ts` (FFI) and `portable.ts`
 * (plain `fs`). Everything else in this adapter is written once. Functions throw errors with a `code`, as `fs` does.
 */
import type { Facts, Instant } from './facts.js';

export interface Anchor {
  /** Descriptor of the folder, or null where only paths can be used. */
  readonly descriptor: number | null;
  /** Path that leads to the folder without following links that someone else may change (`/proc/self/fd/<n>` where there is one). */
  readonly path: string;
}

/** A name in a folder that is held: no path above it is looked up again. See `tree.ts`. */
export interface Place {
  readonly folder: Anchor;
  readonly name: string;
}

export const pathOf = (place: Place): string => `${place.folder.path}/${place.name}`;

export interface System {
  /** Of the object itself, not of what a link points to; null if there is none. */
  readonly statAt: (folder: Anchor, name: string) => Facts | null;
  readonly statOpen: (descriptor: number) => Facts;
  /** Opens a file or folder in `folder`; the caller passes `O_NOFOLLOW`. */
  readonly openAt: (folder: Anchor, name: string, flags: number, mode: number) => number;
  /** Renames, never over anything: throws `EEXIST`. Throws `EINVAL`, `ENOSYS` where unsupported; null if there is no such call here. */
  readonly renameNoReplace: ((from: Place, to: Place) => void) | null;
  /** Swaps two objects in one step. Errors as above. */
  readonly exchange: ((a: Place, b: Place) => void) | null;
  /** Modification time of an open file; without FFI, to the microsecond at best. */
  readonly setModified: (descriptor: number, at: Instant) => void;
  /** Copies up to `bytes` within the kernel, from and to the positions of both files; answers how many. Null if there is no such call here. */
  readonly copyRange: ((from: number, to: number, bytes: number) => number) | null;
  /** Makes all of the filesystem durable that this folder is on. */
  readonly sync: (folder: Anchor) => Promise<void>;
}
