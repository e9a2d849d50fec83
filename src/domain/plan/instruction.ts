import type { Action, ActionOf } from '../action.js';
import { pathOf } from '../evolve/nodes.js';
import { type LinkId, NO_NODE, type NodeId } from '../ids.js';
import type { Name, RelPath } from '../name.js';
import type { Node } from '../node.js';
import type { Side, Sides } from '../side.js';
import type { State } from '../state/state.js';

/** Where an object is: by oid where ids are stable, by path elsewhere. */
export interface Address {
  readonly oid: string | null;
  readonly path: RelPath;
}

/** What is believed of an object at the moment an action starts (H22): revision and place. */
export interface Belief extends Address {
  readonly kind: 'file' | 'folder';
  readonly revision: string | null;
  readonly ident: string | null;
  readonly parentOid: string | null;
  readonly size: number;
  /** Of a file that is to be moved; a folder's stamp changes with what it holds. */
  readonly stamp?: string | null;
}

/** An action with its addresses: all that an effect needs to know. */
export type Instruction =
  | { readonly _tag: 'LookUp'; readonly side: Side; readonly at: Address }
  | { readonly _tag: 'List'; readonly side: Side; readonly folder: Address }
  | { readonly _tag: 'CreateFiles'; readonly side: Side; readonly parent: Address; readonly files: readonly NewFile[] }
  | { readonly _tag: 'ReplaceFile'; readonly side: Side; readonly source: Belief; readonly target: Belief }
  | { readonly _tag: 'MakeFolder'; readonly side: Side; readonly parent: Address; readonly name: Name }
  | { readonly _tag: 'Move'; readonly side: Side; readonly target: Belief; readonly parent: Address; readonly name: Name }
  | { readonly _tag: 'Discard'; readonly side: Side; readonly target: Belief }
  | { readonly _tag: 'Compare'; readonly files: readonly [Belief, Belief] }
  /** Copies from the trash of the same side. */
  | { readonly _tag: 'Restore'; readonly side: Side; readonly trash: string; readonly parent: Address; readonly name: Name }
  | { readonly _tag: 'PutBack'; readonly side: Side; readonly trash: string; readonly target: Belief }
  | {
      readonly _tag: 'Resolve';
      readonly files: readonly [Belief, Belief];
      readonly facts: Sides<ConflictFacts>;
      readonly link: LinkId;
      /** LOCAL's folder, and the name that its file gets where it is kept beside what was merged. */
      readonly folder: Address;
      readonly conflictName: Name;
    };

/** What a resolver may want to know of a file besides its content. */
export interface ConflictFacts {
  readonly hash: string | null;
  /** What both sides last agreed on. */
  readonly baseHash: string | null;
  readonly baseRevision: string | null;
}

/** A file that is to be copied to a new name. */
export interface NewFile {
  readonly source: Belief;
  readonly name: Name;
}

export type InstructionOf<T extends Instruction['_tag']> = Extract<Instruction, { readonly _tag: T }>;

