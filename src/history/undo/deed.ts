import { type Action, isUndoing } from '../../domain/action.js';
import { absurd } from '../../domain/absurd.js';
import type { Event } from '../../domain/event.js';
import { pathOf } from '../../domain/evolve/nodes.js';
import { type LinkId, NO_NODE, type NodeId } from '../../domain/ids.js';
import type { Name, RelPath } from '../../domain/name.js';
import type { Node } from '../../domain/node.js';
import type { Side } from '../../domain/side.js';
import { answered, type Known, nodeAt, replayFrom } from '../known.js';

/** One thing that foldsync did, as it was done. Undoing is doing, too. */
export interface Deed {
  /** Number of the event that tells of it, and which of its files it is. */
  readonly seq: number;
  readonly row: number;
  readonly what: 'made' | 'replaced' | 'moved' | 'deleted';
  readonly side: Side;
  readonly kind: Node['kind'];
  readonly link: LinkId;
  /** What was made, touched or deleted. */
  readonly node: NodeId;
  /** Where it was before, and in which folder; for what was made, where it was made. */
  readonly from: { readonly parent: NodeId; readonly path: RelPath };
  /** The folder that it was moved to, or made in. */
  readonly into: NodeId;
  /** Bytes, before. */
  readonly size: number;
  /** The revision that it left; null for what was deleted. */
  readonly revision: string | null;
  /** Where the old content went. */
  readonly trash: string | null;
  /** The deed that this one took back (`idOf`); null for what a sync did. */
  readonly undoes: string | null;
  /** 0: a sync did it; 1: an undo; 2: the undo of an undo, and so on. */
  readonly turn: number;
}

/** Which deeds are meant: by the number of the event that tells of one, and of that which began it. */
export type IsMeant = (seq: number, started: number) => boolean;

/** The deeds that are meant, oldest first, with all that is known at the end. All events of the log are to be pushed. */
export interface DeedSearch {
  readonly push: (events: Iterable<Event>) => void;
  readonly now: Known;
  /** The node that another one is known as by now. */
  readonly heirOf: (id: NodeId) => NodeId;
  /** A deed that was taken back since is none any more, and neither is what took it back. */
  readonly deeds: () => readonly Deed[];
}

export const searchDeeds = (isMeant: IsMeant): DeedSearch => {
  const replay = replayFrom();
  const standing = standingDeeds();
  const heirs = heirsOf();
  const turns = new Map<string, number>();
  let open: readonly Deed[] = [];
  const before = (event: Event, known: Known, seq: number): void => {
    if (event._tag === 'HalfRecognised') heirs.inherit(known.table.link(event.link)?.halves[event.side] ?? NO_NODE, event.node);
    if (!('action' in event) || typeof event.action !== 'number') return void (open = []);
    const meant = isMeant(seq, event.action);
    open = deedsBefore(event, known, seq).map((deed) => {
      const turn = deed.undoes === null ? 0 : (turns.get(deed.undoes) ?? 0) + 1;
      if (turn > 0) turns.set(idOf(seq, deed.row), turn);
      return { ...deed, turn };
    });
    open = open.filter((deed) => standing.isOne(deed, meant));
  };
  const after = (_event: Event, known: Known): void => {
    for (const each of open) {
      const deed = { ...each, node: each.what === 'made' ? madeBy(each, known) : each.what === 'deleted' ? NO_NODE : each.node };
      standing.add(deed);
      for (const id of [deed.node, deed.from.parent, deed.into]) heirs.follow(id);
    }
  };
  return {
    push: (events) => replay.push(events, before, after),
    now: replay.now,
    heirOf: heirs.of,
    deeds: standing.all,
  };
};

/** Names one deed of a log. */
const idOf = (seq: number, row: number): string => `${seq}.${row}`;

/** Deeds that stand: what was taken back stands no more, and what took back something else than these is a deed of its own. */
const standingDeeds = () => {
  const deeds = new Map<string, Deed>();
  /** Of the deeds that are meant, and of all that took one of them back. */
  const lineage = new Set<string>();
  return {
    isOne: ({ undoes }: Pick<Deed, 'undoes'>, meant: boolean): boolean => meant || (undoes !== null && lineage.has(undoes)),
    add: (deed: Deed): void => {
      const id = idOf(deed.seq, deed.row);
      lineage.add(id);
      if (deed.undoes === null || !deeds.delete(deed.undoes)) deeds.set(id, deed);
    },
    all: (): readonly Deed[] => [...deeds.values()],
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

type Open = Omit<Deed, 'turn'>;

/** Seen from before its event is folded, but for the node of what was made. */
const deedsBefore = (event: Event, known: Known, seq: number): readonly Open[] => {
  const action = event._tag === 'ActionFailed' ? undefined : answered(known, event);
  // What a resolver merged can't be told from an edit afterwards: `Resolve`, too, is none.
  if (action === undefined || action._tag === 'LookUp' || action._tag === 'List' || 'nodes' in action) return [];
  const { side } = action;
  const seen = 'seen' in event ? event.seen : null;
  const trash = event._tag === 'Discarded' || event._tag === 'FileReplaced' ? (event.trash ?? null) : null;
  const undoes = isUndoing(action) ? idOf(action.undoes, action.row) : null;
  const base = { seq, row: 0, side, what: whatOf(action), trash, undoes, revision: seen?.revision ?? null };
  const made = (parent: NodeId, name: Name, more: Pick<Deed, 'row' | 'link' | 'kind' | 'revision'>): Open => ({
    ...base,
    ...more,
    from: { parent, path: [...(pathOf(known.table, parent) ?? []), name] },
    into: parent,
    node: NO_NODE,
    size: 0,
  });
  switch (action._tag) {
    case 'CreateFiles':
    case 'Restore':
    case 'MakeFolder': {
      if (event._tag !== 'FilesCreated') {
        const name = seen?.name ?? ('name' in action ? action.name : '');
        return 'link' in action ? [made(action.parent, name, { ...base, link: action.link, kind: 'folder' })] : [];
      }
      return event.files.flatMap((file, row) => {
        const link = action._tag === 'CreateFiles' ? action.files[row]?.link : action.link;
        if (file._tag === 'Failed' || link === undefined) return [];
        return [made(action.parent, file.seen.name, { row, link, kind: 'file', revision: file.seen.revision })];
      });
    }
    default: {
      const node = known.table.node(action.node);
      if (node === undefined) return [];
      const from = { parent: node.parent, path: pathOf(known.table, node.id) ?? [node.name] };
      const into = 'parent' in action ? action.parent : NO_NODE;
      return [{ ...base, link: action.link, kind: node.kind, node: node.id, from, into, size: node.size }];
    }
  }
};

type Doing = Exclude<Action, { readonly _tag: 'LookUp' | 'List' | 'Compare' | 'Resolve' }>;

const whatOf = (action: Doing): Deed['what'] => {
  switch (action._tag) {
    case 'CreateFiles':
    case 'MakeFolder':
    case 'Restore':
      return 'made';
    case 'ReplaceFile':
    case 'PutBack':
      return 'replaced';
    case 'Move':
    case 'MoveBack':
      return 'moved';
    case 'Discard':
    case 'TakeBack':
      return 'deleted';
    default:
      return absurd(action);
  }
};

/** What was made, once its event is folded. */
const madeBy = ({ link, side, into, from }: Open, known: Known): NodeId => {
  const half = known.table.link(link)?.halves[side] ?? NO_NODE;
  if (half !== NO_NODE && known.table.node(half)?.parent === into) return half;
  return nodeAt(known, side, from.path)?.id ?? NO_NODE;
};
