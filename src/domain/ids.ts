/** Branded numbers. All are counters kept in the state, so that replay gives the same ids. */
declare const brand: unique symbol;
type Branded<B extends string> = number & { readonly [brand]: B };

/** Index of a node in the table; 0 means "none". */
export type NodeId = Branded<'NodeId'>;
/** Index of a link in the table; 0 means "none". */
export type LinkId = Branded<'LinkId'>;
/** Number of an event in the log, from 1; 0 means "never". */
export type Seq = Branded<'Seq'>;

export const nodeId = (n: number): NodeId => n as NodeId;
export const linkId = (n: number): LinkId => n as LinkId;
export const seq = (n: number): Seq => n as Seq;

export const NO_NODE: NodeId = nodeId(0);
export const NO_LINK: LinkId = linkId(0);
export const NEVER: Seq = seq(0);
