import { NEVER, NO_LINK } from '../ids.js';
import type { Link } from '../link.js';
import { nameKey } from '../name.js';
import { isAlive, type Node } from '../node.js';
import { isOpen } from '../observation.js';
import { nameAtHome } from '../reserved-name.js';
import { conclude, type Judgement, wait } from './judgement.js';
import { REASONS } from './verdicts.js';
import { isKnown, isQuiet, isWithin, liveHalf, movingAbove, type View, waitForQuiet } from './view.js';

/**
 * Something gone here and something new there may be one object that moved, or was replaced (planner.md 4). By identity at any time; by
 * place only when the side is quiet. Never a half that we deleted ourselves (H1). It may always refuse: nothing is lost by that.
 */
export const recognise = (view: View, link: Link, gone: Node): Judgement | null => {
  if (link.doubt !== null || link.base === null) return null;
  const twins = twinsOf(view, gone);
  // Of several, one is seen where it is no more.
  const unsure = twins.find((twin) => !isKnown(view, twin));
  if (unsure !== undefined) return wait(unsure.link, 'unknown');
  const [twin] = twins;
  if (twin !== undefined && twins.length === 1) return recognised(link, twin, REASONS.byIdentity);
  return isQuiet(view, gone.side) ? byPlace(view, link, gone) : null;
};

/**
 * A folder that is seen at a new place while its old one is yet to be looked at and listed: it moved, with all that is in it, which is listed again
 * there. A folder has one place, so that at the old one there can only be another thing. Not while anything is in flight in it, nor if either place
 * was listed: then what was in it is recognised piece by piece, once it is gone; and one that is mounted twice would go to and fro.
 */
export const recogniseOnItsWay = (view: View, link: Link, node: Node): Judgement | null => {
  if (node.dirty === NEVER || node.unlisted === NEVER || !isAlive(node) || !isOpen(node.kept) || view.agenda.fresh[node.side].size === 0)
    return null;
  if (link.doubt !== null || isBusy(view, node)) return null;
  // A folder that is new is among them itself.
  const [twin, rival] = twinsOf(view, node);
  if (twin === undefined || rival !== undefined || twin.unlisted === NEVER || !isOpen(twin.kept) || isWithin(view, twin, node)) return null;
  const moving = movingAbove(view, node) || movingAbove(view, twin);
  if (moving !== NO_LINK) return wait(moving, 'in-flight');
  if (!isKnown(view, twin) || isBusy(view, twin)) return wait(twin.link, 'unknown');
  for (const child of view.table.children(twin.id)) if (isAlive(child)) return null;
  return recognised(link, twin, REASONS.byIdentity);
};

const isBusy = ({ flights }: View, { id }: Node): boolean => flights.nodes.has(id) || flights.folders.has(id) || flights.below.has(id);

export const recognised = (link: Link, node: Node, reason: string): Judgement =>
  conclude({ _tag: 'HalfRecognised', link: link.id, side: node.side, node: node.id, reason });

/** A node that is new on its side: its link has nothing but this half. */
export const isNew = (view: View, node: Node): boolean => {
  const link = view.table.link(node.link);
  return isAlive(node) && link !== undefined && link.base === null && liveHalf(view, link, node.side === 0 ? 1 : 0) === undefined;
};

/** What is new and has its identity. Of more than one, none can be told to be it. */
const twinsOf = (view: View, gone: Node): readonly Node[] =>
  gone.ident === null ? [] : view.table.byIdent(gone.side, gone.ident).filter((node) => node.kind === gone.kind && isNew(view, node));

/**
 * What is new at its last place: an editor's save by renaming. Its last place, and not the one that base has: a creation there would have
 * to be known to all that was ever agreed on.
 */
export const byPlace = (view: View, link: Link, gone: Node): Judgement | null => {
  const key = nameKey(view.control.traits[gone.side], nameAtHome(gone.name));
  const heir = view.table.at(gone.parent, key).find((node) => node.kind === gone.kind && isOpen(node.kept) && isNew(view, node));
  if (heir === undefined) return null;
  if (!isKnown(view, heir)) return wait(heir.link, 'unknown');
  const rival = rivalOf(view, heir, gone);
  return rival === undefined ? recognised(link, heir, REASONS.byPlace) : wait(rival.link, 'unknown');
};

/** Another gone node with this one's identity: then it is that one that moved here. */
const rivalOf = (view: View, node: Node, gone: Node): Node | undefined =>
  node.ident === null
    ? undefined
    : view.table.byIdent(node.side, node.ident).find((twin) => twin.gone !== NEVER && twin.id !== gone.id && twin.kind === node.kind);

/**
 * What is new may be something that moved here, or that replaced what is gone from its place, as long as not all is known: created or
 * merged too early, it could not be recognised later (H16). What users give a priority below 0 does not wait for a side to be quiet: told as
 * a creation and a deletion, a move costs a copy, and nothing else.
 */
export const mayBeMoved = (view: View, node: Node): Judgement | null => {
  const mayMove = view.control.traits[node.side].identity === 'path' && node.priority >= 0;
  const sinceMs = mayMove ? 0 : predecessorOf(view, node)?.goneAtMs;
  const unquiet = sinceMs === undefined ? null : waitForQuiet(view, node.side, sinceMs);
  // Who waits for a node of another entry goes on as soon as that is gone, or turns out to be something that is known.
  if (unquiet !== null) return { ...unquiet, on: node.link };
  const twin = twinOf(view, node);
  return twin === undefined ? null : wait(twin.link, 'unknown');
};

/** What is gone from this place, and may yet be recognised in what is there now. */
const predecessorOf = (view: View, node: Node): Node | undefined =>
  view.agenda.orphans[node.side].size === 0
    ? undefined
    : view.table.at(node.parent, nameKey(view.control.traits[node.side], node.name)).find((gone) => {
        const link = isAlive(gone) || gone.kind !== node.kind ? undefined : view.table.link(gone.link);
        return link?.base != null && link.doubt === null;
      });

/** A node of this identity that is yet to be looked up (this one is known), or gone and yet to be recognised: this may be where it moved. */
const twinOf = (view: View, node: Node): Node | undefined =>
  node.ident === null || (view.agenda.dirty[node.side].size === 0 && view.agenda.orphans[node.side].size === 0)
    ? undefined
    : view.table.byIdent(node.side, node.ident).find((twin) => {
        if (twin.kind !== node.kind) return false;
        if (isAlive(twin)) return twin.dirty !== 0;
        const link = view.table.link(twin.link);
        return link?.base != null && link.doubt === null;
      });
