import type { Sides } from '../../domain/side.js';
import type { KindName } from './kinds.js';
import { mkdir, move, remove, type Scenario, swap, type UserAct, write } from './scenario.js';

/**
 * All small worlds: every tree of a few entries, with every pair of single edits, one a side. Enumerated, not sampled: what they do not
 * break, only something larger, or slower, can.
 */
export function* smallWorlds(kinds: Sides<KindName>, entries: number): Generator<Scenario> {
  for (const tree of trees(entries)) {
    const edits = editsOf(tree);
    for (const here of edits)
      for (const there of edits)
        yield {
          kinds,
          base: tree.map(({ path, isFolder }) => (isFolder ? mkdir(path) : write(path, `was ${path}`))),
          steps: [
            { do: 'user', side: 0, act: here },
            { do: 'user', side: 1, act: told(there) },
          ],
        };
  }
}

interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Of trees that differ in nothing but the names, one. */
const PLACES = ['/a', '/b', '/a/a', '/a/b', '/a/a/a'] as const;
const FREE = ['/a', '/b', '/c', '/a/a', '/a/c', '/b/a'] as const;

/** Every tree of at most so many entries. */
export const trees = (entries: number): readonly (readonly Entry[])[] => {
  const found: (readonly Entry[])[] = [[]];
  const grow = (tree: readonly Entry[], from: number): void => {
    if (tree.length === entries) return;
    for (let at = from; at < PLACES.length; at++) {
      const path = PLACES[at] as string;
      const parent = path.slice(0, path.lastIndexOf('/'));
      if (parent !== '' && !tree.some((entry) => entry.path === parent && entry.isFolder)) continue;
      for (const isFolder of [false, true]) {
        const next = [...tree, { path, isFolder }];
        found.push(next);
        grow(next, at + 1);
      }
    }
  };
  grow([], 0);
  return found;
};

/** Every single thing that a user can do to a tree. */
export const editsOf = (tree: readonly Entry[]): readonly UserAct[] => {
  const paths = new Set(tree.map(({ path }) => path));
  const isFree = (path: string): boolean => {
    const parent = path.slice(0, path.lastIndexOf('/'));
    return !paths.has(path) && (parent === '' || tree.some((entry) => entry.path === parent && entry.isFolder));
  };
  const free = FREE.filter(isFree);
  return [
    ...free.flatMap((path) => [write(path, 'new'), mkdir(path)]),
    ...tree.filter(({ isFolder }) => !isFolder).map(({ path }) => write(path, 'edited')),
    ...tree.map(({ path }) => remove(path)),
    ...tree.flatMap(({ path }) => free.filter((to) => !to.startsWith(`${path}/`)).map((to) => move(path, to))),
    ...tree.flatMap(({ path }, i) =>
      tree.slice(i + 1).flatMap((entry) => (entry.path.startsWith(`${path}/`) ? [] : [swap(path, entry.path)])),
    ),
  ];
};

/** What the other side's user writes is something else. */
const told = (act: UserAct): UserAct => (act.act === 'write' ? { ...act, content: `${act.content} there` } : act);
