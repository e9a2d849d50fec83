import type { LinkId, NodeId, Seq } from './ids.js';
import type { Name } from './name.js';
import type { Side, Sides } from './side.js';

/** What both sides last agreed on. It moves only after a durable, verified outcome (I6). */
export interface Base {
  /** Links of the folders that they lie in: the same one, unless `translate` puts them into others. NO_LINK for the roots. */
  readonly parents: Sides<LinkId>;
  readonly names: Sides<Name>;
  readonly revisions: Sides<string | null>;
  /** UNSEEN where what is there was taken for what we placed, by its size and time. */
  readonly stamps: Sides<string | null>;
  /** Each of its side's own kind (`Traits.hash`). */
  readonly hashes: Sides<string | null>;
}

/** No stamp that a provider gives: whatever it is, nobody saw how it came to be. */
export const UNSEEN = '';

/** Contents of two files were compared; it holds while their revisions are these. */
export interface Comparison {
  readonly revisions: Sides<string | null>;
  readonly stamps: Sides<string | null>;
  readonly same: boolean;
  /** The other link, where two created files of one place were compared; else its own id. */
  readonly with: LinkId;
}

/** What a resolver answered to a conflict of two contents; it holds while their revisions are these. */
export interface Resolution {
  readonly revisions: Sides<string | null>;
  /** The other link, where two created files of one place were in conflict; else its own id. */
  readonly with: LinkId;
  /** Null: it left it to policy. */
  readonly winner: Side | null;
  /** The loser is kept, under a conflict name. */
  readonly keep: boolean;
}

/** What a user wants of a file that is on demand: to have it here; to have it here no longer. */
export type Demand = 'requested' | 'released';

/** Why an entry does not go on although nothing is missing: a person has to act (DESIGN 5). */
export interface Blocked {
  readonly reason: string;
  readonly message: string;
  /** The event that blocked it. */
  readonly since: Seq;
}

/** Reason of what an undo left different on both sides: it stays so, over restarts too, until someone changes it. */
export const UNDONE = 'undone';

export const isHeld = ({ blocked }: Link): boolean => blocked?.reason === UNDONE;

/** A delete of ours on this side began, and whether it happened is not known (H2): also one that failed may have come through. */
export interface Doubt {
  readonly side: Side;
  /** What was interrupted may be under way still. */
  readonly after: 'interruption' | 'failure';
}

/**
 * A local and a remote node that are the same thing, with their base. Every node but a phantom has one, with one half NO_NODE
 * until there is a counterpart. Its id survives revival (H17).
 */
export interface Link {
  readonly id: LinkId;
  readonly halves: Sides<NodeId>;
  /** Null = created: nothing was agreed on yet. */
  readonly base: Base | null;
  readonly doubt: Doubt | null;
  /** The conflict name that we gave, so that it does not count as a user's change (H20). */
  readonly given: { readonly side: Side; readonly name: Name } | null;
  readonly compared: Comparison | null;
  readonly blocked: Blocked | null;
  /** Set by the outcome that placed contents: side and event. What was placed after the last durable point is compared after an unclean boot. */
  readonly placed: { readonly side: Side; readonly seq: Seq } | null;
  readonly resolved: Resolution | null;
  readonly demand: Demand | null;
}
