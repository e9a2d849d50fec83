import * as t from 'io-ts';
import { type LinkId, NO_LINK, type NodeId } from './ids.js';
import type { Side, Sides } from './side.js';

/** Codecs of the branded numbers: plain numbers in the log. */
export const NodeNumber = t.number as t.Mixed as t.Type<NodeId, number, unknown>;
export const LinkNumber = t.number as t.Mixed as t.Type<LinkId, number, unknown>;
export const SideNumber: t.Type<Side, Side, unknown> = t.union([t.literal(0), t.literal(1)]);

/** A place as both sides have it. `remoteParent`: where `translate` puts it into another folder there. */
const Place = t.intersection([
  t.type({ parent: LinkNumber, names: t.tuple([t.string, t.string]) }),
  t.partial({ remoteParent: LinkNumber }),
]);
export type Place = t.TypeOf<typeof Place>;

export const parentsOf = ({ parent, remoteParent = parent }: Place): Sides<LinkId> => [parent, remoteParent];

/** `base`: the place that both sides agree on once it is made; left out where that is one name in one folder. */
const Made = t.intersection([t.type({ link: LinkNumber, source: NodeNumber, name: t.string }), t.partial({ base: Place })]);

const undoing = { side: SideNumber, link: LinkNumber, undoes: t.number, row: t.number };
const Then = t.keyof({ hold: null, carry: null });

/**
 * What a person asked for, never the planner: the way back from what event `undoes` tells of; `row`: from which of its files. `then`: what it leaves different on both
 * sides stays so until someone changes it (`hold`), or counts as a change of its side (`carry`).
 */
const Undoing = [
  /** Makes again what was deleted: a file from the trash, or a folder (null). `link`: that of its counterpart, where that is held. */
  t.type({ ...undoing, _tag: t.literal('Restore'), parent: NodeNumber, name: t.string, trash: t.union([t.string, t.null]) }),
  /** Puts an old content over the new one. */
  t.type({ ...undoing, _tag: t.literal('PutBack'), node: NodeNumber, trash: t.string, then: Then }),
  /** Takes away what was made. */
  t.type({ ...undoing, _tag: t.literal('TakeBack'), node: NodeNumber, then: Then }),
  t.type({ ...undoing, _tag: t.literal('MoveBack'), node: NodeNumber, parent: NodeNumber, name: t.string }),
] as const;

/**
 * What to do next, in the imperative. It names nodes and links, never paths: `instructionOf` turns it into addresses at the moment
 * it starts. `side` is the side that is asked or written.
 */
export const Action = t.readonly(
  t.union([
    t.type({ _tag: t.literal('LookUp'), side: SideNumber, node: NodeNumber }),
    t.type({ _tag: t.literal('List'), side: SideNumber, node: NodeNumber }),
    /** Copies files (`source`, on the other side) to new names in one folder: many small ones at once, where that is cheaper (docs/adr/0011). */
    t.type({
      _tag: t.literal('CreateFiles'),
      side: SideNumber,
      parent: NodeNumber,
      files: t.readonlyArray(Made),
    }),
    /** Copies `source` over `node`. */
    t.type({ _tag: t.literal('ReplaceFile'), side: SideNumber, link: LinkNumber, source: NodeNumber, node: NodeNumber }),
    /** Of NO_LINK: a folder that translated paths need, and that is nobody's counterpart. */
    t.intersection([t.type({ _tag: t.literal('MakeFolder'), side: SideNumber, parent: NodeNumber }), Made]),
    t.type({
      _tag: t.literal('Move'),
      side: SideNumber,
      link: LinkNumber,
      node: NodeNumber,
      parent: NodeNumber,
      name: t.string,
      /** The place that both sides agree on once it is done; null where it is no opinion about the place (H14) or nothing was agreed on. */
      base: t.union([Place, t.null]),
      /** `aside`: out of the way in a swap. `conflict`: to its conflict name. */
      purpose: t.keyof({ follow: null, aside: null, conflict: null }),
    }),
    t.type({ _tag: t.literal('Discard'), side: SideNumber, link: LinkNumber, node: NodeNumber }),
    /** Reads both files and tells whether they are equal. `with` is the other file's link: the same one, unless two creations met. */
    /**
     * Has a resolver decide between two files. What it merges is written over LOCAL's, or, where both are kept, at LOCAL's place once that one
     * has its conflict name.
     */
    t.type({
      _tag: t.literal('Resolve'),
      side: SideNumber,
      link: LinkNumber,
      with: LinkNumber,
      nodes: t.tuple([NodeNumber, NodeNumber]),
      folder: NodeNumber,
      conflictName: t.string,
    }),
    t.type({ _tag: t.literal('Compare'), side: SideNumber, link: LinkNumber, with: LinkNumber, nodes: t.tuple([NodeNumber, NodeNumber]) }),
    ...Undoing,
  ]),
);
export type Action = t.TypeOf<typeof Action>;
export type ActionTag = Action['_tag'];
export type ActionOf<T extends ActionTag> = Extract<Action, { readonly _tag: T }>;

/** The entries that an action is about by themselves; none for a look, which is about a node. */
export const linksOf = (action: Action): readonly LinkId[] => {
  switch (action._tag) {
    case 'LookUp':
    case 'List':
      return [];
    case 'CreateFiles':
      return action.files.map(({ link }) => link);
    case 'Compare':
    case 'Resolve':
      return action.link === action.with ? [action.link] : [action.link, action.with];
    case 'ReplaceFile':
    case 'MakeFolder':
    case 'Move':
    case 'Discard':
    case 'PutBack':
    case 'TakeBack':
    case 'MoveBack':
      return [action.link];
    case 'Restore':
      return action.link === NO_LINK ? [] : [action.link];
  }
};

/** An action as actions of one file each, for whoever tells of entries one by one. */
export const singly = (action: Action): readonly Action[] =>
  action._tag === 'CreateFiles' ? action.files.map((file) => ({ ...action, files: [file] })) : [action];

interface Nodes {
  readonly node: (id: NodeId) => { readonly link: LinkId } | undefined;
}

/** The link that a creation is for: that of its source, where what it makes is nobody's counterpart. */
export const ownerOf = (table: Nodes, { link, source }: { readonly link: LinkId; readonly source: NodeId }): LinkId =>
  link === NO_LINK ? (table.node(source)?.link ?? NO_LINK) : link;

/** The links that an action is for; none for a look. */
export const ownersOf = (table: Nodes, action: Action): readonly LinkId[] =>
  action._tag === 'MakeFolder' ? [ownerOf(table, action)] : linksOf(action);

/** Actions that undo an earlier one. */
export type Undoing = Extract<Action, { readonly undoes: number }>;

export const isUndoing = (action: Action): action is Undoing => 'undoes' in action;
