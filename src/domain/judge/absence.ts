import { NO_LINK } from '../ids.js';
import type { Doubt, Link } from '../link.js';
import { isAlive, type Node } from '../node.js';
import { originalOf } from '../reserved-name.js';
import { other, type Side } from '../side.js';
import { contentChange, isUnproven } from './content.js';
import { folderAwaited } from './awaited.js';
import { busyWith } from './busy.js';
import { isKeptAway, isOnDemand } from './kept-away.js';
import { act, blocked, conclude, type Judgement, wait } from './judgement.js';
import { byPlace, mayBeMoved, recognise } from './recognise.js';
import { locationChange, targetOf } from './target.js';
import { ABSENCE, REASONS, type Survivor } from './verdicts.js';
import { half, isKnown, isQuiet, liveHalf, tellsMovesByContent, type View, waitForQuiet } from './view.js';

/** One half is gone, the other (`node`) lives. An absence is believed when its side is at rest, or, on a side that never is, when it is old (H16, DESIGN 9.6). */
export const judgeAbsence = (view: View, link: Link, gone: Node, node: Node): Judgement => {
  const recognised = recognise(view, link, gone);
  if (recognised !== null) return recognised;
  const unquiet = waitForQuiet(view, gone.side, gone.goneAtMs);
  if (unquiet !== null) return unquiet;
  if (isUnproven(view, link) && link.placed?.side === gone.side) return revive(link, REASONS.unproven);
  const survivor = survivorOf(view, link, node);
  // Its folder may be one that is yet to be recognised: then it did not move.
  const unsure = survivor === 'file-moved' && tellsMovesByContent(view, node.side) ? waitForQuiet(view, node.side, 0) : null;
  if (unsure !== null) return unsure;
  const { verdict, reason } = ABSENCE[survivor];
  switch (verdict) {
    case 'revive':
      return revive(link, reason);
    case 'delete':
      return onceRecognised(view, link, gone, discard(view, link, node, reason));
    case 'ask-children': {
      const judgement = onceQuiet(view, gone.side, askChildren(view, link, node, reason));
      // What it holds keeps it here for good: it is not to keep its temporary name for as long.
      return judgement._tag === 'Blocked' && originalOf(node.name) !== null ? revive(link, REASONS.childSurvives) : judgement;
    }
  }
};

/** Read while its side was not quiet, since that took too long: what stands in its way for good stands there only if a quiet side recognises nothing. */
const onceQuiet = (view: View, side: Side, judgement: Judgement): Judgement =>
  (judgement._tag === 'Blocked' || judgement._tag === 'Gated' || (judgement._tag === 'Wait' && judgement.why === 'child')) &&
  !isQuiet(view, side)
    ? { _tag: 'Quiet', side, untilMs: NEVER_STARVES, on: judgement.on }
    : judgement;

/** At a gate nothing hurries: what may be recognised in what has its place waits for that, however long. */
const onceRecognised = (view: View, link: Link, gone: Node, judgement: Judgement): Judgement =>
  judgement._tag === 'Gated' && !isQuiet(view, gone.side) && byPlace(view, link, gone) !== null
    ? { _tag: 'Quiet', side: gone.side, untilMs: NEVER_STARVES }
    : judgement;

const survivorOf = (view: View, link: Link, node: Node): Survivor => {
  if (node.kind === 'folder') return 'folder';
  if (contentChange(view, link, node) !== 'unchanged') return 'file-edited';
  const ours = link.given?.side === node.side && link.given.name === node.name;
  // A name that we gave is no user's move (H20).
  return link.base !== null && !ours && locationChange(view, link.base, node) === 'moved' ? 'file-moved' : 'file-unchanged';
};

const revive = (link: Link, reason: string): Judgement => conclude({ _tag: 'LinkRevived', link: link.id, reason });

/**
 * A folder goes once its children are gone; one that survives saves it (I11). They are asked one at a time: deletes of children do not
 * wait for their folder's verdict.
 */
