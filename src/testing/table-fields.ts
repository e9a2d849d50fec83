/** A node and a link of which every field says something, and all that each of their fields may say instead: a row is other by any one of them. */
import { linkId, nodeId, seq } from '../domain/ids.js';
import type { Base, Comparison, Link, Resolution } from '../domain/link.js';
import type { Node } from '../domain/node.js';
import type { Sides } from '../domain/side.js';

type Changes<T> = { readonly [K in keyof T]-?: readonly T[K][] };

export const FULL_NODE: Omit<Node, 'id'> = {
  ...{ side: 0, parent: nodeId(7), name: 'name', kind: 'file', oid: 'oid', ident: 'ident', revision: 'revision', stamp: 'stamp' },
  ...{ hash: 'hash', size: 11, mtimeMs: 12.5, executable: true, kept: 'ignored', across: 'across', priority: -1 },
  ...{ gone: seq(13), goneAtMs: 14, dirty: seq(15), unlisted: seq(16), touched: seq(17), link: linkId(18) },
};

const NODE_CHANGES: Changes<Omit<Node, 'id'>> = {
  side: [1],
  parent: [nodeId(0), nodeId(8)],
  name: ['', 'another'],
  kind: ['folder', 'other'],
  oid: [null, 'another'],
  ident: [null, 'another'],
  revision: [null, 'another'],
  stamp: [null, '', 'another'],
  hash: [null, 'another'],
  size: [0, 2 ** 40],
  mtimeMs: [0, -0.5],
  executable: [null, false],
  kept: [null, 'symlink'],
  across: [null, '/another'],
  priority: [0, 1],
  gone: [seq(0), seq(20)],
  goneAtMs: [0, 20.5],
  dirty: [seq(0), seq(20)],
  unlisted: [seq(0), seq(20)],
  touched: [seq(0), seq(20)],
  link: [linkId(0), linkId(20)],
};

const BASE: Base = {
  parents: [linkId(1), linkId(2)],
  names: ['a', 'b'],
  revisions: ['c', 'd'],
  stamps: ['e', 'f'],
  hashes: ['g', 'h'],
};
const COMPARED: Comparison = { revisions: ['c', 'd'], stamps: ['e', 'f'], same: true, with: linkId(3) };
const RESOLVED: Resolution = { revisions: ['c', 'd'], with: linkId(3), winner: 0, keep: true };

export const FULL_LINK: Omit<Link, 'id'> = {
  halves: [nodeId(1), nodeId(2)],
  base: BASE,
  doubt: { side: 0, after: 'interruption' },
  given: { side: 0, name: 'name' },
  compared: COMPARED,
  blocked: { reason: 'reason', message: 'message', since: seq(4) },
  placed: { side: 0, seq: seq(5) },
  resolved: RESOLVED,
  demand: 'requested',
};

/** One side other, then the other. */
const eachSide = <A>([a, b]: Sides<A>, another: A): readonly Sides<A>[] => [
  [another, b],
  [a, another],
];

const LINK_CHANGES: Changes<Omit<Link, 'id'>> = {
  halves: eachSide(FULL_LINK.halves, nodeId(0)),
  base: [
    null,
    ...eachSide(BASE.parents, linkId(0)).map((parents) => ({ ...BASE, parents })),
    ...eachSide(BASE.names, '').map((names) => ({ ...BASE, names })),
    ...eachSide(BASE.revisions, null).map((revisions) => ({ ...BASE, revisions })),
    ...eachSide(BASE.stamps, null).map((stamps) => ({ ...BASE, stamps })),
    ...eachSide(BASE.hashes, null).map((hashes) => ({ ...BASE, hashes })),
  ],
  doubt: [null, { side: 1, after: 'interruption' }, { side: 0, after: 'failure' }, { side: 1, after: 'failure' }],
  given: [null, { side: 1, name: 'name' }, { side: 0, name: 'another' }],
  compared: [null, { ...COMPARED, same: false }, { ...COMPARED, with: linkId(9) }],
  blocked: [null, { reason: 'another', message: 'message', since: seq(4) }, { reason: 'reason', message: 'message', since: seq(9) }],
  placed: [null, { side: 1, seq: seq(5) }, { side: 0, seq: seq(9) }],
  resolved: [null, { ...RESOLVED, winner: 1 }, { ...RESOLVED, winner: null }, { ...RESOLVED, keep: false }],
  demand: [null, 'released'],
};

const single = <T extends object>(changes: Changes<T>): readonly Partial<T>[] =>
  Object.entries<readonly unknown[]>(changes).flatMap(([field, values]) => values.map((value) => ({ [field]: value }) as Partial<T>));

export const nodeChanges: readonly Partial<Omit<Node, 'id'>>[] = single(NODE_CHANGES);
export const linkChanges: readonly Partial<Omit<Link, 'id'>>[] = single(LINK_CHANGES);
