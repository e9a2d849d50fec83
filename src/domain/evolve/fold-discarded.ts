import type { ActionOf } from '../action.js';
import type { EventOf } from '../event.js';
import { NEVER, NO_NODE, type Seq, seq } from '../ids.js';
import type { Link } from '../link.js';
import { isAlive, isPhantom, type Node } from '../node.js';
import { other, type Side, withSide } from '../side.js';
import { type Draft, halfOf, putLink, removeLink, removeNode, writeControl } from '../state/state.js';
import { die, isOidSide, NO_HINT_SINCE } from './nodes.js';
import { hintOid, makeDirty, makePhantom } from './to-look-at.js';

/** Our delete ends the link in the same fold (H1): what lives on the other side, if anything, is a creation. */
export const foldDiscarded = (draft: Draft, event: EventOf<'Discarded'>, action: ActionOf<'Discard'>): void => {
  const link = draft.table.link(action.link);
  const node = draft.table.node(action.node);
  writeControl(draft, (control) => {
    const { deleted } = control.sides[action.side];
    const fresh = control.nowMs - deleted.atMs > DELETES_WINDOW_MS;
    control.sides[action.side].deleted = {
      atMs: fresh ? control.nowMs : deleted.atMs,
      count: (fresh ? 0 : deleted.count) + (node?.kind === 'file' ? 1 : 0),
    };
    delete control.retries[action.link];
  });
  if (node !== undefined) endNode(draft, node, seq(event.action));
  if (link !== undefined) releaseLink(draft, link, action.side);
};

/** Window over which deletes are counted together for the gate (DESIGN 9.8), milliseconds. */
export const DELETES_WINDOW_MS = 60_000;

/** Takes our deleted node out; a hint that came since belongs to the place (H7), children that turned up meanwhile are looked up. */
export const endNode = (draft: Draft, node: Node, started: Seq): void => {
  for (const child of [...draft.table.children(node.id)]) {
    if (isPhantom(child)) removeNode(draft, child.id);
    else if (isOidSide(draft, node.side)) makeDirty(draft, child);
    else die(draft, child, NO_HINT_SINCE);
  }
  if (!isOidSide(draft, node.side) && node.dirty > started)
    makePhantom(draft, node.side, { parent: node.parent, name: node.name }, node.dirty);
  removeNode(draft, node.id);
};

/** Empties one half of a link: the other becomes a creation, or the link ends. */
export const releaseLink = (draft: Draft, link: Link, side: Side): void => {
  const rest = halfOf(draft, link, other(side));
  if (rest !== undefined && isAlive(rest)) {
    putLink(draft, {
      ...link,
      halves: withSide(link.halves, side, NO_NODE),
      base: null,
      doubt: null,
      compared: null,
      placed: null,
      demand: null,
    });
    return;
  }
  if (rest !== undefined) {
    removeNode(draft, rest.id);
    // That it is back was told of meanwhile: it is looked for.
    if (rest.dirty !== NEVER) hintOid(draft, rest.side, rest.oid);
  }
  removeLink(draft, link.id);
};
