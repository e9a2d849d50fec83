import * as t from 'io-ts';
import { type LinkId, NO_LINK, type NodeId } from './ids.js';
import type { Side } from './side.js';

/** Codecs of the branded numbers: plain numbers in the log. */
export const NodeNumber = new t.Type<NodeId, number, unknown>(
  'NodeId',
  (u): u is NodeId => typeof u === 'number',
  t.number.validate as never,
  (id) => id,
);
export const LinkNumber = new t.Type<LinkId, number, unknown>(
  'LinkId',
  (u): u is LinkId => typeof u === 'number',
  t.number.validate as never,
  (id) => id,
);
export const SideNumber: t.Type<Side, Side, unknown> = t.union([t.literal(0), t.literal(1)]);

const Place = t.type({ parent: LinkNumber, names: t.tuple([t.string, t.string]) });

/**
 * What to do next, in the imperative. It names nodes and links, never paths: `instructionOf` turns it into addresses at the moment
 * it starts. `side` is the side that is asked or written.
 */
export const Action = t.readonly(
  t.union([
    t.type({ _tag: t.literal('LookUp'), side: SideNumber, node: NodeNumber }),
    t.type({ _tag: t.literal('List'), side: SideNumber, node: NodeNumber }),
    /** Copies `source` (on the other side) to a new name. */
    t.type({ _tag: t.literal('CreateFile'), side: SideNumber, link: LinkNumber, source: NodeNumber, parent: NodeNumber, name: t.string }),
    /** Copies `source` over `node`. */
    t.type({ _tag: t.literal('ReplaceFile'), side: SideNumber, link: LinkNumber, source: NodeNumber, node: NodeNumber }),
    /** Of NO_LINK: a folder that translated paths need, and that is nobody's counterpart. */
    t.type({ _tag: t.literal('MakeFolder'), side: SideNumber, link: LinkNumber, source: NodeNumber, parent: NodeNumber, name: t.string }),
    t.type({
      _tag: t.literal('Move'),
      side: SideNumber,
      link: LinkNumber,
      node: NodeNumber,
      parent: NodeNumber,
      name: t.string,
      /** The place that both sides agree on once it is done; null where it is not an opinion about the place (H14) or not agreed yet. */
      base: t.union([Place, t.null]),
      /** `aside`: out of the way in a swap. `conflict`: to its conflict name. */
      purpose: t.keyof({ follow: null, aside: null, conflict: null }),
    }),
    t.type({ _tag: t.literal('Discard'), side: SideNumber, link: LinkNumber, node: NodeNumber }),
    /** Reads both files and tells whether they are equal. `with` is the other file's link: the same one, unless two creations met. */
    t.type({ _tag: t.literal('Compare'), side: SideNumber, link: LinkNumber, with: LinkNumber, nodes: t.tuple([NodeNumber, NodeNumber]) }),
  ]),
);
export type Action = t.TypeOf<typeof Action>;
export type ActionTag = Action['_tag'];
/** The link that an action is for: that of its source, where what it makes is nobody's counterpart. */
export const ownerOf = (table: { readonly node: (id: NodeId) => { readonly link: LinkId } | undefined }, action: Action): LinkId => {
  if (!('link' in action)) return NO_LINK;
  return action.link === NO_LINK && 'source' in action ? (table.node(action.source)?.link ?? NO_LINK) : action.link;
};

export type ActionOf<T extends ActionTag> = Extract<Action, { readonly _tag: T }>;
