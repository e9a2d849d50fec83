import type { Event } from '../../domain/event.js';
import type { Policy } from '../../domain/policy.js';

/** A history in one file: what is needed to fold it elsewhere, and to see that it came out the same. */
export interface Bundle {
  /** Of what wrote it (`foldsync`), and of what it ran on; for people. */
  readonly versions: Readonly<Record<string, string>>;
  readonly policy: Policy;
  readonly anonymised: boolean;
  /** From the first of the log on. */
  readonly events: readonly Event[];
  /** Digest of the state after the last event, as it was where the bundle was made. */
  readonly digest: string;
}

export type BundleError =
  /** Too long, too many, too deep, names too long: refused before anything is made of it. */
  | { readonly _tag: 'TooMuch'; readonly message: string }
  | { readonly _tag: 'NotABundle'; readonly message: string }
  /** Made by a newer foldsync. */
  | { readonly _tag: 'UnknownVersion'; readonly message: string; readonly version: number }
  /** Not an event, or one that no foldsync could have written. */
  | { readonly _tag: 'BadEvent'; readonly message: string; readonly seq: number }
  /** Cut, or changed since it was made. */
  | { readonly _tag: 'Damaged'; readonly message: string; readonly lastGood: number }
  /** It folds to something else than where it was made. */
  | { readonly _tag: 'OtherState'; readonly message: string; readonly expected: string; readonly found: string };

/** What a bundle may be at most. */
export interface BundleCaps {
  /** Length of the whole, UTF-16 code units. */
  readonly length: number;
  readonly events: number;
  /** Brackets within brackets. */
  readonly depth: number;
  /** Of one name, UTF-16 code units. */
  readonly nameLength: number;
  /** Of any other text: ids, cursors, messages. */
  readonly textLength: number;
}

/** Room for some millions of events; a name may be longer than any file system's, since that is a case to reproduce. */
export const BUNDLE_CAPS: BundleCaps = { length: 400_000_000, events: 5_000_000, depth: 16, nameLength: 4096, textLength: 65_536 };
