import type { EventOf } from '../event.js';
import { type LinkId, NEVER, NO_NODE, type NodeId } from '../ids.js';
import type { Link } from '../link.js';
import type { Node } from '../node.js';
import { LOCAL, withSide } from '../side.js';
import { type Draft, putLink, removeNode } from '../state/state.js';
import { hintOid, makePhantom } from './to-look-at.js';

/** Files on demand: what a user wants of them. */

export const foldRequested = (draft: Draft, event: EventOf<'FilesRequested'>): void => {
  for (const link of linksOf(draft, event.nodes)) {
    const requested: Link = { ...link, demand: 'requested' };
    const local = draft.table.node(link.halves[LOCAL]);
    if (event.again && local !== undefined) {
      forget(draft, local);
      putLink(draft, { ...requested, halves: withSide(link.halves, LOCAL, NO_NODE), base: null, compared: null, placed: null });
    } else putLink(draft, requested);
  }
};

/** It is not where it was; where it has an id, it may be elsewhere, and what was told of it holds for its place. */
const forget = (draft: Draft, node: Node): void => {
  removeNode(draft, node.id);
  if (node.oid !== null) hintOid(draft, LOCAL, node.oid);
  else if (node.dirty !== NEVER) makePhantom(draft, LOCAL, { parent: node.parent, name: node.name }, node.dirty);
};

export const foldReleased = (draft: Draft, event: EventOf<'FilesReleased'>): void => {
  for (const link of linksOf(draft, event.nodes)) putLink(draft, { ...link, demand: 'released' });
};

export const foldWanted = (draft: Draft, event: EventOf<'FileWanted'>): void => demand(draft, event.link);

const demand = (draft: Draft, id: LinkId): void => {
  const link = draft.table.link(id);
  if (link !== undefined) putLink(draft, { ...link, demand: 'requested' });
};

const linksOf = (draft: Draft, nodes: readonly NodeId[]): readonly Link[] =>
  nodes.flatMap((id) => {
    const link = draft.table.link(draft.table.node(id)?.link ?? (0 as LinkId));
    return link === undefined ? [] : [link];
  });