const askChildren = (view: View, link: Link, node: Node, reason: string): Judgement => {
  for (const child of view.table.children(node.id)) {
    if (!isAlive(child)) continue;
    const own = view.table.link(child.link);
    if (own === undefined || !isKnown(view, child)) return wait(child.link, 'unknown');
    if (isOnDemand(view, own, child)) return revive(link, REASONS.childSurvives);
    if (isKeptAway(view, own, child)) return blocked(own.id, `folder-holds-${keeperOf(child)}`);
    const across = liveHalf(view, own, other(child.side));
    // Its user moved it to where rules keep it: here it stays, and its folder with it.
    if (across !== undefined && isKeptAway(view, own, across)) return blocked(own.id, `folder-holds-${keeperOf(across)}-there`);
    const early = own.base === null ? mayBeMoved(view, child) : null;
    if (early !== null) return early;
    if (survives(view, own, child, link)) return revive(link, REASONS.childSurvives);
    // A gate keeps it with what it holds: it is not to step aside, either, for what takes its place.
    return isGateRaised(view, node.side) ? gated(link, node, reason, own.id) : wait(own.id, 'child');
  }
  if (node.unlisted !== 0) return wait(link.id, 'unknown');
  return discard(view, link, node, reason);
};

/** What keeps it on its side, in a word. */
const keeperOf = ({ kept, kind }: Node): string => kept ?? (kind === 'other' ? 'special' : 'a-conflict-copy');

const survives = (view: View, own: Link, child: Node, folder: Link): boolean => {
  if (own.base === null) return true;
  return liveHalf(view, own, other(child.side)) !== undefined && targetOf(view, own).parents[child.side] === folder.id;
};

/** A file that is on demand, and in step, leaves LOCAL: no user's delete, so that no gate counts it. */
export const judgeReleased = (view: View, link: Link, local: Node): Judgement => {
  const judgement = discard(view, link, local, REASONS.onDemand);
  return judgement._tag === 'Gated' ? act(judgement.action, judgement.reason) : judgement;
};

const discard = (view: View, link: Link, node: Node, reason: string): Judgement => {
  const busy = busyWith(view, link, node);
  if (busy !== null) return busy;
  const parent = view.table.node(node.parent);
  if (parent !== undefined && view.flights.nodes.has(parent.id)) return wait(parent.link, 'in-flight');
  const judgement = gated(link, node, reason);
  return isGateRaised(view, node.side) ? judgement : act(judgement.action, reason);
};

const isGateRaised = (view: View, side: Side): boolean => view.control.sides[side].gate._tag === 'Raised';

const gated = (link: Link, { side, id }: Node, reason: string, on = link.id): Extract<Judgement, { readonly _tag: 'Gated' }> => ({
  _tag: 'Gated',
  side,
  action: { _tag: 'Discard', side, link: link.id, node: id },
  reason,
  on,
});

/** Both halves gone: the link ends, once both absences can be read. */
export const judgeBothGone = (view: View, link: Link): Judgement => {
  const awaited = folderAwaited(view, link);
  if (awaited !== NO_LINK) return wait(awaited, 'unknown');
  for (const side of [0, 1] as const) {
    const node = half(view, link, side);
    if (node === undefined) continue;
    const recognised = recognise(view, link, node);
    if (recognised !== null) return recognised;
    const unquiet = waitForQuiet(view, side, node.goneAtMs);
    if (unquiet !== null) return unquiet;
  }
  return conclude({ _tag: 'LinkEnded', link: link.id, reason: REASONS.bothGone });
};

/** A delete that was interrupted may be under way still: only a quiet side tells that it did not happen. */
const NEVER_STARVES = Infinity;

/** A delete of ours began and its outcome is not known (H2). */
export const judgeDoubt = (view: View, link: Link, { side, after }: Doubt): Judgement => {
  const node = half(view, link, side);
  if (node === undefined || !isAlive(node)) {
    const survivor = liveHalf(view, link, other(side));
    return survivor === undefined
      ? conclude({ _tag: 'LinkEnded', link: link.id, reason: REASONS.ourDelete })
      : conclude({ _tag: 'LinkRevived', link: link.id, reason: REASONS.ourDelete });
  }
  const unquiet = after === 'interruption' ? waitForQuiet(view, side, NEVER_STARVES) : null;
  return unquiet ?? conclude({ _tag: 'DoubtCleared', link: link.id, reason: REASONS.doubtCleared });
};
