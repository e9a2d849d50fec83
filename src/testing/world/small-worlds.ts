import { other, type Side, type Sides } from '../../domain/side.js';
import type { KindName } from './kinds.js';
import { mirrored, mkdir, move, remove, type Scenario, type Step, swap, type UserAct, write } from './scenario.js';

/**
 * All small worlds: every tree of a few entries, with every pair of things that two users may do to it in a few edits, one a side.
 * Enumerated, not sampled: what they do not break, only something larger, or slower, can.
 *
 * Symmetry keeps them few. Of trees that differ in nothing but names there is one; so of pairs of doings that are each other's with the
 * names exchanged. Of sequences of edits that leave the same objects with the same contents at the same places there is one, the shortest:
 * nobody looks between the edits. Worlds are told one way round, and the next one the other way, since ties alone tell the sides apart.
 */
export function* smallWorlds(kinds: Sides<KindName>, size: { readonly entries: number; readonly edits: number }): Generator<Scenario> {
  const areAlike = kinds[0] === kinds[1];
  for (const tree of trees(size.entries)) {
    const base = tree.map(({ path, isFolder }) => (isFolder ? mkdir(path) : write(path, `was ${path}`)));
    const doings = outcomesOf(tree, size.edits);
    const isFirst = firstOfItsLikes(tree, doings, areAlike);
    let side: Side = 0;
    for (const [i, here] of doings.entries())
      for (const [j, there] of doings.entries()) {
        if (!isFirst(i, j)) continue;
        side = other(side);
        const scenario: Scenario = { kinds, base, steps: [...by(0, here.acts), ...by(1, there.acts.map(differently))] };
        yield side === 0 ? scenario : mirrored(scenario);
      }
  }
}

/** Of two doings by number, whether no pair that differs in names alone, or in the side where both sides are alike, comes before it. */
const firstOfItsLikes = (tree: Tree, doings: readonly Doing[], areAlike: boolean): ((i: number, j: number) => boolean) => {
  const numbers = new Map(doings.map(({ key }, i) => [key, i]));
  const others = RENAMINGS.filter((renaming) => keyOf(tree.map(renamed(renaming))) === keyOf(tree)).map((renaming) =>
    doings.map((doing) => numbers.get(keyOf(doing.tree.map(renamed(renaming)))) ?? Number.POSITIVE_INFINITY),
  );
  const rank = (i: number, j: number): number => (areAlike && j < i ? rank(j, i) : i * doings.length + j);
  return (i, j) => (!areAlike || i <= j) && others.every((like) => rank(like[i] as number, like[j] as number) >= rank(i, j));
};

interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
  /** What it was in the beginning, and how often it was written since: two are one object if these are equal. */
  readonly origin: string;
  readonly version: number;
}

type Tree = readonly Entry[];

/** Edits of one user: what they are, what they make of the tree, and the key of that. */
interface Doing {
  readonly acts: readonly UserAct[];
  readonly tree: Tree;
  readonly key: string;
}

const PLACES = ['/a', '/b', '/a/a', '/a/b', '/a/a/a'] as const;
const FREE = ['/a', '/b', '/c', '/a/a', '/a/c', '/b/a'] as const;

const by = (side: Side, acts: readonly UserAct[]): readonly Step[] => acts.map((act) => ({ do: 'user', side, act }));

/** What the other side's user writes is something else. */
const differently = (act: UserAct): UserAct => (act.act === 'write' ? { ...act, content: `${act.content} there` } : act);

/** All ways to exchange the names, but for the one that leaves them. */
const RENAMINGS = ['acb', 'bac', 'bca', 'cab', 'cba'] as const;

const renamed =
  (renaming: string) =>
  (entry: Entry): Entry => {
    const path = (old: string): string => old.replaceAll(/(?<=\/)[abc]/gu, (name) => renaming['abc'.indexOf(name)] as string);
    return { ...entry, path: path(entry.path), origin: path(entry.origin) };
  };

const keyOf = (tree: Tree): string =>
  tree
    .map(({ path, isFolder, origin, version }) => [path, isFolder, origin, version].join())
    .sort()
    .join(';');

/** Every tree of at most so many entries. */
export const trees = (entries: number): readonly Tree[] => {
  const found: Tree[] = [[]];
  const grow = (tree: Tree, from: number): void => {
    if (tree.length === entries) return;
    for (let at = from; at < PLACES.length; at++) {
      const path = PLACES[at] as string;
      if (!isFolderIn(tree, parentOf(path))) continue;
      const elder = path.endsWith('b') ? tree.find((entry) => entry.path === `${path.slice(0, -1)}a`) : null;
      if (elder === undefined) continue;
      // A folder is called a, and a file beside it b.
      for (const isFolder of elder?.isFolder === false ? [false] : [false, true]) {
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
const outcomesOf = (tree: Tree, edits: number): readonly Doing[] => {
  const found = new Map<string, Doing>();
  const note = (acts: readonly UserAct[], made: Tree): void => {
    const key = keyOf(made);
    if (!found.has(key)) found.set(key, { acts, tree: made, key });
  };
  let last: readonly Doing[] = [{ acts: [], tree, key: keyOf(tree) }];
  for (let n = 0; n < edits; n++) {
    const before = found.size;
    for (const from of last) for (const acts of editsOf(from.tree, n)) note([...from.acts, ...acts], acts.reduce(after(n), from.tree));
    last = [...found.values()].slice(before);
  }
  return [...found.values()];
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
