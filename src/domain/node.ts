import { type LinkId, NEVER, NO_LINK, NO_NODE, type NodeId, type Seq } from './ids.js';
import type { Name } from './name.js';
import type { KeptAway, Kind } from './observation.js';
import type { Side } from './side.js';

/**
 * An object seen on one side. Its location is parent + name, so moving a folder of a million files changes one node (I12).
 *
 * A *phantom* is a node without a link: a place, or an oid, that was hinted at and not yet looked up.
 */
export interface Node {
  readonly id: NodeId;
  readonly side: Side;
  /** The folder it lies in; NO_NODE for a root, and for a phantom known by oid alone. */
  readonly parent: NodeId;
  /** As the provider spells it; the empty string for a root. */
  readonly name: Name;
  readonly kind: Kind;
  /** Stable id; null on sides where the path is the id: there it is derived from the place (H9). */
  readonly oid: string | null;
  readonly ident: string | null;
  readonly revision: string | null;
  readonly stamp: string | null;
  readonly hash: string | null;
  readonly size: number;
  readonly mtimeMs: number;
  readonly executable: boolean | null;
  readonly kept: KeptAway | null;
  /**
   * What `translate` says of it, where that is not its own name in its folder's counterpart: another name, or, beginning with `/`, a path.
   */
  readonly across: string | null;
  /** What `prioritize` said: below 0 goes first, above 0 last. */
  readonly priority: number;
  /** Number of the event that told of its end; NEVER while it is alive. */
  readonly gone: Seq;
  /** Time of that event, milliseconds since 1970. */
  readonly goneAtMs: number;
  /** Number of its last hint that no look-up has answered yet (H5); NEVER = clean. */
  readonly dirty: Seq;
  /** Folders: number of the last event that made its listing needed; NEVER = its children are known. */
  readonly unlisted: Seq;
  /** Number of the last event that touched it: our own actions and hints. What was read before that is no fact (H6). */
  readonly touched: Seq;
  readonly link: LinkId;
}

/** A node as it is when nothing is known of it but its place. */
export const blankNode = (side: Side): Omit<Node, 'id'> => ({
  side,
  parent: NO_NODE,
  name: '',
  kind: 'file',
  oid: null,
  ident: null,
  revision: null,
  stamp: null,
  hash: null,
  size: 0,
  mtimeMs: 0,
  executable: null,
  kept: null,
  across: null,
  priority: 0,
  gone: NEVER,
  goneAtMs: 0,
  dirty: NEVER,
  unlisted: NEVER,
  touched: NEVER,
  link: NO_LINK,
});

export const isPhantom = (node: Node): boolean => node.link === NO_LINK;
export const isAlive = (node: Node): boolean => node.gone === NEVER && !isPhantom(node);
export const isDirty = (node: Node): boolean => node.dirty !== NEVER;
