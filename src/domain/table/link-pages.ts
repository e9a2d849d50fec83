/** Pages of links as text, a column for each field; what most links do not have is JSON. */
import type { RowCodec } from '../collections/page-shelf.js';
import { COLUMN, packNumbers, packTexts, unpackNumbers, unpackTexts } from '../collections/text-columns.js';
import { linkId, type LinkId, type NodeId, type Seq } from '../ids.js';
import type { Base, Link } from '../link.js';
import type { Side, Sides } from '../side.js';
import { NONE, packSlots, present, unpackSlots } from './row-head.js';

/** Rows of a page; as in `packed-vector.ts`. */
const PAGE = 64;
/** Of links that are blocked. */
export const BLOCKED_TAG = 'b';
const OTHER_TAG = '-';
/** Where `blocked` is among the columns. */
const BLOCKED_COLUMN = 15;
const NONE_BLOCKED = OTHER_TAG.repeat(PAGE);

/** Raise `format` in the snapshot when the order or the meaning of columns changes. */
export const linkCodec: RowCodec<Link> = {
  pack: (rows) => {
    const { slots, there } = present(rows);
    if (slots.length === 0) return '';
    const numbers = (of: (link: Link) => number): string => packNumbers(there.map(of));
    const json = (of: (link: Link) => unknown): string => packTexts(there.map((link) => jsonOf(of(link))));
    const pair = (of: (base: Base) => Sides<string | null>): readonly [string, string] => {
      const [local, remote] = [there.map(({ base }) => base && of(base)[0]), there.map(({ base }) => base && of(base)[1])];
      return [packTexts(local), packTexts(remote, local)];
    };
    return [
      packSlots(slots),
      numbers((link) => link.halves[0]),
      numbers((link) => link.halves[1]),
      numbers((link) => link.base?.parents[0] ?? NONE),
      ...pair((base) => base.names),
      ...pair((base) => base.revisions),
      ...pair((base) => base.stamps),
      ...pair((base) => base.hashes),
      numbers((link) => link.doubt ?? NONE),
      json((link) => link.given),
      json((link) => link.compared),
      json((link) => link.blocked),
      numbers((link) => link.placed?.side ?? NONE),
      numbers((link) => link.placed?.seq ?? NONE),
      // Of the remote half, where it is another folder's.
      numbers(({ base }) => (base === null || base.parents[0] === base.parents[1] ? NONE : base.parents[1])),
      json((link) => link.resolved),
      packTexts(there.map((link) => link.demand)),
    ].join(COLUMN);
  },

  unpack: (text, first) => {
    const rows = new Array<Link | undefined>(PAGE).fill(undefined);
    if (text === '') return rows;
    const columns = text.split(COLUMN);
    const slots = unpackSlots(columns[0] as string);
    const count = slots.length;
    const numbers = (at: number): number[] => unpackNumbers(columns[at] as string, count);
    const json = (at: number): (string | null)[] => unpackTexts(columns[at] as string, count);
    const pair = (at: number) => {
      const local = unpackTexts(columns[at] as string, count);
      const remote = unpackTexts(columns[at + 1] as string, count, local);
      return (i: number): [string | null, string | null] => [local[i] as string | null, remote[i] as string | null];
    };
    const [local, remote, parent, doubt, placedSide, placedSeq, across] = [
      numbers(1),
      numbers(2),
      numbers(3),
      numbers(12),
      numbers(16),
      numbers(17),
      numbers(18),
    ];
    const [names, revisions, stamps, hashes] = [pair(4), pair(6), pair(8), pair(10)];
    const [given, compared, blocked, resolved] = [json(13), json(14), json(15), json(19)];
    const demand = unpackTexts(columns[20] as string, count);
    for (let i = 0; i < count; i += 1) {
      const slot = slots[i] as number;
      const base: Base | null =
        parent[i] === NONE
          ? null
          : {
              parents: [parent[i] as LinkId, (across[i] === NONE ? parent[i] : across[i]) as LinkId],
              names: names(i) as [string, string],
              revisions: revisions(i),
              stamps: stamps(i),
              hashes: hashes(i),
            };
      // The same fields in the same order as in `linkRow`.
      rows[slot] = {
        id: linkId(first + slot),
        halves: [local[i] as NodeId, remote[i] as NodeId],
        base,
        doubt: doubt[i] === NONE ? null : (doubt[i] as Side),
        given: ofJson<Link['given']>(given[i]),
        compared: ofJson<Link['compared']>(compared[i]),
        blocked: ofJson<Link['blocked']>(blocked[i]),
        placed: placedSide[i] === NONE ? null : { side: placedSide[i] as Side, seq: placedSeq[i] as Seq },
        resolved: ofJson<Link['resolved']>(resolved[i]),
        demand: demand[i] as Link['demand'],
      };
    }
    return rows;
  },

  same: (a, b) =>
    a.id === b.id &&
    samePair(a.halves, b.halves) &&
    sameBase(a.base, b.base) &&
    a.doubt === b.doubt &&
    a.placed?.side === b.placed?.side &&
    a.placed?.seq === b.placed?.seq &&
    a.demand === b.demand &&
    sameJson(a.resolved, b.resolved) &&
    sameJson(a.given, b.given) &&
    sameJson(a.compared, b.compared) &&
    sameJson(a.blocked, b.blocked),

  tagOf: (link) => (link.blocked === null ? OTHER_TAG : BLOCKED_TAG),

  tagsOf: (text) => {
    const columns = text.split(COLUMN);
    const slots = text === '' ? [] : unpackSlots(columns[0] as string);
    const blocked = slots.length === 0 ? [] : unpackTexts(columns[BLOCKED_COLUMN] as string, slots.length);
    if (blocked.every((json) => json === null)) return NONE_BLOCKED;
    const tags = new Array<string>(PAGE).fill(OTHER_TAG);
    blocked.forEach((json, i) => void (tags[slots[i] as number] = json === null ? OTHER_TAG : BLOCKED_TAG));
    return tags.join('');
  },
};

const jsonOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
const ofJson = <A>(json: string | null | undefined): A => (json == null ? null : JSON.parse(json)) as A;

const samePair = <A>(a: Sides<A>, b: Sides<A>): boolean => a[0] === b[0] && a[1] === b[1];

const sameBase = (a: Base | null, b: Base | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    samePair(a.parents, b.parents) &&
    samePair(a.names, b.names) &&
    samePair(a.revisions, b.revisions) &&
    samePair(a.stamps, b.stamps) &&
    samePair(a.hashes, b.hashes));

/** False also for what says the same in another order: then a page is written that need not be. */
const sameJson = (a: unknown, b: unknown): boolean => a === b || (a !== null && b !== null && jsonOf(a) === jsonOf(b));
