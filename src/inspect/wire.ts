/** What the server tells the page, as JSON. Types alone: both sides of the wire import them, and nothing else of each other. */
import type { Event } from '../domain/event.js';
import type { KeptAway, Kind } from '../domain/observation.js';
import type { Side, Sides } from '../domain/side.js';
import type { ConflictCopy } from '../history/conflict-copies.js';
import type { Difference } from '../history/difference.js';
import type { Explanation } from '../history/explain.js';
import type { Line } from '../history/line.js';
import type { Stratum } from './recording/strata.js';

export type { ConflictCopy, Difference, Explanation, Kind, Line, Side, Sides, Stratum };

/** Where the reading of the log stands. */
export type Reading =
  /** `head`: number of the last event, as far as it is known yet. */
  | { readonly _tag: 'Reading'; readonly head: number }
  /** All that is there was read. `live`: a sync is running, and is followed; else it is waited for one. A bundle never goes on. */
  | { readonly _tag: 'Read'; readonly follows: 'a-sync' | 'the-folder' | 'nothing' }
  | { readonly _tag: 'Failed'; readonly message: string };

export interface Overview {
  readonly labels: Sides<string>;
  /** The state folder, or the file of the bundle. */
  readonly from: string;
  readonly kind: 'log' | 'bundle';
  readonly version: string;
  /** Number of the last event that was read. */
  readonly known: number;
  readonly reading: Reading;
}

/** Events by stratum, in stretches of equal length. */
export interface Timeline {
  /** First event of the first stretch. */
  readonly from: number;
  /** Last event of the last one. */
  readonly to: number;
  /** Events in a stretch (the last one may have fewer). */
  readonly step: number;
  readonly counts: { readonly [S in Stratum]: readonly number[] };
  /** Time of the first event of each stretch, milliseconds since 1970. */
  readonly atMs: readonly number[];
}

export interface LinePage {
  /** Lines that pass the filter. */
  readonly total: number;
  /** Index of the first line handed out among those that pass. */
  readonly from: number;
  readonly lines: readonly (Line & { readonly stratum: Stratum })[];
}

/** What was known at a moment, in numbers. */
export interface Moment {
  readonly seq: number;
  readonly atMs: number;
  readonly stratum: Stratum | null;
  readonly text: string;
  readonly session: boolean;
  readonly paused: boolean;
  /** Live files of each side. */
  readonly files: Sides<number>;
  readonly inFlight: number;
  readonly unsettled: number;
  readonly blocked: number;
  readonly toLookAt: number;
  readonly sides: Sides<{ readonly down: string | null; readonly gate: string | null }>;
}

/** One side of an entry, at a moment. */
export interface Cell {
  readonly is: 'absent' | 'here' | 'elsewhere' | 'gone' | 'unseen';
  /** Against base. */
  readonly change: 'new' | 'same' | 'edited' | 'touched' | 'moved' | 'moved-and-edited' | null;
  readonly size: number | null;
  /** Its name on this side, where it is another than the row's. */
  readonly name: string | null;
  /** Where it is instead. */
  readonly at: string | null;
  readonly kept: string | null;
  /** Something about it was touched, and it was not looked at since. */
  readonly dirty: boolean;
}

export interface BaseCell {
  readonly is: 'here' | 'elsewhere' | 'none';
  readonly at: string | null;
}

/** Why an entry is not settled, in words. */
export interface Waiting {
  readonly text: string;
  readonly since: number | null;
  readonly needs: 'nothing' | 'a-person';
}

/** An entry, as a row of the trees. */
export interface Row {
  /** Names it in this state: a link (`l12`), or a place that was hinted at and not looked up (`n34`). */
  readonly key: string;
  readonly name: string;
  readonly kind: Kind;
  readonly sides: Sides<Cell>;
  readonly base: BaseCell;
  readonly waiting: Waiting | null;
  readonly open: boolean;
}

export interface Children {
  readonly total: number;
  readonly from: number;
  readonly rows: readonly Row[];
}

/** All that is known of one entry. */
export interface Entry {
  readonly key: string;
  readonly path: string;
  readonly kind: Kind;
  readonly waiting: Waiting | null;
  readonly facts: readonly Fact[];
}

/** One property of an entry, on both sides and in base; null where there is none. */
export interface Fact {
  readonly name: string;
  readonly local: string | null;
  readonly base: string | null;
  readonly remote: string | null;
}

/** What is not in step. */
export interface Attention {
  readonly gates: readonly { readonly side: Side; readonly text: string; readonly since: number | null }[];
  readonly down: readonly { readonly side: Side; readonly text: string }[];
  readonly paused: boolean;
  readonly total: number;
  readonly from: number;
  readonly entries: readonly Unsettled[];
}

export interface Unsettled {
  readonly key: string;
  readonly path: string;
  readonly kind: Kind;
  readonly waiting: Waiting;
}

/** What stays on its own side, and the copies that conflicts left. */
export interface Survey {
  readonly kept: readonly { readonly side: Side; readonly path: string; readonly kept: KeptAway }[];
  readonly conflicts: readonly ConflictCopy[];
  /** Entries beyond those listed. */
  readonly more: number;
}

export interface Differences {
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly found: readonly Difference[];
}

/** An explanation comes as lines of JSON: how far it is, then itself. */
export type Explaining =
  | { readonly _tag: 'Progress'; readonly done: number; readonly of: number }
  | { readonly _tag: 'Explained'; readonly explanation: Explanation };

export interface RawEvent {
  readonly seq: number;
  readonly atMs: number;
  readonly event: Event;
}

export interface Trouble {
  readonly error: string;
}
