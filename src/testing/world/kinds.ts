import type { MemoryOptions } from '../../adapters/memory/index.js';
import type { Sides } from '../../domain/side.js';

/** What a simulated side is like. */
export type Kind = Pick<MemoryOptions, 'identity' | 'caseSensitive' | 'unicode' | 'hash'> & Partial<Pick<MemoryOptions, 'maxNameBytes'>>;

const plain: Kind = { identity: 'oid', caseSensitive: true, unicode: 'exact', hash: 'md5' };

/** The kinds that worlds are made of: every identity, with the rules of names and hashes that go with it in the field. */
export const KINDS = {
  oid: plain,
  path: { ...plain, identity: 'path' },
  inode: { ...plain, identity: 'inode', hash: null },
  'oid-ci': { ...plain, caseSensitive: false },
  'path-ci': { ...plain, identity: 'path', caseSensitive: false },
  'inode-ci-nfc': { ...plain, identity: 'inode', caseSensitive: false, unicode: 'nfc', hash: null },
  'oid-nohash': { ...plain, hash: null },
  'path-nohash': { ...plain, identity: 'path', hash: null },
  'oid-sha': { ...plain, hash: 'sha256' },
  'oid-short': { ...plain, maxNameBytes: 16 },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;

/** Pairs that are tried: both sides alike, each kind against the others' weak points, and what people have: a disk and a service. */
export const PAIRS: readonly Sides<KindName>[] = [
  ['oid', 'oid'],
  ['path', 'oid'],
  ['oid', 'path'],
  ['path', 'path'],
  ['inode', 'oid'],
  ['inode', 'inode'],
  ['inode', 'path'],
  ['path-ci', 'oid'],
  ['oid', 'oid-ci'],
  ['path-ci', 'path'],
  ['inode-ci-nfc', 'oid'],
  ['inode', 'inode-ci-nfc'],
  ['oid-nohash', 'path-nohash'],
  ['inode', 'oid-sha'],
];

/** Pairs on which every name of one side can be had on the other: else what comes first gets the name, and order matters. */
export const SENSITIVE = PAIRS.filter((pair) => pair.every((kind) => KINDS[kind].caseSensitive && KINDS[kind].unicode === 'exact'));

/** And none that gives new revisions to what a moved folder holds, without hashes to tell that its content is as it was (H23). */
export const TELLING: readonly Sides<KindName>[] = SENSITIVE.filter((pair) =>
  pair.every((kind) => KINDS[kind].identity !== 'path' || KINDS[kind].hash !== null),
);

/** What is placed on the second can be told there from what a user wrote: by hashes of one kind, or by the time that copies have on disks. */
export const tellsCopies = ([from, to]: Sides<KindName>): boolean =>
  KINDS[to].identity === 'inode' || (KINDS[to].hash !== null && KINDS[to].hash === KINDS[from].hash);

/** Those that differ where every name is told from every other, and no matter which side is which. */
export const PLAIN_PAIRS: readonly Sides<KindName>[] = [
  ['oid', 'oid'],
  ['path', 'oid'],
  ['path', 'path'],
  ['inode', 'oid'],
  ['inode', 'inode'],
  ['inode', 'path'],
  ['oid-nohash', 'path-nohash'],
];
