/** Pages of links as text, a column for each field; what most links do not have is JSON. */
import { type Column, isThere, mayHold, numberAt, packPage, textAt } from '../collections/packed-page.js';
import type { RowCodec } from '../collections/page-shelf.js';
import { type LinkId, linkId, type NodeId, type Seq } from '../ids.js';
import type { Base, Blocked, Doubt, Link } from '../link.js';
import type { Side, Sides } from '../side.js';
import { NONE } from './flag.js';

/** Of links that are blocked. */
export const BLOCKED_TAG = 'b';
const OTHER_TAG = '-';
/** Of the row's field, or of its text. */
const tagOfBlocked = (blocked: Blocked | string | null): string => (blocked === null ? OTHER_TAG : BLOCKED_TAG);

const pair = (of: (base: Base) => Sides<string | null>): readonly [Column<Link>, Column<Link>] => [
  { text: ({ base }) => base && of(base)[0] },
  { text: ({ base }) => base && of(base)[1], beside: true },
];

/** Raise `format` in the snapshot when the order or the meaning of columns changes. */
const COLUMNS: readonly Column<Link>[] = [
  { number: (link) => link.halves[0] },
  { number: (link) => link.halves[1] },
  { number: (link) => link.base?.parents[0] ?? NONE },
  { number: (link) => link.base?.parents[1] ?? NONE },
  ...pair((base) => base.names),
  ...pair((base) => base.revisions),
  ...pair((base) => base.stamps),
  ...pair((base) => base.hashes),
  { number: (link) => (link.doubt === null ? NONE : link.doubt.side + (link.doubt.after === 'failure' ? AFTER_FAILURE : 0)) },
  { text: (link) => jsonOf(link.given) },
  { text: (link) => jsonOf(link.compared) },
  { text: (link) => jsonOf(link.blocked) },
  { number: (link) => link.placed?.side ?? NONE },
  { number: (link) => link.placed?.seq ?? NONE },
  { text: (link) => jsonOf(link.resolved) },
  { text: (link) => link.demand },
];
const BLOCKED = 15;
/** Added to the side of a delete that is in doubt. */
const AFTER_FAILURE = 2;

export const linkCodec: RowCodec<Link> = {
  pack: (rows) => packPage(rows, COLUMNS),

  // The same fields in the same order as in `linkRow`.
  row: (text, slot, index) =>
    isThere(text, slot)
      ? {
          id: linkId(index),
          halves: [numberAt(text, 0, slot) as NodeId, numberAt(text, 1, slot) as NodeId],
          base: baseAt(text, slot),
          doubt: doubtOf(numberAt(text, 12, slot)),
          given: ofJson<Link['given']>(textAt(text, 13, slot)),
          compared: ofJson<Link['compared']>(textAt(text, 14, slot)),
          blocked: ofJson<Link['blocked']>(textAt(text, BLOCKED, slot)),
          placed: placedAt(text, slot),
          resolved: ofJson<Link['resolved']>(textAt(text, 18, slot)),
          demand: textAt(text, 19, slot) as Link['demand'],
        }
      : undefined,

  // Of one id.
  same: (a, b) =>
    samePair(a.halves, b.halves) &&
    sameBase(a.base, b.base) &&
    a.doubt?.side === b.doubt?.side &&
    a.doubt?.after === b.doubt?.after &&
    a.placed?.side === b.placed?.side &&
    a.placed?.seq === b.placed?.seq &&
    a.demand === b.demand &&
    sameJson(a.resolved, b.resolved) &&
    sameJson(a.given, b.given) &&
    sameJson(a.compared, b.compared) &&
    sameJson(a.blocked, b.blocked),

  tagOf: (link) => tagOfBlocked(link.blocked),
  tag: (text, slot) => (isThere(text, slot) ? tagOfBlocked(textAt(text, BLOCKED, slot)) : undefined),
  mayHold: (text, tag) => mayHold(text, BLOCKED, (json) => tagOfBlocked(json) === tag),
};

const doubtOf = (number: number): Doubt | null => {
  if (number === NONE) return null;
  return number < AFTER_FAILURE
    ? { side: number as Side, after: 'interruption' }
    : { side: (number - AFTER_FAILURE) as Side, after: 'failure' };
};

const baseAt = (text: string, slot: number): Base | null => {
  const parent = numberAt(text, 2, slot);
  const sides = (column: number): [string | null, string | null] => [textAt(text, column, slot), textAt(text, column + 1, slot)];
  return parent === NONE
    ? null
    : {
        parents: [parent as LinkId, numberAt(text, 3, slot) as LinkId],
        names: sides(4) as [string, string],
        revisions: sides(6),
        stamps: sides(8),
        hashes: sides(10),
      };
};

const placedAt = (text: string, slot: number): Link['placed'] => {
  const side = numberAt(text, 16, slot);
  return side === NONE ? null : { side: side as Side, seq: numberAt(text, 17, slot) as Seq };
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
const sameJson = (a: unknown, b: unknown): boolean => a === b || jsonOf(a) === jsonOf(b);
