import { other, type Side, type Sides } from '../../domain/side.js';
import type { KindName } from './kinds.js';
import { mkdir, move, remove, type Scenario, type Step, swap, type UserAct, write } from './scenario.js';

/**
 * All small worlds: every tree of a few entries, with every pair of things that two users may do to it in a few edits, one a side.
 * Enumerated, not sampled: what they do not break, only something larger, or slower, can.
 *
 * Symmetry keeps them few. Of trees that differ in nothing but names there is one. Of sequences of edits that leave the same objects with
 * the same contents at the same places there is one, the shortest: nobody looks between the edits. Where both sides are of one kind, what
 * they do is told one way round, and the next pair the other way, since ties alone tell the sides apart.
 */
export function* smallWorlds(kinds: Sides<KindName>, size: { readonly entries: number; readonly edits: number }): Generator<Scenario> {
  const areAlike = kinds[0] === kinds[1];
  for (const tree of trees(size.entries)) {
    const base = tree.map(({ path, isFolder }) => (isFolder ? mkdir(path) : write(path, `was ${path}`)));
    const doings = outcomesOf(tree, size.edits);
    for (const [i, here] of doings.entries())
      for (const there of areAlike ? doings.slice(i) : doings) {
        const side: Side = areAlike && i % 2 === 1 ? 1 : 0;
        yield { kinds, base, steps: [...by(side, here), ...by(other(side), there.map(differently))] };
      }
  }
}

interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
  /** What it was in the beginning, and how often it was written since: two are one object if these are equal. */
  readonly origin: string;
  readonly version: number;
}

type Tree = readonly Entry[];

const PLACES = ['/a', '/b', '/a/a', '/a/b', '/a/a/a'] as const;
const FREE = ['/a', '/b', '/c', '/a/a', '/a/c', '/b/a'] as const;

const by = (side: Side, acts: readonly UserAct[]): readonly Step[] => acts.map((act) => ({ do: 'user', side, act }));

/** What the other side's user writes is something else. */
const differently = (act: UserAct): UserAct => (act.act === 'write' ? { ...act, content: `${act.content} there` } : act);

/** Every tree of at most so many entries. */
export const trees = (entries: number): readonly Tree[] => {
  const found: Tree[] = [[]];
  const grow = (tree: Tree, from: number): void => {
    if (tree.length === entries) return;
    for (let at = from; at < PLACES.length; at++) {
      const path = PLACES[at] as string;
      if (!isFolderIn(tree, parentOf(path))) continue;
      for (const isFolder of [false, true]) {
        const next = [...tree, { path, isFolder, origin: path, version: 0 }];
        found.push(next);
        grow(next, at + 1);
      }
    }
  };
  grow([], 0);
  return found;
};

/** Acts that lead to each tree that so many edits, or fewer, can make of one. */
const outcomesOf = (tree: Tree, edits: number): readonly (readonly UserAct[])[] => {
  const found = new Map<string, { readonly acts: readonly UserAct[]; readonly tree: Tree }>();
  const note = (acts: readonly UserAct[], made: Tree): void => {
    const key = JSON.stringify([...made].sort((x, y) => (x.path < y.path ? -1 : 1)));
    if (!found.has(key)) found.set(key, { acts, tree: made });
  };
  let last = [{ acts: [] as readonly UserAct[], tree }];
  for (let n = 0; n < edits; n++) {
    const before = found.size;
    for (const from of last) for (const acts of editsOf(from.tree, n)) note([...from.acts, ...acts], acts.reduce(after(n), from.tree));
    last = [...found.values()].slice(before);
  }
  return [...found.values()].map(({ acts }) => acts);
};

/** Every single thing that a user can do to a tree. */
export const editsOf = (tree: Tree, round = 0): readonly (readonly UserAct[])[] => {
  const isFree = (path: string): boolean => !tree.some((entry) => entry.path === path) && isFolderIn(tree, parentOf(path));
  const free = FREE.filter(isFree);
  const files = tree.filter(({ isFolder }) => !isFolder);
  const singles: readonly UserAct[] = [
    ...free.flatMap((path) => [write(path, `new ${round}`), mkdir(path)]),
    ...files.map(({ path }) => write(path, `edited ${round}`)),
    ...tree.map(({ path }) => remove(path)),
    ...tree.flatMap(({ path }) => free.filter((to) => !isWithin(to, path)).map((to) => move(path, to))),
    ...tree.flatMap(({ path }, i) =>
      tree.slice(i + 1).flatMap((entry) => (isWithin(entry.path, path) || isWithin(path, entry.path) ? [] : [swap(path, entry.path)])),
    ),
  ];
  return [
    ...singles.map((act) => [act]),
    // A file becomes a folder, and a folder a file.
    ...tree.map(({ path, isFolder }) => [remove(path), isFolder ? write(path, `new ${round}`) : mkdir(path)]),
  ];
};

/** What an act makes of a tree. */
const after =
  (round: number) =>
  (tree: Tree, act: UserAct): Tree => {
    switch (act.act) {
      case 'write': {
        const there = tree.find(({ path }) => path === act.path);
        if (there !== undefined) return tree.map((entry) => (entry === there ? { ...entry, version: 1 } : entry));
        return [...tree, { path: act.path, isFolder: false, origin: `new ${round}`, version: 0 }];
      }
      case 'mkdir':
        return [...tree, { path: act.path, isFolder: true, origin: `new ${round}`, version: 0 }];
      case 'remove':
        return tree.filter(({ path }) => !isWithin(path, act.path));
      case 'move':
        return tree.map((entry) =>
          isWithin(entry.path, act.from) ? { ...entry, path: act.to + entry.path.slice(act.from.length) } : entry,
        );
      case 'swap':
        return [move(act.path, '/swapping'), move(act.with, act.path), move('/swapping', act.with)].reduce(after(round), tree);
    }
  };

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const isFolderIn = (tree: Tree, path: string): boolean => path === '' || tree.some((entry) => entry.path === path && entry.isFolder);
