import { linkId, nodeId, NO_LINK, NO_NODE, seq } from '../../src/domain/ids.js';
import type { Base, Link } from '../../src/domain/link.js';
import { blankNode, type Node } from '../../src/domain/node.js';
import type { Side, Sides } from '../../src/domain/side.js';
import { addLink, addNode, type Draft, initialState, openDraft } from '../../src/domain/state/state.js';

/** States of a few entries, written out: for what is to be seen without a world around it. */

export const NOW = 1_000_000;

/** Both roots, in step. */
export const smallDraft = (): Draft => {
  const draft = openDraft(initialState());
  draft.control = { ...draft.control, nowMs: NOW };
  const root = (side: Side) => addNode(draft, { ...blankNode(side), kind: 'folder', link: linkId(1) });
  const [local, remote] = [root(0), root(1)];
  const base = agreed('', 'folder', NO_LINK);
  addLink(draft, { halves: [local.id, remote.id], base });
  return draft;
};

const agreed = (name: string, kind: Node['kind'], parent = linkId(1)): Base => {
  const revision = kind === 'folder' ? null : 'r';
  return { parents: [parent, parent], names: [name, name], revisions: [revision, revision], stamps: [null, null], hashes: [null, null] };
};

export type Half = Partial<Node>;
/** What is gone, since event 1. */
export const GONE: Half = { gone: seq(1) };

/** An entry with these halves, in the roots unless they say otherwise; null: it has none there. Both halves: they agreed on one name. */
export const addEntry = (draft: Draft, halves: Sides<Half | null>, fields: Partial<Link> = {}): Link => {
  const link = linkId(draft.table.nextIds().link);
  const idOf = (half: Half | null, side: Side) => {
    if (half === null) return NO_NODE;
    const parent = nodeId(side + 1);
    return addNode(draft, { ...blankNode(side), parent, name: `f${link}`, revision: 'r', ...half, link }).id;
  };
  const [local, remote] = [idOf(halves[0], 0), idOf(halves[1], 1)];
  const isPair = halves[0] !== null && halves[1] !== null;
  const base = isPair ? agreed(halves[0]?.name ?? `f${link}`, halves[0]?.kind ?? 'file') : null;
  return addLink(draft, { halves: [local, remote], base, ...fields });
};
