import type { ActionOf } from '../domain/action.js';
import { absurd } from '../domain/absurd.js';
import type { Event } from '../domain/event.js';
import { NO_NODE, type NodeId } from '../domain/ids.js';
import { pathOf } from '../domain/evolve/nodes.js';
import { type Name, nameKey, type RelPath, showPath } from '../domain/name.js';
import { isAlive, type Node } from '../domain/node.js';
import type { Observation } from '../domain/observation.js';
import { other, type Side, sideName } from '../domain/side.js';
import { answered, type Known, nodeAt, replayFrom } from './known.js';

/** The way back from what foldsync did: wishes, in the order in which they are to be carried out, the last deed first. */
export interface UndoPlan {
  readonly steps: readonly UndoStep[];
  /** What can't be undone, and why. To be said before anything is done. */
  readonly impossible: readonly Impossible[];
}

/** Each names what it expects, as every change does (I7): where that is no more, it is not done. `undoes`: number of the deed's event. */
export type UndoStep = { readonly undoes: number; readonly side: Side; readonly text: string } & (
  | { readonly _tag: 'RestoreFile'; readonly trash: string; readonly path: RelPath; readonly size: number }
  /** Puts the old content back over the new one. */
  | { readonly _tag: 'RestoreContent'; readonly trash: string; readonly target: Target }
  | { readonly _tag: 'MakeFolder'; readonly path: RelPath }
  | { readonly _tag: 'DiscardFile'; readonly target: Target }
  | { readonly _tag: 'RemoveFolder'; readonly target: Target }
  | { readonly _tag: 'MoveBack'; readonly target: Target; readonly to: RelPath }
);

/** What is there now, and is expected when the step is carried out. */
export interface Target {
  readonly path: RelPath;
  readonly oid: string | null;
  readonly revision: string | null;
  readonly ident: string | null;
}

export interface Impossible {
  readonly undoes: number;
  readonly side: Side;
  readonly path: string;
  readonly why: 'no-trash' | 'changed-since' | 'moved-since' | 'gone-since' | 'place-taken' | 'folder-gone' | 'not-empty' | 'source-gone';
  readonly text: string;
}

/** One file of those that were copied together. */
type CreateFile = { readonly _tag: 'CreateFile' } & Omit<ActionOf<'MakeFolder'>, '_tag'>;

/** One thing that we did, as it was done. */
interface Deed {
  readonly seq: number;
  readonly action: ActionOf<'ReplaceFile' | 'MakeFolder' | 'Move' | 'Discard'> | CreateFile;
  /** Where it was before, and in which folder. */
  readonly from: { readonly parent: NodeId; readonly path: RelPath };
  readonly node: NodeId;
  readonly kind: Node['kind'];
  readonly size: number;
  /** What it answered; null where that tells nothing of an object. */
  readonly seen: Observation | null;
  readonly trash: string | null;
}

/** The way back from all deeds in a range of events, both ends included, seen from the end of the log. */
export const undoPlan = (events: Iterable<Event>, from: number, to: number): UndoPlan => {
  const search = searchDeeds(from, to);
  search.push(events);
  return search.finish();
};

/** The same, for logs that come in pieces. All events of the log are to be pushed. */
export const searchDeeds = (from: number, to: number) => {
  const replay = replayFrom();
  const deeds: Deed[] = [];
  let open: readonly Open[] = [];
  // Nodes that deeds are about, by the node that they are now: an object that was moved behind our back is known as another node.
  const heirs = heirsOf();
  const before = (event: Event, known: Known, seq: number): void => {
    if (event._tag === 'HalfRecognised') heirs.inherit(known.table.link(event.link)?.halves[event.side] ?? NO_NODE, event.node);
    open = seq < from || seq > to ? [] : deedsBefore(event, known, seq);
  };
  const after = (_event: Event, known: Known): void => {
    for (const each of open) {
      const node = deedNode(each, known)?.id ?? NO_NODE;
      deeds.push({ ...each, node });
      for (const id of [node, each.from.parent, 'parent' in each.action ? each.action.parent : NO_NODE]) heirs.follow(id);
    }
  };
  return {
    push: (events: Iterable<Event>): void => replay.push(events, before, after),
    finish: (): UndoPlan => planned(replay.now, deeds, heirs.of),
  };
};

