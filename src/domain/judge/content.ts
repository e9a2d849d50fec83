import { type Base, type Link, UNSEEN } from '../link.js';
import type { Node } from '../node.js';
import { other, type Side, type Sides } from '../side.js';
import { askResolver, conflictMove, isToBeAsked, loserBy, resolutionOf } from './conflict.js';
import { isConflictNameOf } from './conflict-name.js';
import { act, conclude, type Judgement, SETTLED, wait } from './judgement.js';
import { locationChange } from './target.js';
import { CONTENT, type ContentChange, REASONS } from './verdicts.js';
import { liveHalf, movingAbove, type View, waitForQuiet } from './view.js';

/** What the contents of a file's two live halves ask for. */
export const judgeContent = (view: View, link: Link, halves: Sides<Node>): Judgement => {
  if (halves[0].kind !== 'file' || link.base === null) return SETTLED;
  if (isUnproven(view, link)) return judgeUnproven(view, link, halves);
  const changes: Sides<ContentChange> = [contentChange(view, link, halves[0]), contentChange(view, link, halves[1])];
  const { verdict, reason } = CONTENT[changes[0]][changes[1]];
  switch (verdict) {
    case 'nothing':
      return hasNewRevision(link, halves) ? agree(link) : SETTLED;
    case 'copy-local':
    case 'copy-remote': {
      // Only damaged content is in dispute where one side alone was edited.
      const good = resolutionOf(link, halves)?.winner ?? null;
      return good === null
        ? replace(view, link, halves, verdict === 'copy-local' ? 0 : 1, reason)
        : replace(view, link, halves, good, REASONS.damaged);
    }
    case 'compare': {
      const equal = areEqual(view, link, halves);
      if (equal === 'unknown') return compare(view, link, link, halves, reason);
      if (equal === 'equal') return agree(link);
      return replace(view, link, halves, changes[0] === 'suspect' ? 0 : 1, reason);
    }
    case 'agree-or-conflict': {
      const equal = areEqual(view, link, halves);
      if (equal === 'unknown') return compare(view, link, link, halves, reason);
      if (equal === 'different') return judgeConflict(view, link, halves);
      const from = whoseExecutableBit(changes, halves);
      return from === null ? agree(link) : replace(view, link, halves, from, reason);
    }
  }
};

/**
 * Of equal contents, the side whose executable bit goes to the other: null where they are the same, or one side has none. It is the side that was
 * edited; where both were, nothing tells whose bit it is that changed, and the one that can be executed stays so.
 */
const whoseExecutableBit = (changes: Sides<ContentChange>, [local, remote]: Sides<Node>): Side | null => {
  if (local.executable === null || remote.executable === null || local.executable === remote.executable) return null;
  if (!changes.includes('modified')) return null;
  if (changes[0] !== 'modified') return 1;
  return changes[1] !== 'modified' || local.executable ? 0 : 1;
};

/** A conflict whose loser has its conflict name already: it is to be split, and not to spread that name (a crash may come between). */
export const isDisputed = (view: View, link: Link, halves: Sides<Node>): boolean => {
  if (halves[0].kind !== 'file' || namedLoser(link, halves) === null) return false;
  const [local, remote] = halves;
  return CONTENT[contentChange(view, link, local)][contentChange(view, link, remote)].verdict === 'agree-or-conflict';
};

/** The half that has a conflict name: the one that we gave, or, if the log's tail that knew of it is lost, one that speaks for itself. */
const namedLoser = (link: Link, halves: Sides<Node>): Side | null => {
  if (link.base === null) return null;
  const named = halves.filter((node) => isNamedLoser(link, node));
  return named.length === 1 ? (named[0] as Node).side : null;
};

/** One half against base. Equal hashes are no change, whatever the revision says (I4). */
export const contentChange = (view: View, link: Link, node: Node): ContentChange => {
  const { base } = link;
  if (base === null || node.kind !== 'file') return 'unchanged';
  const { side } = node;
  if (node.revision !== base.revisions[side]) return node.hash !== null && node.hash === base.hashes[side] ? 'unchanged' : 'modified';
  if (base.stamps.includes(UNSEEN) && isCopyToBeRead(view, link, base)) return 'suspect';
  if (base.stamps[side] === UNSEEN) return 'unchanged';
  // A move changes the stamp too: same revision at another place is only moved (DESIGN 9.11). A conflict name is no such place.
  const touched = node.stamp !== base.stamps[side] && base.stamps[side] !== null;
  return touched && (isNamedLoser(link, node) || locationChange(view, base, node) === 'unmoved') ? 'suspect' : 'unchanged';
};

