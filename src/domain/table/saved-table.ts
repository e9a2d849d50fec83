/**
 * A table as texts, to be stored: the pages as they are, in slabs, and who lies in which folder. What can be made from the pages when it
 * is asked for (the indexes) is left out.
 */
import { packedVectorOf } from '../collections/packed-vector.js';
import type { KeyOf } from './table.js';
import { linkCodec } from './link-pages.js';
import { nodeCodec } from './node-pages.js';
import { indexesOf, type Parts, reorder } from './paged-parts.js';
import { isDescending, type SavedSiblings, type SiblingLists, siblingsOf } from './sibling-lists.js';

export interface SavedTable {
  readonly nextNode: number;
  readonly nextLink: number;
  /** Folders whose children do not come by descending id, as they do until one is moved there. */
  readonly reordered: readonly (readonly [parent: number, children: readonly number[]])[];
  /** By name. Those whose rows did not change are the same strings as the last time. */
  readonly slabs: ReadonlyMap<string, string>;
}

/** Ids of a slab of parents: in the worst case, where no two neighbours lie in one folder, it has 500 KB. */
const PARENTS = 65_536;
/** In no list. */
const NOWHERE = -1;

export const saveParts = (parts: Parts): SavedTable => {
  const slabs = new Map<string, string>();
  for (const [group, slab] of parts.nodes.slabs()) slabs.set(`node/${group}`, slab);
  for (const [group, slab] of parts.links.slabs()) slabs.set(`link/${group}`, slab);
  const siblings = (parts.siblings.saved ??= saveSiblings(parts.siblings, parts.nextNode));
  for (const [name, slab] of siblings.slabs) slabs.set(name, slab);
  return { nextNode: parts.nextNode, nextLink: parts.nextLink, reordered: siblings.reordered, slabs };
};

const saveSiblings = (siblings: SiblingLists, nextNode: number): SavedSiblings => {
  const slabs: (readonly [string, string])[] = [];
  const parents = new Int32Array(nextNode).fill(NOWHERE);
  const reordered: (readonly [number, readonly number[]])[] = [];
  for (const [parent, children] of siblings.lists()) {
    for (const child of children) parents[child] = parent;
    if (!isDescending(children)) reordered.push([parent, children]);
  }
  for (let start = 0; start < parents.length; start += PARENTS)
    slabs.push([`parents/${start / PARENTS}`, packRuns(parents.subarray(start, start + PARENTS))]);
  return { reordered, slabs };
};

export const loadParts = (saved: SavedTable, keyOf: KeyOf, room?: number): Parts => {
  const [nodeSlabs, linkSlabs, parentSlabs] = [[] as [number, string][], [] as [number, string][], [] as [string, string][]];
  const parents = new Int32Array(saved.nextNode).fill(NOWHERE);
  for (const [name, slab] of saved.slabs) {
    const [kind, number] = name.split('/') as [string, string];
    if (kind === 'node') nodeSlabs.push([Number(number), slab]);
    if (kind === 'link') linkSlabs.push([Number(number), slab]);
    if (kind !== 'parents') continue;
    parentSlabs.push([name, slab]);
    unpackRuns(slab, parents, Number(number) * PARENTS);
  }
  const nodes = packedVectorOf(nodeSlabs, saved.nextNode, nodeCodec, room);
  const links = packedVectorOf(linkSlabs, saved.nextLink, linkCodec, room);
  const draft = siblingsOf(parents).edit();
  for (const [parent, children] of saved.reordered) reorder(draft, parent, children);
  const siblings = draft.finish();
  siblings.saved = { reordered: saved.reordered, slabs: parentSlabs };
  return {
    nodes,
    links,
    siblings,
    ...indexesOf(nodes, keyOf),
    nextNode: saved.nextNode,
    nextLink: saved.nextLink,
  };
};

/** Each value with how often it follows itself: `7*100 8 8*3`. */
const packRuns = (values: Int32Array): string => {
  const runs: string[] = [];
  for (let i = 0; i < values.length; ) {
    let end = i + 1;
    while (end < values.length && values[end] === values[i]) end += 1;
    runs.push(end === i + 1 ? String(values[i]) : `${values[i]}*${end - i}`);
    i = end;
  }
  return runs.join(' ');
};

const unpackRuns = (text: string, into: Int32Array, start: number): void => {
  let at = start;
  for (const run of text.split(' ')) {
    const [value, count] = run.split('*') as [string, string | undefined];
    const end = at + (count === undefined ? 1 : Number(count));
    into.fill(Number(value), at, end);
    at = end;
  }
};