const heirsOf = () => {
  const heirs = new Map<NodeId, NodeId>();
  const followed = new Map<NodeId, readonly NodeId[]>();
  return {
    of: (id: NodeId): NodeId => heirs.get(id) ?? id,
    follow: (id: NodeId): void => {
      if (heirs.has(id)) return;
      heirs.set(id, id);
      followed.set(id, [...(followed.get(id) ?? []), id]);
    },
    inherit: (dead: NodeId, heir: NodeId): void => {
      const ids = followed.get(dead) ?? [];
      if (ids.length === 0) return;
      for (const id of ids) heirs.set(id, heir);
      followed.delete(dead);
      followed.set(heir, [...(followed.get(heir) ?? []), ...ids]);
    },
  };
};

type Open = Omit<Deed, 'node'>;

const deedsBefore = (event: Event, known: Known, seq: number): readonly Open[] => {
  const action = answered(known, event);
  if (action === undefined || event._tag === 'ActionFailed') return [];
  const seen = 'seen' in event ? event.seen : null;
  switch (action._tag) {
    case 'LookUp':
    case 'List':
    case 'Compare':
      return [];
    case 'CreateFiles': {
      const { side, parent, files } = action;
      return files.flatMap((file, i) => {
        const outcome = event._tag === 'FilesCreated' ? event.files[i] : undefined;
        return outcome?._tag === 'Created' ? [made(known, seq, { _tag: 'CreateFile', side, parent, ...file }, outcome.seen)] : [];
      });
    }
    case 'MakeFolder':
      return [made(known, seq, action, seen)];
    case 'ReplaceFile':
    case 'Move':
    case 'Discard': {
      const node = known.table.node(action.node);
      if (node === undefined) return [];
      const from = { parent: node.parent, path: pathOf(known.table, node.id) ?? [node.name] };
      const trash = event._tag === 'Discarded' || event._tag === 'FileReplaced' ? (event.trash ?? null) : null;
      return [{ seq, action, from, kind: node.kind, size: node.size, seen, trash }];
    }
    default:
      return absurd(action);
  }
};

const made = (known: Known, seq: number, action: ActionOf<'MakeFolder'> | CreateFile, seen: Observation | null): Open => {
  const from = { parent: action.parent, path: childPath(known, action.parent, action.name) };
  return { seq, action, from, kind: action._tag === 'MakeFolder' ? 'folder' : 'file', size: 0, seen, trash: null };
};

const childPath = (known: Known, parent: NodeId, name: Name): RelPath => [...(pathOf(known.table, parent) ?? []), name];

/** The node that a deed made, or touched; undefined for what it deleted. */
const deedNode = ({ action, seen }: Open, known: Known): Node | undefined => {
  if (action._tag === 'Discard') return undefined;
  if ('node' in action) return known.table.node(action.node);
  const half = known.table.link(action.link)?.halves[action.side];
  const name = seen?.name ?? action.name;
  const placed = half === undefined || half === NO_NODE ? undefined : known.table.node(half);
  return placed?.parent === action.parent ? placed : nodeAt(known, action.side, childPath(known, action.parent, name));
};

const planned = (now: Known, deeds: readonly Deed[], heirOf: (id: NodeId) => NodeId): UndoPlan => {
  const steps: UndoStep[] = [];
  const impossible: Impossible[] = [];
  const ahead = aheadOf(now);
  for (const past of [...deeds].reverse()) {
    const deed = { ...past, node: heirOf(past.node), from: { ...past.from, parent: heirOf(past.from.parent) } };
    const undone = undo(now, ahead, deed, heirOf);
    if (undone === null) continue;
    if ('why' in undone) impossible.push(undone);
    else {
      steps.push(undone);
      ahead.done(undone, deed);
    }
  }
  return { steps, impossible };
};