/** One was taken for our copy of the other: both are read while that is as it was. Else there is nothing to compare the copy with. */
const isCopyToBeRead = (view: View, link: Link, { revisions, stamps }: Base): boolean => {
  const side: Side = stamps[0] === UNSEEN ? 0 : 1;
  const source = liveHalf(view, link, other(side));
  const isAsItWas = source?.revision === revisions[other(side)] && source.stamp === stamps[other(side)];
  return isAsItWas && liveHalf(view, link, side)?.revision === revisions[side];
};

const isNamedLoser = ({ base, given }: Link, { side, name }: Node): boolean =>
  (given?.side === side && given.name === name) || (base !== null && isConflictNameOf(name, base.names[side]));

const hasNewRevision = (link: Link, halves: Sides<Node>): boolean =>
  link.base !== null && halves.some((node) => node.revision !== link.base?.revisions[node.side]);

/** Whether two files are the same, as far as is known: by size, hash, or a comparison that still holds. */
export const areEqual = (view: View, link: Link, halves: Sides<Node>): 'equal' | 'different' | 'unknown' => {
  const [local, remote] = halves;
  if (local.size !== remote.size) return 'different';
  const oneKind = view.control.traits[0].hash === view.control.traits[1].hash;
  if (oneKind && local.hash !== null && remote.hash !== null) return local.hash === remote.hash ? 'equal' : 'different';
  const { compared } = link;
  const holds =
    compared !== null &&
    compared.revisions[0] === local.revision &&
    compared.revisions[1] === remote.revision &&
    compared.stamps[0] === local.stamp &&
    compared.stamps[1] === remote.stamp &&
    (compared.with === remote.link || compared.with === local.link);
  return holds ? (compared.same ? 'equal' : 'different') : 'unknown';
};

export const compare = (view: View, link: Link, mate: Link, halves: Sides<Node>, reason: string): Judgement => {
  for (const node of halves) if (movingAbove(view, node) !== 0) return wait(movingAbove(view, node), 'in-flight');
  return act({ _tag: 'Compare', side: 0, link: link.id, with: mate.id, nodes: [halves[0].id, halves[1].id] }, reason);
};

const agree = (link: Link): Judgement => conclude({ _tag: 'ContentAgreed', link: link.id, reason: REASONS.contentAgreed });

const replace = (view: View, link: Link, halves: Sides<Node>, from: Side, reason: string): Judgement => {
  for (const node of halves) if (movingAbove(view, node) !== 0) return wait(movingAbove(view, node), 'in-flight');
  const to = other(from);
  return act({ _tag: 'ReplaceFile', side: to, link: link.id, source: halves[from].id, node: halves[to].id }, reason);
};

/** The loser takes a conflict name, then becomes an entry of its own: what remains are two creations. */
const judgeConflict = (view: View, link: Link, halves: Sides<Node>): Judgement => {
  const named = namedLoser(link, halves);
  if (named !== null) return conclude({ _tag: 'LinkSplit', link: link.id, side: named, reason: REASONS.split });
  const resolution = resolutionOf(link, halves);
  if (isToBeAsked(view, resolution)) return askResolver(view, link, link, halves);
  if (resolution !== null && !resolution.keep)
    return replace(view, link, halves, other(loserBy(view, resolution, halves)), REASONS.resolved);
  return conflictMove(view, link, halves[loserBy(view, resolution, halves)], REASONS.conflict);
};

/** Content that we placed and that may not have reached the disk before the machine went down (DESIGN 4). */
export const isUnproven = (view: View, link: Link): boolean => {
  const { after, until } = view.control.unproven;
  return link.placed !== null && link.placed.seq > after && link.placed.seq <= until;
};

/** It is compared before it is believed; what we placed is placed again, never carried back. */
const judgeUnproven = (view: View, link: Link, halves: Sides<Node>): Judgement => {
  const placed = link.placed?.side ?? 0;
  const source = other(placed);
  const unquiet = waitForQuiet(view, placed, 0);
  if (unquiet !== null) return unquiet;
  const equal = areEqual(view, link, halves);
  if (equal === 'unknown') return compare(view, link, link, halves, REASONS.unproven);
  return equal === 'equal' ? agree(link) : replace(view, link, halves, source, REASONS.unproven);
};
