import { type LinkId, NO_LINK } from '../ids.js';
import type { Link } from '../link.js';
import { isAlive, type Node } from '../node.js';
import { decidedByUs } from '../observation.js';
import { originalOf } from '../reserved-name.js';
import { LOCAL, type Side, type Sides } from '../side.js';
import { asideHalf, moveAside, moveHome } from './aside.js';
import { judgeAbsence, judgeBothGone, judgeDoubt, judgeReleased } from './absence.js';
import { isDisputed, judgeContent } from './content.js';
import { judgeCreation } from './creation.js';
import { isKeptAway } from './kept-away.js';
import { conclude, type Judgement, SETTLED, wait } from './judgement.js';
import { judgeMove } from './move.js';
import { recognise, recogniseOnItsWay } from './recognise.js';
import { isAtTarget, type Target, targetOf } from './target.js';
import { REASONS } from './verdicts.js';
import { half, isKnown, type View } from './view.js';

/** What is to be done about one link: a pure function of what is known. Reads its halves, and the few links that it meets. */
export const judge = (view: View, id: LinkId): Judgement => {
  const judgement = judgeAlone(view, id);
  if (judgement._tag === 'Wait') {
    if (judgement.on === id) return judgement;
    const swap = breakSwap(view, id, judgement);
    if (swap !== judgement) return swap;
  } else if (judgement._tag !== 'Blocked' && judgement._tag !== 'Gated') return judgement;
  return comeHome(view, id, judgement);
};

/** As `judge`, but a swap is waited for: its links wait for each other. */
export const judgeAlone = (view: View, id: LinkId): Judgement => {
  const link = view.table.link(id);
  if (link === undefined || link.base?.parents[0] === NO_LINK) return SETTLED;
  const halves: Sides<Node | undefined> = [half(view, link, 0), half(view, link, 1)];
  for (const node of halves)
    if (node !== undefined && !isKnown(view, node)) return recogniseOnItsWay(view, link, node) ?? wait(id, 'unknown');
  if (link.blocked !== null) return { _tag: 'Blocked', on: id, reason: link.blocked.reason };
  const retry = view.control.retries[id];
  if (retry !== undefined && retry.atMs > view.control.nowMs) return { _tag: 'Later' };
  return judgeHalves(view, link, halves);
};

const judgeHalves = (view: View, link: Link, [local, remote]: Sides<Node | undefined>): Judgement => {
  const isLive = (node: Node | undefined): node is Node => node !== undefined && isAlive(node);
  if (link.doubt !== null) return judgeDoubt(view, link, link.doubt);
  if (isLive(local) && isLive(remote)) return judgePair(view, link, [local, remote]);
  const live = isLive(local) ? local : isLive(remote) ? remote : undefined;
  if (live === undefined) return judgeBothGone(view, link);
  const gone = live === local ? remote : local;
  if (gone === undefined) return judgeCreation(view, link, live);
  // One of them was kept away: that the other is gone is no word on it. Where that moved to, it is another entry.
  const isApart = gone.kept === 'ignored' || live.kept === 'ignored' || decidedByUs(gone.kept) !== null;
  if (isApart || (gone.side === LOCAL && link.demand === 'released'))
    return conclude({ _tag: 'LinkRevived', link: link.id, reason: REASONS.keptAwayGone });
  if (isKeptAway(view, link, live)) return recognise(view, link, gone) ?? SETTLED;
  return judgeAbsence(view, link, gone, live);
};

/** Both live: content and location are judged apart (H18); what can go on, does. */
const judgePair = (view: View, link: Link, halves: Sides<Node>): Judgement => {
  if (halves.some((node) => isKeptAway(view, link, node))) {
    const aside = halves.find((node) => originalOf(node.name) !== null && !isKeptAway(view, link, node));
    return aside === undefined ? SETTLED : judgeMove(view, link, aside, targetOf(view, link));
  }
  if (isDisputed(view, link, halves)) return judgeContent(view, link, halves);
  const target = targetOf(view, link);
  const location = judgeLocation(view, link, halves, target);
  if (location._tag === 'Act' || location._tag === 'Conclude') return location;
  const content = judgeContent(view, link, halves);
  if (content._tag !== 'Settled') return content;
  const isDone = location._tag === 'Settled' && link.demand === 'released' && halves[0].kind === 'file';
  return isDone ? judgeReleased(view, link, halves[0]) : location;
};

const judgeLocation = (view: View, link: Link, halves: Sides<Node>, target: Target): Judgement => {
  for (const node of halves) if (!isAtTarget(view, node, target)) return judgeMove(view, link, node, target);
  const { base } = link;
  const agreed = base !== null && isSamePair(base.parents, target.parents) && isSamePair(base.names, target.names);
  return agreed ? SETTLED : conclude({ _tag: 'PlaceAgreed', link: link.id, reason: REASONS.placeAgreed });
};

const isSamePair = <A>(a: Sides<A>, b: Sides<A>): boolean => a[0] === b[0] && a[1] === b[1];

/** Links that wait for each other's places: one that sits on a wanted place is renamed aside (planner.md 3). Of those on the cycle, the lowest. */
const breakSwap = (view: View, id: LinkId, judgement: Extract<Judgement, { readonly _tag: 'Wait' }>): Judgement => {
  const aside = judgement.why === 'occupant' || view.agenda.forPlace.size > 0 ? asideOn(view, id) : null;
  if (aside === null || aside.link !== id) return judgement;
  const link = view.table.link(id);
  const node = link === undefined ? undefined : half(view, link, aside.side);
  if (link === undefined || node === undefined || originalOf(node.name) !== null) return judgement;
  return moveAside(view, link, node);
};

/** What lies aside does not wait there for a person. What failed is not tried otherwise. */
const comeHome = (view: View, id: LinkId, judgement: Judgement): Judgement => {
  const link = view.table.link(id);
  const node = link === undefined || link.blocked !== null ? undefined : asideHalf(view, link);
  return link === undefined || node === undefined || !needsPerson(view, judgement) ? judgement : moveHome(view, link, node);
};

/** It waits for a person to act, itself or at the end of its waits. */
const needsPerson = (view: View, judgement: Judgement): boolean => {
  const met = new Set<LinkId>();
  for (let at = judgement; ; ) {
    if (at._tag === 'Blocked' || at._tag === 'Gated') return true;
    if (at._tag !== 'Wait' || met.has(at.on)) return false;
    met.add(at.on);
    at = judgeAlone(view, at.on);
  }
};

/** If this link is on a cycle of waits, the one of its links that has to go aside, and on which side. */
export const asideOn = (view: View, id: LinkId): { readonly link: LinkId; readonly side: Side } | null => {
  const met = new Set<LinkId>();
  const inTheWay: { link: LinkId; side: Side }[] = [];
  for (let at = id; ; ) {
    const judgement = judgeAlone(view, at);
    if (judgement._tag !== 'Wait') return null;
    if (judgement.side !== undefined) inTheWay.push({ link: judgement.on, side: judgement.side });
    met.add(at);
    at = judgement.on;
    if (at === id) break;
    if (met.has(at)) return null;
  }
  return inTheWay.reduce<{ link: LinkId; side: Side } | null>((low, next) => (low === null || next.link < low.link ? next : low), null);
};