/** What the steps planned so far will have changed by the time of the next. */
interface Ahead {
  /** Where a node will be; its path now if no step moves it. */
  readonly pathOf: (node: Node) => RelPath;
  /** Nothing else will be there: a change of case alone is no other place. */
  readonly isFree: (side: Side, path: RelPath, own?: Node) => boolean;
  readonly hasFolder: (side: Side, path: RelPath) => boolean;
  /** Whether what a node holds will be gone. */
  readonly isEmpty: (node: Node) => boolean;
  /** The revision that a node will have; null: one that nobody knows yet. */
  readonly isRestored: (node: Node) => boolean;
  readonly done: (step: UndoStep, deed: Deed) => void;
}

const aheadOf = (now: Known): Ahead => {
  const moved = new Map<NodeId, { readonly parent: RelPath; readonly name: Name }>();
  const removed = new Set<NodeId>();
  const restored = new Set<NodeId>();
  const made = new Set<string>();
  const keyOf = (side: Side, path: RelPath): string =>
    `${side}${JSON.stringify(path.map((name) => nameKey(now.control.traits[side], name)))}`;
  const pathNow = (node: Node): RelPath => {
    const place = moved.get(node.id);
    if (place !== undefined) return [...place.parent, place.name];
    const parent = now.table.node(node.parent);
    return parent === undefined || node.parent === NO_NODE ? [] : [...pathNow(parent), node.name];
  };
  const occupant = (side: Side, path: RelPath): Node | undefined => {
    const node = nodeAt(now, side, path);
    return node === undefined || removed.has(node.id) || moved.has(node.id) ? undefined : node;
  };
  const arrivals = new Map<string, Node>();
  const arrived = (side: Side, path: RelPath): Node | undefined => arrivals.get(keyOf(side, path));
  return {
    pathOf: pathNow,
    isFree: (side, path, own) =>
      !made.has(keyOf(side, path)) &&
      [occupant(side, path), arrived(side, path)].every((node) => node === undefined || node.id === own?.id),
    hasFolder: (side, path) =>
      path.length === 0 || made.has(keyOf(side, path)) || (occupant(side, path) ?? arrived(side, path))?.kind === 'folder',
    isEmpty: (node) => [...now.table.children(node.id)].every((child) => !isAlive(child) || removed.has(child.id) || moved.has(child.id)),
    isRestored: (node) => restored.has(node.id),
    done: (step, deed) => {
      if (step._tag === 'DiscardFile' || step._tag === 'RemoveFolder') removed.add(deed.node);
      const node = now.table.node(deed.node);
      if (step._tag === 'MoveBack' && node !== undefined) {
        arrivals.delete(keyOf(step.side, step.target.path));
        arrivals.set(keyOf(step.side, step.to), node);
        moved.set(deed.node, { parent: step.to.slice(0, -1), name: step.to.at(-1) ?? '' });
      }
      if (step._tag === 'RestoreContent') restored.add(deed.node);
      if (step._tag === 'RestoreFile' || step._tag === 'MakeFolder') made.add(keyOf(step.side, step.path));
    },
  };
};