/** The addresses of an action in the state in which it was just started; null if something of it hangs on the unknown: it is then given up. */
export const instructionOf = (state: Pick<State, 'table'>, action: Action): Instruction | null => {
  const addresses = resolver(state);
  switch (action._tag) {
    case 'LookUp': {
      const at = addresses.any(action.node);
      return at && { _tag: 'LookUp', side: action.side, at };
    }
    case 'List': {
      const folder = addresses.any(action.node);
      return folder && { _tag: 'List', side: action.side, folder };
    }
    case 'CreateFiles':
      return createInstruction(addresses, action);
    case 'ReplaceFile': {
      const [source, target] = [addresses.belief(action.source), addresses.belief(action.node)];
      return source && target && { _tag: 'ReplaceFile', side: action.side, source, target };
    }
    case 'MakeFolder': {
      const parent = addresses.any(action.parent);
      return parent && { _tag: 'MakeFolder', side: action.side, parent, name: action.name };
    }
    case 'Restore': {
      const { side, trash, name } = action;
      const parent = addresses.any(action.parent);
      if (parent === null) return null;
      return trash === null ? { _tag: 'MakeFolder', side, parent, name } : { _tag: 'Restore', side, trash, parent, name };
    }
    case 'PutBack': {
      const target = addresses.belief(action.node);
      return target && { _tag: 'PutBack', side: action.side, trash: action.trash, target };
    }
    case 'Move':
    case 'MoveBack': {
      const [target, parent] = [addresses.beliefToMove(action.node), addresses.any(action.parent)];
      return target && parent && { _tag: 'Move', side: action.side, target, parent, name: action.name };
    }
    case 'Discard':
    case 'TakeBack': {
      const target = addresses.belief(action.node);
      return target && { _tag: 'Discard', side: action.side, target };
    }
    case 'Resolve': {
      const [local, remote] = [addresses.belief(action.nodes[0]), addresses.belief(action.nodes[1])];
      const folder = addresses.any(action.folder);
      const facts = factsOf(state, action);
      const { link, conflictName } = action;
      return local && remote && folder && { _tag: 'Resolve', files: [local, remote], facts, link, folder, conflictName };
    }
    case 'Compare': {
      const [local, remote] = [addresses.belief(action.nodes[0]), addresses.belief(action.nodes[1])];
      return local && remote && { _tag: 'Compare', files: [local, remote] };
    }
  }
};

const factsOf = ({ table }: Pick<State, 'table'>, { link, nodes }: ActionOf<'Resolve'>): Sides<ConflictFacts> => {
  const base = table.link(link)?.base ?? null;
  const of = (side: Side): ConflictFacts => ({
    hash: table.node(nodes[side])?.hash ?? null,
    baseHash: base?.hashes[side] ?? null,
    baseRevision: base?.revisions[side] ?? null,
  });
  return [of(0), of(1)];
};

interface Resolver {
  readonly any: (id: NodeId) => Address | null;
  readonly belief: (id: NodeId) => Belief | null;
  readonly beliefToMove: (id: NodeId) => Belief | null;
}

const createInstruction = (addresses: Resolver, { side, parent: folder, files: wanted }: ActionOf<'CreateFiles'>): Instruction | null => {
  const parent = addresses.any(folder);
  if (parent === null) return null;
  const files: NewFile[] = [];
  for (const { source: id, name } of wanted) {
    const source = addresses.belief(id);
    if (source === null) return null;
    files.push({ source, name });
  }
  return { _tag: 'CreateFiles', side, parent, files };
};

const resolver = ({ table }: Pick<State, 'table'>): Resolver => {
  /** Of the folder that was asked for last: files that are copied together lie in one. */
  let last: { readonly id: NodeId; readonly path: RelPath | null; readonly oid: string | null } | null = null;
  const folderOf = (id: NodeId) => {
    if (last?.id !== id) last = { id, path: pathOf(table, id), oid: table.node(id)?.oid ?? null };
    return last;
  };
  const pathTo = ({ id, parent, name, oid }: Node): RelPath | null => {
    const folder = parent === NO_NODE ? null : folderOf(parent).path;
    const path = folder === null ? pathOf(table, id) : [...folder, name];
    // What is known by oid alone has no path yet; its oid is enough.
    return path ?? (oid === null ? null : [name]);
  };
  const belief = (id: NodeId): Belief | null => {
    const node = table.node(id);
    const path = node === undefined ? null : pathTo(node);
    if (node === undefined || path === null || node.kind === 'other') return null;
    const { oid, kind, revision, ident, size } = node;
    return { oid, path, kind, revision, ident, parentOid: folderOf(node.parent).oid, size };
  };
  return {
    any: (id) => {
      const node = table.node(id);
      const path = node === undefined ? null : pathTo(node);
      return node === undefined || path === null ? null : { oid: node.oid, path };
    },
    belief,
    beliefToMove: (id) => {
      const believed = belief(id);
      return believed?.kind === 'file' ? { ...believed, stamp: table.node(id)?.stamp ?? null } : believed;
    },
  };
};
