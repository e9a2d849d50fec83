import { NO_NODE, type NodeId, type Seq } from '../ids.js';
import { type Name, nameKey } from '../name.js';
import { blankNode, isAlive, isPhantom, type Node } from '../node.js';
import type { Side } from '../side.js';
import { addNode, type Draft, putNode } from '../state/state.js';

/** What is to be looked at: never believed from a hint, only noted (H4). */

/** A hint on something known: look it up. */
export const makeDirty = (draft: Draft, node: Node): void => putNode(draft, { ...node, dirty: draft.seq, touched: draft.seq });

/** A hint on something unknown: a phantom, to be looked up. One for each place or oid. */
export const makePhantom = (
  draft: Draft,
  side: Side,
  at: { readonly parent: NodeId; readonly name: Name } | { readonly oid: string },
  dirty: Seq,
): void => {
  const known = 'oid' in at ? draft.table.byOid(side, at.oid) : draft.table.at(at.parent, nameKey(draft.control.traits[side], at.name));
  const phantom = known.find((node) => isPhantom(node) && ('oid' in at || node.name === at.name));
  if (phantom !== undefined) putNode(draft, { ...phantom, dirty, touched: draft.seq });
  else addNode(draft, { ...blankNode(side), ...at, dirty, touched: draft.seq });
};

/** Something is said of an object by its oid, if it has one: it is to be looked up. There is never a second node for it. */
export const hintOid = (draft: Draft, side: Side, oid: string | null): void => {
  if (oid === null) return;
  const known = draft.table.byOid(side, oid).find(isAlive);
  if (known === undefined) makePhantom(draft, side, { oid }, draft.seq);
  else if (known.parent === NO_NODE) makeUnlisted(draft, known, false);
  else makeDirty(draft, known);
};

/** Marks a folder, and with `deep` every folder below it, as to be listed. */
export const makeUnlisted = (draft: Draft, folder: Node, deep: boolean): void => {
  if (folder.kind !== 'folder' || !isAlive(folder)) return;
  putNode(draft, { ...folder, unlisted: draft.seq, touched: draft.seq });
  if (!deep) return;
  for (const child of draft.table.folders(folder.id)) makeUnlisted(draft, child, true);
};