const undo = (now: Known, ahead: Ahead, deed: Deed, heirOf: (id: NodeId) => NodeId): UndoStep | Impossible | null => {
  const { action, seq } = deed;
  const { side } = action;
  const on = sideName(side);
  const refuse = (path: RelPath, why: Impossible['why'], words: string): Impossible => ({
    undoes: seq,
    side,
    path: showPath(path),
    why,
    text: `${showPath(path)} on ${on}: ${words}`,
  });
  if (action._tag === 'Discard') return undoDiscard(now, ahead, deed, refuse);
  const node = now.table.node(deed.node);
  if (node === undefined || !isAlive(node)) {
    // What we made, or filled, is gone: so is what there was to undo, but for the old content.
    return action._tag === 'ReplaceFile' || action._tag === 'Move'
      ? refuse(deed.from.path, 'gone-since', 'it is not there any more')
      : null;
  }
  const path = ahead.pathOf(node);
  const target: Target = { path, oid: node.oid, revision: node.revision, ident: node.ident };
  const changed = node.kind === 'file' && (node.revision !== (deed.seen?.revision ?? null) || node.dirty > seq) && !ahead.isRestored(node);
  const base = { undoes: seq, side };
  switch (action._tag) {
    case 'CreateFile': {
      if (changed) return refuse(path, 'changed-since', 'foldsync copied it there, but it was changed since');
      return {
        _tag: 'DiscardFile',
        ...base,
        target,
        text: `delete ${showPath(path)} on ${on}, which was copied from ${sideName(other(side))}`,
      };
    }
    case 'ReplaceFile': {
      if (deed.trash === null) return refuse(path, 'no-trash', 'what was in it before is in no trash that the log knows of');
      if (changed) return refuse(path, 'changed-since', 'it was changed again since');
      return {
        _tag: 'RestoreContent',
        ...base,
        trash: deed.trash,
        target,
        text: `put the former content of ${showPath(path)} on ${on} back`,
      };
    }
    case 'MakeFolder': {
      if (!ahead.isEmpty(node)) return refuse(path, 'not-empty', 'foldsync made this folder, but something else is in it');
      return { _tag: 'RemoveFolder', ...base, target, text: `remove the folder ${showPath(path)} on ${on}` };
    }
    case 'Move': {
      const to = homeOf(now, ahead, deed);
      if (showPath(to) === showPath(path)) return null;
      if (node.parent !== heirOf(action.parent) && !isMovedAhead(ahead, now, node))
        return refuse(path, 'moved-since', 'foldsync moved it there, but it was moved again since');
      if (!ahead.hasFolder(side, to.slice(0, -1)))
        return refuse(path, 'folder-gone', `the folder it came from, ${showPath(to.slice(0, -1))}, is not there any more`);
      if (!ahead.isFree(side, to, node)) return refuse(path, 'place-taken', `something else is at ${showPath(to)}, where it came from`);
      return { _tag: 'MoveBack', ...base, target, to, text: `move ${showPath(path)} on ${on} back to ${showPath(to)}` };
    }
    default:
      return absurd(action);
  }
};

const isMovedAhead = (ahead: Ahead, now: Known, node: Node): boolean =>
  showPath(ahead.pathOf(node)) !== showPath(pathOf(now.table, node.id) ?? []);

const undoDiscard = (
  now: Known,
  ahead: Ahead,
  deed: Deed,
  refuse: (path: RelPath, why: Impossible['why'], words: string) => Impossible,
): UndoStep | Impossible => {
  const { action, seq } = deed;
  const { side } = action;
  const path = homeOf(now, ahead, deed);
  const on = sideName(side);
  if (!ahead.isFree(side, path)) return refuse(path, 'place-taken', 'foldsync deleted it, and something else is there now');
  if (!ahead.hasFolder(side, path.slice(0, -1))) return refuse(path, 'folder-gone', 'its folder is not there any more');
  if (deed.kind === 'folder')
    return { _tag: 'MakeFolder', undoes: seq, side, path, text: `make the folder ${showPath(path)} on ${on} again` };
  if (deed.trash === null) return refuse(path, 'no-trash', 'it was deleted for good: it is in no trash');
  return {
    _tag: 'RestoreFile',
    undoes: seq,
    side,
    trash: deed.trash,
    path,
    size: deed.size,
    text: `restore ${showPath(path)} on ${on} from the trash (${deed.size} bytes)`,
  };
};

/** Where it was: in its folder of then, wherever that is by then, or where that was. */
const homeOf = (now: Known, ahead: Ahead, deed: Deed): RelPath => {
  const parent = now.table.node(deed.from.parent);
  const name = deed.from.path.at(-1) ?? '';
  return parent !== undefined && isAlive(parent) ? [...ahead.pathOf(parent), name] : deed.from.path;
};

/** For a terminal: what would be done, then what can't be. */
export const renderUndo = ({ steps, impossible }: UndoPlan): string =>
  [...steps.map(({ text }) => text), ...impossible.map(({ undoes, text }) => `cannot undo #${undoes}: ${text}`)].join('\n');
