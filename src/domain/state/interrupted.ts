import type { Place } from '../action.js';
import { type LinkId, NO_NODE, type NodeId } from '../ids.js';
import type { Link } from '../link.js';
import { type Name, nameKey } from '../name.js';
import type { Node } from '../node.js';
import type { Side, Sides } from '../side.js';
import type { Traits } from '../traits.js';

/** Files and folders that were being placed as a session broke off, and whose places were not looked at since. */
export interface Interrupted {
  readonly links: { readonly [link: number]: Placement };
  /** Of those that are new, the links again: by folder, then by name (`slotOf`). */
  readonly places: { readonly [folder: number]: Names };
}

type Names = { readonly [slot: string]: LinkId };

/** A file or a folder that was being placed. */
export interface Placement {
  /** The side that was written. */
  readonly side: Side;
  readonly parent: NodeId;
  readonly name: Name;
  /** The file that it was to replace; NO_NODE if it is new. */
  readonly node: NodeId;
  /** The place that both sides were to agree on; null where that is one name in one folder. */
  readonly base: Place | null;
  /** What was copied, as it was known then. */
  readonly copied: Copied;
}

export type Copied = Pick<Node, 'kind' | 'revision' | 'stamp' | 'hash' | 'size' | 'mtimeMs' | 'executable'>;

interface Reads {
  readonly control: { readonly interrupted?: Interrupted };
}

/** A name in a record: no name is one of the records' own (`__proto__`). */
export const slotOf = (control: { readonly traits: Sides<Traits> }, side: Side, name: Name): string =>
  `/${nameKey(control.traits[side], name)}`;

/** What was being placed for a link; undefined if nothing, or if that half of it is another one by now. */
export const placementOf = ({ control }: Reads, { id, halves }: Pick<Link, 'id' | 'halves'>): Placement | undefined => {
  const placement = control.interrupted?.links[id];
  return placement !== undefined && halves[placement.side] === placement.node ? placement : undefined;
};

/** The same, where it was new. */
export const creationOf = (reads: Reads, link: Pick<Link, 'id' | 'halves'>): Placement | undefined => {
  const placement = placementOf(reads, link);
  return placement?.node === NO_NODE ? placement : undefined;
};
