import type { EventOf } from '../event.js';
import { type LinkId, NO_NODE, type NodeId } from '../ids.js';
import type { Link } from '../link.js';
import { LOCAL, withSide } from '../side.js';
import { type Draft, putLink, removeNode } from '../state/state.js';

/** Files on demand: what a user wants of them. */

export const foldRequested = (draft: Draft, event: EventOf<'FilesRequested'>): void => {
  for (const link of linksOf(draft, event.nodes)) {
    const requested: Link = { ...link, demand: 'requested' };
    if (event.again && link.halves[LOCAL] !== NO_NODE) {
      removeNode(draft, link.halves[LOCAL]);
      putLink(draft, { ...requested, halves: withSide(link.halves, LOCAL, NO_NODE), base: null, compared: null, placed: null });
    } else putLink(draft, requested);
  }
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
