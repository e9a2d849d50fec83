/**
 * What one `stat` says of an object, in a form that is the same whether the kernel was asked through Node or directly
 * (`system.ts`), and what foldsync makes of it: identity, revision, observation.
 */
import type { BigIntStats } from 'node:fs';
import type { Kind, KeptAway, Observation } from '../../domain/observation.js';

export interface Facts {
  readonly type: 'file' | 'folder' | 'symlink' | 'special';
  readonly device: number;
  /** A bigint where it does not fit in a double. */
  readonly inode: number | bigint;
  readonly links: number;
  /** Permission bits only, e.g. `0o644`. */
  readonly mode: number;
  /** Bytes. */
  readonly size: number;
  readonly modified: Instant;
  readonly changed: Instant;
  readonly born: Instant;
}

/** Seconds since 1970 (negative before), and nanoseconds from there on: 0 to 999,999,999. Together they do not fit in a double. */
export interface Instant {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** Owner may execute: the bit that counts as part of a file's state. */
const OWNER_EXECUTES = 0o100;

export const isExecutable = (facts: Facts): boolean => (facts.mode & OWNER_EXECUTES) !== 0;

/** Which object this is under one device: inode and birth time, since inodes are used again. */
export const identityOf = (facts: Facts): string => `${facts.inode.toString(36)}:${showInstant(facts.born)}`;

/** Changes with the content of a file, as far as `stat` can tell, and with its executable bit. */
export const revisionOf = (facts: Facts): string =>
  `${facts.size.toString(36)}-${showInstant(facts.modified)}${isExecutable(facts) ? '-x' : ''}`;

/** True only if both have one identity and one revision. */
export const isSameState = (a: Facts, b: Facts): boolean =>
  a.type === b.type &&
  a.inode === b.inode &&
  a.size === b.size &&
  a.mode === b.mode &&
  sameInstant(a.born, b.born) &&
  sameInstant(a.modified, b.modified);

/** What is seen of an object named `name` below a root on `rootDevice`. */
export const observationOf = (name: string, facts: Facts, rootDevice: number): Observation => {
  const away = facts.device !== rootDevice ? 'other-device' : null;
  switch (facts.type) {
    case 'file':
      return away === null ? seen(name, facts, 'file', null) : seen(name, facts, 'other', away);
    case 'folder':
      return seen(name, facts, 'folder', away);
    case 'symlink':
    case 'special':
      return seen(name, facts, 'other', facts.type);
  }
};

/** An object that is listed, holds its place, and never syncs, for a reason that `stat` does not know. */
export const keptObservation = (name: string, facts: Facts, kept: KeptAway): Observation => seen(name, facts, 'other', kept);

const seen = (name: string, facts: Facts, kind: Kind, kept: KeptAway | null): Observation => ({
  oid: null,
  parentOid: null,
  name,
  kind,
  // A file with several names has no identity that could tell a move.
  ident: facts.type === 'file' && facts.links > 1 ? null : identityOf(facts),
  revision: kind === 'file' ? revisionOf(facts) : null,
  stamp: stampOf(facts),
  hash: null,
  size: kind === 'file' ? facts.size : 0,
  mtimeMs: facts.modified.seconds * 1000 + facts.modified.nanoseconds / 1e6,
  executable: kind === 'file' ? isExecutable(facts) : null,
  kept,
});

export const stampOf = (facts: Facts): string => showInstant(facts.changed);

const showInstant = (instant: Instant): string => `${instant.seconds.toString(36)}.${instant.nanoseconds.toString(36)}`;

export const sameInstant = (a: Instant, b: Instant): boolean => a.seconds === b.seconds && a.nanoseconds === b.nanoseconds;

export const instantOfMs = (ms: number): Instant => {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanoseconds: Math.min(999_999_999, Math.round((ms - seconds * 1000) * 1e6)) };
};

export const msOf = (instant: Instant): number => instant.seconds * 1000 + instant.nanoseconds / 1e6;

const BILLION = 1_000_000_000n;

const instantOfNs = (ns: bigint): Instant => {
  const rest = ((ns % BILLION) + BILLION) % BILLION;
  return { seconds: Number((ns - rest) / BILLION), nanoseconds: Number(rest) };
};

const inodeOf = (inode: bigint): number | bigint => (inode <= Number.MAX_SAFE_INTEGER ? Number(inode) : inode);

export const factsOfStats = (stats: BigIntStats): Facts => ({
  type: stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'symlink' : 'special',
  device: Number(stats.dev),
  inode: inodeOf(stats.ino),
  links: Number(stats.nlink),
  mode: Number(stats.mode & 0o777n),
  size: Number(stats.size),
  modified: instantOfNs(stats.mtimeNs),
  changed: instantOfNs(stats.ctimeNs),
  born: instantOfNs(stats.birthtimeNs),
});
