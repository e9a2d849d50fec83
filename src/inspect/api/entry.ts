import { NEVER } from '../../domain/ids.js';
import type { Link } from '../../domain/link.js';
import { isAlive, isPhantom, type Node } from '../../domain/node.js';
import type { Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import { linkPlace, nodeAt, placeOf } from '../../history/known.js';
import { pendingOf } from '../../history/pending.js';
import { timeWords } from '../../history/words.js';
import { parsePath } from '../../domain/name.js';
import type { Recording } from '../recording/recording.js';
import type { Entry, Fact } from '../wire.js';
import { keyOf, named } from './entry-key.js';
import { basePlaces, bothOf, changeOf } from './rows.js';

/** All that was known of an entry at a moment; null if there was none. */
export const entry = (log: Recording, seq: number, key: string): Entry | null => {
  const state = log.stateAt(seq);
  const what = named(state, key);
  if (what === undefined) return null;
  if (what._tag === 'Phantom') {
    const { node } = what;
    const halves: Sides<Node | undefined> = node.side === 0 ? [node, undefined] : [undefined, node];
    return { key, path: placeOf(state, node.id), kind: node.kind, waiting: null, facts: factsOf(state, null, halves) };
  }
  const { link, halves } = what;
  const kind = (halves[0] ?? halves[1])?.kind ?? 'file';
  return { key, path: linkPlace(state, link.id), kind, waiting: pendingOf(state, link.id), facts: factsOf(state, link, halves) };
};

/** The key of what was at a path, LOCAL before REMOTE; null if nothing was. */
export const keyAt = (log: Recording, seq: number, path: string): string | null => {
  const state = log.stateAt(seq);
  const names = parsePath(path);
  const node = nodeAt(state, 0, names) ?? nodeAt(state, 1, names);
  return node === undefined ? null : keyOf(node);
};

const factsOf = (state: State, link: Link | null, halves: Sides<Node | undefined>): readonly Fact[] => {
  const base = link?.base ?? null;
  const fact = (name: string, of: (node: Node) => string | null, inBase: string | null = null): Fact => ({
    name,
    local: halves[0] === undefined ? null : of(halves[0]),
    base: inBase,
    remote: halves[1] === undefined ? null : of(halves[1]),
  });
  const agreed = (values: Sides<string | null> | undefined): string | null => (values === undefined ? null : bothOf(values));
  const seqWords = (seq: number): string | null => (seq === NEVER ? null : `#${seq}`);
  const facts = [
    fact('place', (node) => placeOf(state, node.id), link === null ? null : bothOf(basePlaces(state, link))),
    fact('stands', (node) => standing(state, link, node), base === null ? 'nothing agreed yet' : 'agreed'),
    fact('kind', (node) => node.kind),
    fact('size', (node) => (node.kind === 'file' ? `${node.size} B` : null)),
    fact('modified', (node) => (node.mtimeMs === 0 ? null : timeWords(node.mtimeMs))),
    fact('revision', (node) => node.revision, agreed(base?.revisions)),
    fact('stamp', (node) => node.stamp, agreed(base?.stamps)),
    fact('hash', (node) => node.hash, agreed(base?.hashes)),
    fact('oid', (node) => node.oid),
    fact('identity', (node) => node.ident),
    fact('kept away', (node) => node.kept?.replaceAll('-', ' ') ?? null),
    fact('touched, to be looked at', (node) => seqWords(node.dirty)),
    fact('to be listed', (node) => seqWords(node.unlisted)),
    fact('gone since', (node) => seqWords(node.gone)),
  ];
  return facts.filter((each) => each.local !== null || each.base !== null || each.remote !== null);
};

const standing = (state: State, link: Link | null, node: Node): string => {
  if (isPhantom(node) || link === null) return 'hinted at, not looked up yet';
  return isAlive(node) ? changeOf(state, link, node).replaceAll('-', ' ') : 'gone';
};
