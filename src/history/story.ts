import type { Event } from '../domain/event.js';
import { type LinkId, type NodeId, NO_NODE } from '../domain/ids.js';
import { contentChange } from '../domain/judge/content.js';
import type { Link } from '../domain/link.js';
import { isAlive, isDirty, type Node } from '../domain/node.js';
import { type Side, SIDES, sideName, type Sides } from '../domain/side.js';
import { type Action, linksOf } from '../domain/action.js';
import { answered, type Known, linkPlace, placeOf, replayFrom } from './known.js';
import { lineOf } from './line.js';
import { reasonWords } from './words.js';

/** One thing that happened to an entry. */
export interface Step {
  /** Number of its event. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly side: Side | null;
  readonly kind: StepKind;
  /** The named reason of a verdict or conclusion, as it was recorded then. */
  readonly reason: string | null;
  /** The entry it happened to: one that the path had, or that it came from. */
  readonly link: LinkId;
  /** Where the entry was from then on, or last. */
  readonly path: string;
  readonly text: string;
}

export type StepKind =
  /** Something was touched: not yet known what. */
  | 'touched'
  /** It was looked at, or is about to be. */
  | 'looked'
  /** News: what a provider showed was other than known. */
  | 'observed'
  /** A verdict: an action was started. */
  | 'decided'
  | 'done'
  /** We deleted it. */
  | 'deleted'
  /** It was seen to be gone. */
  | 'vanished'
  | 'failed'
  /** A verdict that needed no action. */
  | 'concluded'
  /** Something about the whole sync that changed its course. */
  | 'course';

/** Steps that tell how it came to be, without what was only looked at. */
export const isTelling = ({ kind }: Step): boolean => kind !== 'touched' && kind !== 'looked';

/** Tells what happened to these links, in one fold: what is kept is their steps alone. */
export interface Storyteller {
  readonly push: (events: Iterable<Event>) => void;
  readonly now: Known;
  readonly steps: () => readonly Step[];
}

/** What is known of one link. */
interface Sight {
  readonly link: Link;
  readonly nodes: Sides<Node | undefined>;
  readonly places: Sides<string>;
}

/** @param lineage links, each with the number of the last event to tell of it */
export const tellStory = (lineage: ReadonlyMap<LinkId, number>): Storyteller => {
  const replay = replayFrom();
  const steps: Step[] = [];
  const sights = new Map<LinkId, Sight>();
  let told: readonly Told[] = [];
  const before = (event: Event, known: Known, seq: number): void => {
    told = toldBy(event, known, (link) => seq <= (lineage.get(link) ?? 0));
  };
  const after = (event: Event, known: Known, seq: number): void => {
    if (event._tag === 'Woke' || event._tag === 'MadeDurable') return;
    const add = (step: Told): void => {
      const path = known.table.link(step.link) === undefined ? step.path : linkPlace(known, step.link);
      steps.push({ seq, atMs: known.control.nowMs, ...step, path });
    };
    told.forEach(add);
    for (const [link, until] of lineage) {
      if (seq > until) continue;
      const was = sights.get(link);
      const is = sightOf(known, link, was, event);
      if (is === was) continue;
      if (is === undefined) sights.delete(link);
      else sights.set(link, is);
      for (const step of changesOf(event, known, was, is, told.length > 0)) add({ ...step, link });
    }
  };
  return { push: (events) => replay.push(events, before, after), now: replay.now, steps: () => steps };
};

type Told = Omit<Step, 'seq' | 'atMs'>;
/** A change of a link that is known. */
type Change = Omit<Told, 'link'>;
type IsMeant = (link: LinkId) => boolean;

/** The step of an event that is about one of the links by itself: a verdict, an outcome, a conclusion; of many files, one for each link. */
const toldBy = (event: Event, before: Known, isMeant: IsMeant): readonly Told[] => {
  const tell = (link: LinkId | undefined, kind: StepKind, reason: string | null): readonly Told[] => {
    if (link === undefined) return [];
    const { side, paths, text } = lineOf(event, before, link);
    return [{ link, side, kind, reason, path: paths[0] ?? '?', text }];
  };
  switch (event._tag) {
    case 'ActionStarted':
      return meantIn(before, event.action, isMeant).flatMap((link) =>
        tell(link, isLook(event.action) ? 'looked' : 'decided', event.reason),
      );
    case 'FilesCreated':
    case 'FileReplaced':
    case 'FolderMade':
    case 'Moved':
    case 'Discarded':
    case 'Compared':
    case 'Resolved':
    case 'ActionFailed': {
      const action = answered(before, event);
      if (action === undefined) return [];
      return meantIn(before, action, isMeant).flatMap((link) => tell(link, outcomeKind(event, action, link), null));
    }
    case 'ContentAgreed':
    case 'PlaceAgreed':
    case 'LinkRevived':
    case 'LinkSplit':
    case 'LinkEnded':
    case 'DoubtCleared':
    case 'HalfRecognised':
    case 'FileWanted':
      return isMeant(event.link) && before.table.link(event.link) !== undefined ? tell(event.link, 'concluded', event.reason) : [];
    case 'LinksMerged':
    case 'LinksJoined':
      return tell([event.into, event.from].find(isMeant), 'concluded', event.reason);
    default:
      return [];
  }
};

