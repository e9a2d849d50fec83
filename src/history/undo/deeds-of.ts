import { absurd } from '../../domain/absurd.js';
import { type Action, isUndoing } from '../../domain/action.js';
import { pathOf } from '../../domain/evolve/nodes.js';
import { type LinkId, NO_NODE, type NodeId } from '../../domain/ids.js';
import type { Name, RelPath } from '../../domain/name.js';
import type { Node } from '../../domain/node.js';
import type { Side } from '../../domain/side.js';
import type { Known } from '../known.js';

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
  /** The folder that it was moved to, or made in, and the name that it got. */
  readonly into: NodeId;
  readonly name: Name;
  /** Bytes, before. */
  readonly size: number;
  /** The revision that it left; null for what was deleted. */
  readonly revision: string | null;
  /** Where the old content went. */
  readonly trash: string | null;
  /** Of a deed that the process did not live to tell of: when it was begun at the earliest, milliseconds since 1970. Its trash is to be found. */
  readonly untoldSinceMs: number | null;
  /** The deed that this one took back (`idOf`); null for what a sync did. */
  readonly undoes: string | null;
  /** 0: a sync did it; 1: an undo; 2: the undo of an undo, and so on. */
  readonly turn: number;
}

/** A deed as its action tells it: how often it was taken back is told by others. */
export type Open = Omit<Deed, 'turn'>;

/** Names one deed of a log. */
export const idOf = (seq: number, row: number): string => `${seq}.${row}`;

/** What an action does, if all of it is done, seen from before that. */
export const deedsOf = (action: Action, known: Known, seq: number): readonly Open[] => {
  // What a resolver merged can't be told from an edit afterwards: `Resolve`, too, is none.
  if (action._tag === 'LookUp' || action._tag === 'List' || 'nodes' in action) return [];
  const undoes = isUndoing(action) ? idOf(action.undoes, action.row) : null;
  const base = { seq, row: 0, side: action.side, what: whatOf(action), trash: null, undoes, revision: null, untoldSinceMs: null } as const;
  const made = (name: Name, more: Pick<Open, 'row' | 'link' | 'kind'>, parent: NodeId): Open => ({
    ...base,
    ...more,
    from: { parent, path: [...(pathOf(known.table, parent) ?? []), name] },
    into: parent,
    name,
    node: NO_NODE,
    size: 0,
  });
  switch (action._tag) {
    case 'CreateFiles':
      return action.files.map(({ link, name }, row) => made(name, { row, link, kind: 'file' }, action.parent));
    case 'MakeFolder':
      return [made(action.name, { row: 0, link: action.link, kind: 'folder' }, action.parent)];
    case 'Restore':
      return [made(action.name, { row: 0, link: action.link, kind: action.trash === null ? 'folder' : 'file' }, action.parent)];
    default: {
      const node = known.table.node(action.node);
      if (node === undefined) return [];
      const from = { parent: node.parent, path: pathOf(known.table, node.id) ?? [node.name] };
      const into = 'parent' in action ? action.parent : NO_NODE;
      const name = 'name' in action ? action.name : node.name;
      return [{ ...base, link: action.link, kind: node.kind, node: node.id, from, into, name, size: node.size }];
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
