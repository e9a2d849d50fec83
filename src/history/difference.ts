import { type LinkId, NO_LINK, NO_NODE } from '../domain/ids.js';
import type { Link } from '../domain/link.js';
import { showPath } from '../domain/name.js';
import type { Kind } from '../domain/observation.js';
import { isAlive } from '../domain/node.js';
import type { Side } from '../domain/side.js';
import type { State } from '../domain/state/state.js';

/** The three trees: what each side has, and what both last agreed on. */
export type TreeName = 'local' | 'remote' | 'base';
export const TREES: readonly TreeName[] = ['local', 'remote', 'base'];

/** What became of one entry of one tree between two states. An entry that was moved and changed gives two of these. */
export type Difference =
  | { readonly _tag: 'Added'; readonly tree: TreeName; readonly link: LinkId; readonly path: string; readonly kind: Kind }
  | { readonly _tag: 'Removed'; readonly tree: TreeName; readonly link: LinkId; readonly path: string; readonly kind: Kind }
  /** It, itself, is under another folder or name; what lies in a moved folder is not told again. */
  | {
      readonly _tag: 'Moved';
      readonly tree: TreeName;
      readonly link: LinkId;
      readonly from: string;
      readonly path: string;
      readonly kind: Kind;
    }
  /** Its content is another. */
  | { readonly _tag: 'Changed'; readonly tree: TreeName; readonly link: LinkId; readonly path: string; readonly kind: Kind };

/** What is other in `b` than in `a`, by tree, then by path. Entries are told apart by their link, so a rename is a move. */
export const difference = (a: State, b: State): readonly Difference[] => {
  if (a === b) return [];
  const links = new Set<LinkId>();
  for (const { table } of [a, b]) for (const { id } of table.links()) links.add(id);
  return inOrder([...links].flatMap((link) => differenceOf(a, b, link)));
};

/** What is other of one link, where it is known which ones may be. */
export const differenceOf = (a: State, b: State, link: LinkId): readonly Difference[] =>
  TREES.flatMap((tree) => {
    const [was, now] = [entryOf(a, tree, link), entryOf(b, tree, link)];
    const found: Difference[] = [];
    if (was !== null && now?.kind === was.kind) {
      const about = { tree, link, kind: was.kind, path: pathIn(b, tree, now) };
      if (now.parent !== was.parent || now.name !== was.name) found.push({ _tag: 'Moved', ...about, from: pathIn(a, tree, was) });
      if (now.content !== was.content) found.push({ _tag: 'Changed', ...about });
      return found;
    }
    if (was !== null) found.push({ _tag: 'Removed', tree, link, kind: was.kind, path: pathIn(a, tree, was) });
    if (now !== null) found.push({ _tag: 'Added', tree, link, kind: now.kind, path: pathIn(b, tree, now) });
    return found;
  });

/** By tree, then by path. */
export const inOrder = (found: readonly Difference[]): readonly Difference[] =>
  [...found].sort(
    (x, y) => TREES.indexOf(x.tree) - TREES.indexOf(y.tree) || (x.path < y.path ? -1 : x.path > y.path ? 1 : x._tag < y._tag ? -1 : 1),
  );

export const renderDifference = (each: Difference): string => {
  switch (each._tag) {
    case 'Added':
      return `${each.tree.padEnd(6)} + ${each.path}`;
    case 'Removed':
      return `${each.tree.padEnd(6)} - ${each.path}`;
    case 'Moved':
      return `${each.tree.padEnd(6)} > ${each.from} -> ${each.path}`;
    case 'Changed':
      return `${each.tree.padEnd(6)} ~ ${each.path}`;
  }
};

/** An entry of one of the trees. The root is none. */
export interface Entry {
  readonly link: LinkId;
  readonly parent: LinkId;
  readonly name: string;
  readonly kind: Kind;
  /** Equal for equal contents; of base, of both sides. */
  readonly content: string;
}

/** What a link is in a tree; null if it is not in it. */
export const entryOf = (state: State, tree: TreeName, id: LinkId): Entry | null => {
  const link = state.table.link(id);
  if (link === undefined) return null;
  return tree === 'base' ? baseEntry(state, link) : sideEntry(state, link, tree === 'local' ? 0 : 1);
};

/** Path of an entry in its own tree. */
const pathIn = (state: State, tree: TreeName, entry: Entry): string => {
  const names: string[] = [];
  const met = new Set<LinkId>();
  for (let at: Entry | null = entry; at !== null && !met.has(at.link); at = entryOf(state, tree, at.parent)) {
    names.push(at.name);
    met.add(at.link);
  }
  return showPath(names.reverse());
};

const sideEntry = ({ table }: State, link: Link, side: Side): Entry | null => {
  const node = link.halves[side] === NO_NODE ? undefined : table.node(link.halves[side]);
  if (node === undefined || !isAlive(node) || node.parent === NO_NODE) return null;
  const parent = table.node(node.parent)?.link ?? NO_LINK;
  return { link: link.id, parent, name: node.name, kind: node.kind, content: contentOf(node.hash ?? node.revision) };
};

const baseEntry = ({ table }: State, { id, base, halves }: Link): Entry | null => {
  if (base === null || base.parents[0] === NO_LINK) return null;
  const kind = halves.reduce<Kind | undefined>((found, half) => found ?? table.node(half)?.kind, undefined) ?? 'file';
  return { link: id, parent: base.parents[0], name: base.names[0], kind, content: base.revisions.map(contentOf).join(' ') };
};

const contentOf = (token: string | null): string => (token === null ? '' : JSON.stringify(token));
