import type { Event } from '../../domain/event.js';
import { type LinkId, type NodeId, NO_NODE } from '../../domain/ids.js';
import { contentChange } from '../../domain/judge/content.js';
import type { Link } from '../../domain/link.js';
import { isAlive, isDirty, type Node } from '../../domain/node.js';
import { type Side, SIDES, sideName, type Sides } from '../../domain/side.js';
import { type Known, linkPlace, placeOf } from '../known.js';
import { reasonWords } from '../words.js';

import type { Change, StepKind } from './step.js';
import { plural } from '../numbers.js';

/** What is known of one link. */
export interface Sight {
  readonly link: Link;
  readonly nodes: Sides<Node | undefined>;
  readonly places: Sides<string>;
}

/** The same sight if nothing of it changed. */
export const sightOf = (known: Known, id: LinkId, was: Sight | undefined, event: Event): Sight | undefined => {
  const link = known.table.link(id);
  if (link === undefined) return undefined;
  const nodes: Sides<Node | undefined> = [rowOf(known, link.halves[0]), rowOf(known, link.halves[1])];
  const same = was !== undefined && was.link === link && was.nodes[0] === nodes[0] && was.nodes[1] === nodes[1];
  // Where a folder above is moved, nothing of its entries changes but their path.
  if (same && event._tag !== 'Moved' && event._tag !== 'LookedUp' && event._tag !== 'Listed' && event._tag !== 'HalfRecognised') return was;
  const places: Sides<string> = [placeIn(known, nodes[0]), placeIn(known, nodes[1])];
  return same && was.places[0] === places[0] && was.places[1] === places[1] ? was : { link, nodes, places };
};

/** Whether two rows of a node are one sight: the rest of a row is not told. */
export const lookAlike = (a: Node | undefined, b: Node | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.link === b.link &&
  a.gone === b.gone &&
  a.parent === b.parent &&
  a.name === b.name &&
  a.revision === b.revision &&
  a.kept === b.kept &&
  a.dirty === b.dirty;

const rowOf = (known: Known, half: NodeId): Node | undefined => (half === NO_NODE ? undefined : known.table.node(half));

const placeIn = (known: Known, node: Node | undefined): string => (node === undefined ? '' : placeOf(known, node.id));

/** What an event changed about a link besides what it says itself. */
export const changesOf = (
  event: Event,
  known: Known,
  was: Sight | undefined,
  is: Sight | undefined,
  isTold: boolean,
): readonly Change[] => {
  const found: Change[] = [];
  for (const side of SIDES) found.push(...sideChanges(event, known, side, was, is, isTold));
  if (is === undefined && !isTold && was !== undefined) {
    const forgotten = event._tag === 'SessionStarted' && event.forgetBases;
    const text = forgotten
      ? 'what both sides agreed on is not believed any more: they are merged anew'
      : 'forgotten: it was gone before anything was agreed on';
    found.push({ side: null, kind: forgotten ? 'course' : 'vanished', reason: null, path: was.places[0] || was.places[1], text });
  }
  if (is === undefined || was === undefined) return found;
  const path = linkPlace(known, is.link.id);
  // Of one that failed, its failure tells.
  if (is.link.doubt?.after === 'interruption' && was.link.doubt === null)
    found.push({
      side: is.link.doubt.side,
      kind: 'course',
      reason: null,
      path,
      text: `the process ended while it was deleted on ${sideName(is.link.doubt.side)}: whether that happened is not known`,
    });
  if (is.link.blocked !== null && was.link.blocked === null)
    found.push({
      side: null,
      kind: 'concluded',
      reason: is.link.blocked.reason,
      path,
      text: `blocked, because ${reasonWords(is.link.blocked.reason)}: ${is.link.blocked.message}`,
    });
  return found;
};

const sideChanges = (
  event: Event,
  known: Known,
  side: Side,
  was: Sight | undefined,
  is: Sight | undefined,
  isTold: boolean,
): readonly Change[] => {
  const [a, b] = [was?.nodes[side], is?.nodes[side]];
  const on = sideName(side);
  const path = is?.places[side] || was?.places[side] || '?';
  const step = (kind: StepKind, text: string): Change => ({ side, kind, reason: null, path, text });
  if (b === undefined) return a === undefined || isTold || !isAlive(a) || is === undefined ? [] : [step('vanished', `gone from ${on}`)];
  if (a === undefined) return isTold ? [] : [step('observed', `seen on ${on} for the first time: ${kindWords(b)}`)];
  if (isAlive(a) && !isAlive(b)) return isTold ? [] : [step('vanished', `gone from ${on}: it was at ${was?.places[side] ?? '?'}`)];
  if (!isAlive(b)) return [];
  if (a.id !== b.id) return isTold ? [] : [step('observed', `seen on ${on} as another object: ${kindWords(b)}`)];
  const found: Change[] = [];
  if (!isAlive(a)) found.push(step('observed', `back on ${on}: ${kindWords(b)}`));
  if (!isTold && (a.parent !== b.parent || a.name !== b.name))
    found.push(step('observed', `moved on ${on}, from ${was?.places[side] ?? '?'} to ${path}`));
  else if (!isTold && was !== undefined && was.places[side] !== path)
    found.push(step('observed', `a folder above it was moved on ${on}: it is now at ${path}, and was at ${was.places[side]}`));
  if (!isTold && a.revision !== b.revision && b.kind === 'file')
    found.push(step('observed', `its content changed on ${on}: ${plural(b.size, 'byte')}, before ${a.size}${againstBase(known, is, b)}`));
  if (a.kept !== b.kept)
    found.push(
      step(
        'observed',
        b.kept === null ? `it syncs again on ${on}` : `it is kept away from syncing on ${on}: ${b.kept.replaceAll('-', ' ')}`,
      ),
    );
  if (found.length > 0 || isTold) return found;
  if (isDirty(b) && b.dirty !== a.dirty)
    return [step('touched', event._tag === 'HintsSeen' ? `something about it was touched on ${on}` : `it has to be looked up on ${on}`)];
  return isDirty(a) && !isDirty(b) ? [step('looked', `looked at on ${on}: as it was known`)] : [];
};

const kindWords = (node: Node): string => (node.kind === 'file' ? `a file of ${plural(node.size, 'byte')}` : `a ${node.kind}`);

/** A change of content that is none against base was our own, or was undone. */
const againstBase = (known: Known, is: Sight | undefined, node: Node): string => {
  if (is === undefined || is.link.base === null) return '';
  return contentChange(known, is.link, node) === 'unchanged'
    ? ', which is what both sides agreed on'
    : ', which is not what both sides agreed on';
};
