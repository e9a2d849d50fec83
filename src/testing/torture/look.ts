/** What a real folder holds, as seen by nobody's code but Node's. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './ledger.js';

/** Name of foldsync's own folder in a root. */
const OWN = '.foldsync';

export interface Seen {
  readonly kind: 'file' | 'folder' | 'other';
  /** Of a file's content; empty for others. */
  readonly digest: string;
  readonly executable: boolean;
  readonly inode: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

/** Everything below a root by its path, but for foldsync's own folder. A path that goes away meanwhile is left out. */
export const look = (root: string, contents = true): ReadonlyMap<string, Seen> => {
  const seen = new Map<string, Seen>();
  const visit = (path: string): void => {
    for (const name of namesIn(join(root, path)).sort()) {
      if (path === '' && name === OWN) continue;
      const child = path === '' ? name : `${path}/${name}`;
      const one = seeOne(join(root, child), contents);
      if (one === null) continue;
      seen.set(child, one);
      if (one.kind === 'folder') visit(child);
    }
  };
  visit('');
  return seen;
};

const namesIn = (path: string): string[] => {
  try {
    return readdirSync(path);
  } catch (thrown) {
    if (isGone(thrown)) return [];
    throw thrown;
  }
};

const seeOne = (path: string, contents: boolean): Seen | null => {
  try {
    const stats = lstatSync(path, { bigint: true });
    const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
    return {
      kind,
      digest: kind === 'file' && contents ? digestOf(readFileSync(path)) : '',
      executable: kind === 'file' && (stats.mode & 0o100n) !== 0n,
      inode: stats.ino,
      mtimeNs: stats.mtimeNs,
      ctimeNs: stats.ctimeNs,
    };
  } catch (thrown) {
    if (isGone(thrown)) return null;
    throw thrown;
  }
};

const isGone = (thrown: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((thrown as NodeJS.ErrnoException).code ?? '');

/** How many differences are told one by one. */
const MAX_TOLD = 10;

/** In what two folders differ; names, kinds, contents and executable bits count. */
export const differences = (a: ReadonlyMap<string, Seen>, b: ReadonlyMap<string, Seen>): readonly string[] => {
  const told: string[] = [];
  for (const path of [...new Set([...a.keys(), ...b.keys()])].sort()) {
    const [left, right] = [a.get(path), b.get(path)];
    const shown = JSON.stringify(path);
    if (left === undefined || right === undefined) told.push(`${shown} is only on the ${left === undefined ? 'second' : 'first'} side`);
    else if (left.kind !== right.kind) told.push(`${shown} is a ${left.kind} here and a ${right.kind} there`);
    else if (left.digest !== right.digest) told.push(`${shown} has another content on each side`);
    else if (left.executable !== right.executable) told.push(`${shown} can be executed on one side only`);
  }
  return told.length > MAX_TOLD ? [...told.slice(0, MAX_TOLD), `and ${told.length - MAX_TOLD} more`] : told;
};

/** What was written to between two looks: names that came or went, and objects whose times or inode are others. */
export const touched = (before: ReadonlyMap<string, Seen>, after: ReadonlyMap<string, Seen>): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => {
    const [one, two] = [before.get(path), after.get(path)];
    return one === undefined || two === undefined || one.inode !== two.inode || one.mtimeNs !== two.mtimeNs || one.ctimeNs !== two.ctimeNs;
  });

/** Digests of all contents below a root, its trash included; not of what foldsync notes for itself. */
export const contentsBelow = (root: string): ReadonlySet<string> => {
  const digests = new Set<string>();
  const visit = (path: string): void => {
    const one = seeOne(join(root, path), true);
    if (one?.kind === 'file' && !/^\.foldsync\/[^/]*$/u.test(path)) digests.add(one.digest);
    if (one?.kind === 'folder') for (const name of namesIn(join(root, path))) visit(path === '' ? name : `${path}/${name}`);
  };
  visit('');
  return digests;
};

/** A name of a content on its way. */
export const isPart = (name: string): boolean => name.startsWith('.foldsync-part-');

/** Temporary names of foldsync that are still there, its own folder included (but for what lies in the trash). */
export const leftovers = (root: string): readonly string[] => {
  const found: string[] = [];
  const visit = (path: string): void => {
    for (const name of namesIn(join(root, path))) {
      const child = path === '' ? name : `${path}/${name}`;
      if (isPart(name) || name.startsWith('.fs~')) found.push(child);
      if (child === `${OWN}/trash`) continue;
      if (seeOne(join(root, child), false)?.kind === 'folder') visit(child);
    }
  };
  visit('');
  return found;
};
