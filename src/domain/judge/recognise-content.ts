import type { EventOf } from '../event.js';
import { linkId, type LinkId } from '../ids.js';
import type { Link } from '../link.js';
import { isAlive, type Node } from '../node.js';
import { isOpen } from '../observation.js';
import type { Side } from '../side.js';
import { placeKey } from '../state/flights.js';
import { isNew } from './recognise.js';
import { REASONS } from './verdicts.js';
import { half, isKnown, liveHalf, movingAbove, type View } from './view.js';

/**
 * Moves on a side without identities: equal, non-empty content that is gone once and new once; then folders, when all recognised
 * children of a new one come from one gone folder, and go nowhere else (planner.md 4, rules 2 and 3). To be called when the side is quiet. Cost: what is gone and what is new on that side.
 */
export const recogniseByContent = (
  view: View,
  side: Side,
  orphans: Iterable<number>,
  fresh: Iterable<number>,
): readonly EventOf<'HalfRecognised'>[] => {
  const gone = goneOf(view, side, orphans);
  const created = createdOf(view, side, fresh);
  // What is in the air counts where only one may be alike, and is not matched.
  const byContent = matchContents(gone, created).filter(isMatchable(view));
  return byContent.length > 0 ? byContent : matchFolders(view, side, gone, created).filter(isMatchable(view));
};

const isMatchable =
  (view: View) =>
  ({ node: id }: EventOf<'HalfRecognised'>): boolean => {
    const node = view.table.node(id);
    if (node === undefined || !isKnown(view, node) || movingAbove(view, node) !== 0) return false;
    // What we are just making is seen before its outcome, now and then.
    return !view.flights.places.has(placeKey(view.control, node.side, node.parent, node.name));
  };

interface Gone {
  readonly link: Link;
  readonly node: Node;
}

const goneOf = (view: View, side: Side, orphans: Iterable<number>): Gone[] => {
  const found: Gone[] = [];
  for (const id of orphans) {
    const link = view.table.link(linkId(id));
    const node = link === undefined ? undefined : half(view, link, side);
    if (link !== undefined && node !== undefined && link.doubt === null && !isAlive(node)) found.push({ link, node });
  }
  return found;
};

const createdOf = (view: View, side: Side, fresh: Iterable<number>): Node[] => {
  const found: Node[] = [];
  for (const id of fresh) {
    const link = view.table.link(linkId(id));
    const node = link === undefined ? undefined : liveHalf(view, link, side);
    if (node !== undefined && isOpen(node.kept) && isNew(view, node)) found.push(node);
  }
  return found;
};

const matchContents = (gone: readonly Gone[], created: readonly Node[]): EventOf<'HalfRecognised'>[] => {
  const news = groupBy(created.filter(hasContent), (node) => `${node.hash}/${node.size}`);
  const olds = groupBy(
    gone.filter(({ node }) => hasContent(node)),
    ({ node }) => `${node.hash}/${node.size}`,
  );
  const found: EventOf<'HalfRecognised'>[] = [];
  for (const [key, candidates] of olds) {
    const matches = news.get(key) ?? [];
    const [only, node] = [candidates[0], matches[0]];
    if (candidates.length === 1 && matches.length === 1 && only !== undefined && node !== undefined) {
      found.push({ _tag: 'HalfRecognised', link: only.link.id, side: node.side, node: node.id, reason: REASONS.byContent });
    }
  }
  return found;
};

const hasContent = (node: Node): boolean => node.kind === 'file' && node.hash !== null && node.size > 0;

/** A gone folder is where all recognised children of its went, if they all went to one new folder, and that folder has no others. */
const matchFolders = (view: View, side: Side, gone: readonly Gone[], created: readonly Node[]): EventOf<'HalfRecognised'>[] => {
  const isGone = new Set(gone.map(({ link }) => link.id));
  const from = new Map<Node['id'], Set<LinkId>>();
  const to = new Map<LinkId, Set<Node['id']>>();
  for (const folder of created) {
    if (folder.kind !== 'folder') continue;
    for (const child of view.table.children(folder.id)) {
      const base = isAlive(child) ? view.table.link(child.link)?.base : undefined;
      const old = base?.parents[side];
      if (old === undefined || !isGone.has(old)) continue;
      addTo(from, folder.id, old);
      addTo(to, old, folder.id);
    }
  }
  const found: EventOf<'HalfRecognised'>[] = [];
  for (const folder of created) {
    const [old, ...more] = [...(from.get(folder.id) ?? [])];
    if (old === undefined || more.length > 0 || to.get(old)?.size !== 1) continue;
    found.push({ _tag: 'HalfRecognised', link: old, side: folder.side, node: folder.id, reason: REASONS.byVotes });
  }
  return found;
};

const addTo = <K, V>(sets: Map<K, Set<V>>, key: K, value: V): void => {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
};

const groupBy = <A>(items: readonly A[], keyOf: (item: A) => string): Map<string, A[]> => {
  const groups = new Map<string, A[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
};