const isLook = (action: Action): boolean => action._tag === 'LookUp' || action._tag === 'List';

/** How an action ended for one of its entries. */
const outcomeKind = (event: Event, action: Action, link: LinkId): StepKind => {
  const file = event._tag === 'FilesCreated' ? event.files[linksOf(action).indexOf(link)] : undefined;
  if (event._tag === 'ActionFailed' || file?._tag === 'Failed') return 'failed';
  return event._tag === 'Discarded' ? 'deleted' : 'done';
};

/** Of two that are compared, the first that is meant. */
const meantIn = (known: Known, action: Action, isMeant: IsMeant): readonly LinkId[] => {
  const meant = linksIn(known, action).filter(isMeant);
  return action._tag === 'CreateFiles' ? meant : meant.slice(0, 1);
};

const linksIn = (known: Known, action: Action): readonly LinkId[] => {
  if (action._tag !== 'LookUp' && action._tag !== 'List') return linksOf(action);
  const node = known.table.node(action.node);
  return node === undefined ? [] : [node.link];
};

/** The same sight if nothing of it changed. */
const sightOf = (known: Known, id: LinkId, was: Sight | undefined, event: Event): Sight | undefined => {
  const link = known.table.link(id);
  if (link === undefined) return undefined;
  const nodes: Sides<Node | undefined> = [rowOf(known, link.halves[0]), rowOf(known, link.halves[1])];
  const same = was !== undefined && was.link === link && was.nodes[0] === nodes[0] && was.nodes[1] === nodes[1];
  // Where a folder above is moved, nothing of its entries changes but their path.
  if (same && event._tag !== 'Moved' && event._tag !== 'LookedUp' && event._tag !== 'Listed' && event._tag !== 'HalfRecognised') return was;
  const places: Sides<string> = [placeIn(known, nodes[0]), placeIn(known, nodes[1])];
  return same && was.places[0] === places[0] && was.places[1] === places[1] ? was : { link, nodes, places };
};

const rowOf = (known: Known, half: NodeId): Node | undefined => (half === NO_NODE ? undefined : known.table.node(half));

const placeIn = (known: Known, node: Node | undefined): string => (node === undefined ? '' : placeOf(known, node.id));

/** What an event changed about a link besides what it says itself. */
const changesOf = (event: Event, known: Known, was: Sight | undefined, is: Sight | undefined, isTold: boolean): readonly Change[] => {
  const found: Change[] = [];
  for (const side of SIDES) found.push(...sideChanges(event, known, side, was, is, isTold));
  if (is === undefined && !isTold && was !== undefined) {
    const forgotten = event._tag === 'SessionStarted';
    const text = forgotten
      ? 'what both sides agreed on is not believed any more: they are merged anew'
      : 'forgotten: it was gone before anything was agreed on';
    found.push({ side: null, kind: forgotten ? 'course' : 'vanished', reason: null, path: was.places[0] || was.places[1], text });
  }
  if (is === undefined || was === undefined) return found;
  const path = linkPlace(known, is.link.id);
  if (is.link.doubt !== null && was.link.doubt === null)
    found.push({
      side: is.link.doubt,
      kind: 'course',
      reason: null,
      path,
      text: `the process ended while it was deleted on ${sideName(is.link.doubt)}: whether that happened is not known`,
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
    found.push(step('observed', `its content changed on ${on}: ${b.size} bytes, before ${a.size}${againstBase(known, is, b)}`));
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

const kindWords = (node: Node): string => (node.kind === 'file' ? `a file of ${node.size} bytes` : `a ${node.kind}`);

/** A change of content that is none against base was our own, or was undone. */
const againstBase = (known: Known, is: Sight | undefined, node: Node): string => {
  if (is === undefined || is.link.base === null) return '';
  return contentChange(known, is.link, node) === 'unchanged'
    ? ', which is what both sides agreed on'
    : ', which is not what both sides agreed on';
};
