import type { Link } from '../link.js';
import { isAlive, type Node } from '../node.js';
import { other, type Sides } from '../side.js';
import { areEqual, compare, isUnproven } from './content.js';
import { askResolver, conflictMove, isToBeAsked, loserBy, resolutionOf } from './conflict.js';
import { blocked, conclude, type Judgement, wait } from './judgement.js';
import { isKeptAway, isKeptByPlace, isOnDemand } from './kept-away.js';
import { mayBeMoved, recognised } from './recognise.js';
import { isAtTarget, targetOf } from './target.js';
import { COLLISION, REASONS, type Sitting } from './verdicts.js';
import { half, isKnown, type View } from './view.js';

/**
 * An entry (`comer`, whose half `own` is at the wanted place on its own side) wants a place where another (`sitter`) sits on the other
 * side. The judgement is the comer's: where the table asks something of the sitter, the comer waits, since the sitter's own judgement,
 * which meets this one from the other side, asks the same.
 */
export const collide = (view: View, comer: Link, own: Node, sitter: Node): Judgement => {
  const link = view.table.link(sitter.link);
  if (link === undefined) return wait(comer.id, 'unknown');
  const across = half(view, link, own.side);
  if (!isKnown(view, sitter) || (across !== undefined && !isKnown(view, across))) return wait(link.id, 'unknown');
  if (isOnDemand(view, link, sitter)) return conclude({ _tag: 'FileWanted', link: link.id, reason: REASONS.wanted });
  // What is neither file nor folder holds its place, and never comes to another; nor does a conflict copy that stays on its side.
  const isSpecial = sitter.kind === 'other' || own.kind === 'other';
  if (isSpecial || isKeptAway(view, link, sitter)) {
    return blocked(link.id, `place-held-by-${sitter.kept ?? (isSpecial ? 'special' : 'a-conflict-copy')}`);
  }
  if (across !== undefined && isAlive(across) && isKeptByPlace(across)) return takeOver(comer, own, link, sitter, across);
  const sitting = sittingOf(view, comer, own, link, sitter);
  if (sitting === 'leaving') return { _tag: 'Wait', on: link.id, why: 'occupant', side: sitter.side };
  const early = sitting === 'created' ? mayBeMoved(view, sitter) : null;
  if (early !== null) return early;
  const { verdict, reason } = COLLISION[own.kind][sitter.kind][sitting];
  const waitForSitter = wait(link.id, 'occupant');
  switch (verdict) {
    case 'merge':
      return merge(comer, link, reason);
    case 'merge-or-conflict':
      return mergeOrConflict(view, comer, own, link, sitter, reason);
    case 'rename-comer':
      return renameComer(view, comer, own, link, reason);
    case 'rename-sitter':
      return waitForSitter;
    case 'rename-local':
      return own.side === 0 ? renameComer(view, comer, own, link, reason) : waitForSitter;
  }
};

const renameComer = (view: View, comer: Link, own: Node, link: Link, reason: string): Judgement => {
  const renamed = conflictMove(view, comer, own, reason);
  // What stays where it is goes on once the place is free.
  return renamed._tag === 'Blocked' ? { ...renamed, on: link.id } : renamed;
};

const sittingOf = (view: View, comer: Link, own: Node, link: Link, sitter: Node): Sitting | 'leaving' => {
  // On one side they are two things: one comes back from aside, where a lost log left it (H14), to a place that was given away.
  if (own.side === sitter.side && link.base === null) return 'settled';
  if (link.base === null) return comer.base === null ? 'created' : 'contender';
  const across = half(view, link, other(sitter.side));
  if (across === undefined || across.gone !== 0) return 'leaving';
  const target = targetOf(view, link);
  if (!isAtTarget(view, sitter, target)) return 'leaving';
  return isAtTarget(view, across, target) ? 'settled' : 'contender';
};

/** Its user moved the sitter's counterpart to where rules keep it. What is new at the old place is its replacement, as of what is gone; else they are two things. */
const takeOver = (comer: Link, own: Node, link: Link, sitter: Node, away: Node): Judgement =>
  comer.base === null && own.kind === sitter.kind
    ? recognised(link, own, REASONS.byPlace)
    : conclude({ _tag: 'LinkSplit', link: link.id, side: away.side, reason: REASONS.keptAway });

/** The older one first: it is the one that stays, and it is in its name that both are asked about. */
const byAge = (a: Link, b: Link): readonly [Link, Link] => (a.id < b.id ? [a, b] : [b, a]);

const merge = (a: Link, b: Link, reason: string): Judgement => {
  const [into, from] = byAge(a, b);
  return conclude({ _tag: 'LinksMerged', from: from.id, into: into.id, reason });
};

const joined = (a: Link, b: Link): Judgement => {
  const [into, from] = byAge(a, b);
  return conclude({ _tag: 'LinksJoined', from: from.id, into: into.id, reason: REASONS.resolved });
};

const mergeOrConflict = (view: View, comer: Link, own: Node, link: Link, sitter: Node, reason: string): Judgement => {
  const halves: Sides<Node> = own.side === 0 ? [own, sitter] : [sitter, own];
  const [first, second] = byAge(comer, link);
  if (isOurs(view, comer, sitter) || isOurs(view, link, own)) return merge(comer, link, REASONS.unproven);
  const equal = areEqual(view, first, halves);
  if (equal === 'equal') return merge(comer, link, REASONS.contentAgreed);
  if (equal === 'unknown') return first === comer ? compare(view, first, second, halves, reason) : wait(link.id, 'occupant');
  const resolution = resolutionOf(first, halves);
  if (isToBeAsked(view, resolution)) return first === comer ? askResolver(view, first, second, halves) : wait(link.id, 'occupant');
  if (resolution !== null && !resolution.keep) return joined(comer, link);
  return loserBy(view, resolution, halves) === own.side ? renameComer(view, comer, own, link, REASONS.conflict) : wait(link.id, 'occupant');
};

/** True if `node` is what we were placing for this link when the machine went down: one entry, to be compared before it is believed. */
const isOurs = (view: View, link: Link, node: Node): boolean => isUnproven(view, link) && link.placed?.side === node.side;
