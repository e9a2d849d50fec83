/** How things stand, read off a state: what a running sync answers, and what is told after one. A value that survives JSON. */
import { pathOf } from '../domain/evolve/nodes.js';
import { type LinkId, NO_NODE, type NodeId, nodeId } from '../domain/ids.js';
import { judge } from '../domain/judge/judge.js';
import type { Judgement } from '../domain/judge/judgement.js';
import type { Link } from '../domain/link.js';
import { isAlive, type Node } from '../domain/node.js';
import type { KeptAway } from '../domain/observation.js';
import { progressOf } from '../domain/plan/wake-at.js';
import { type Side, SIDES, type Sides } from '../domain/side.js';
import { unsettledLinks } from '../domain/state/agenda.js';
import type { State } from '../domain/state/state.js';
import { type ExitCode, EXIT } from './exit-code.js';

/** An entry that is not in step. */
export interface PendingEntry {
  readonly standing: 'blocked' | 'failing' | 'gated' | 'waiting' | 'pending';
  /** Its path on each side, null where it has none. */
  readonly paths: Sides<string | null>;
  readonly kind: 'file' | 'folder' | 'other';
  /** A named reason. */
  readonly reason: string;
  /** What was said when it failed. */
  readonly message: string | null;
  /** Number of the event since which it is so. */
  readonly since: number | null;
}

export interface Report {
  /** Both sides are the same, but for what is listed as kept apart. */
  readonly settled: boolean;
  /** Number of the last event. */
  readonly events: number;
  /** Milliseconds since 1970. */
  readonly lastEventAtMs: number;
  readonly files: Sides<number>;
  /** Nodes that wait to be looked at. */
  readonly toLookAt: number;
  readonly inFlight: number;
  readonly entries: readonly PendingEntry[];
  /** Entries beyond those listed. */
  readonly more: number;
  readonly gates: readonly { readonly side: Side; readonly deletes: number; readonly files: number; readonly since: number }[];
  readonly down: readonly { readonly side: Side; readonly message: string }[];
  /** Never synced, and that is fine: symbolic links, special files. */
  readonly skipped: readonly { readonly side: Side; readonly path: string; readonly kept: KeptAway }[];
}

/** Entries that are listed one by one. */
const MAX_ENTRIES = 10_000;

/** What is kept away because nobody can sync it: a person has to act (exit 3). */
const NOT_SYNCABLE: ReadonlySet<KeptAway> = new Set(['not-utf8', 'unsafe-name', 'unreadable', 'other-device', 'untranslatable'] as const);
const SKIPPED: ReadonlySet<KeptAway> = new Set(['symlink', 'special'] as const);

export const reportOf = (state: State): Report => {
  const progress = progressOf(state);
  const entries: PendingEntry[] = [];
  const skipped: Report['skipped'][number][] = [];
  let more = 0;
  const add = (entry: PendingEntry | null): void => {
    if (entry === null) return;
    if (entries.length < MAX_ENTRIES) entries.push(entry);
    else more++;
  };
  for (const id of unsettledLinks(state.agenda)) add(entryOf(state, id));
  for (const id of state.agenda.kept) {
    const node = state.table.node(nodeId(id));
    if (node === undefined || node.kept === null) continue;
    if (NOT_SYNCABLE.has(node.kept)) add(keptEntry(state, node, node.kept));
    if (SKIPPED.has(node.kept)) skipped.push({ side: node.side, path: textOf(state, node.id) ?? '?', kept: node.kept });
  }
  for (const key of Object.keys(state.control.lookRetries)) add(lookEntry(state, nodeId(Number(key))));
  const toLookAt = SIDES.reduce<number>((sum, side) => sum + state.agenda.dirty[side].size + state.agenda.unlisted[side].size, 0);
  return {
    settled:
      state.control.session !== 0 &&
      entries.length === 0 &&
      toLookAt === 0 &&
      progress.inFlight === 0 &&
      SIDES.every((side) => isUp(state, side)),
    events: state.seq,
    lastEventAtMs: state.control.nowMs,
    files: [state.agenda.files[0], state.agenda.files[1]],
    toLookAt,
    inFlight: progress.inFlight,
    entries,
    more,
    gates: SIDES.flatMap((side) => {
      const { gate } = state.control.sides[side];
      return gate._tag === 'Raised' ? [{ side, deletes: gate.deletes, files: gate.files, since: gate.since }] : [];
    }),
    down: SIDES.flatMap((side) => {
      const { health } = state.control.sides[side];
      return health._tag === 'Down' ? [{ side, message: health.error.message }] : [];
    }),
    skipped,
  };
};

/** What a report means for whoever called. */
export const exitCodeOf = (report: Report): ExitCode => {
  if (report.gates.length > 0) return EXIT.gate;
  if (report.settled) return EXIT.settled;
  const isHeldBack = report.toLookAt === 0 && report.inFlight === 0 && report.down.length === 0;
  const isBlocked = report.entries.some(({ standing }) => standing === 'blocked');
  const waits = report.entries.every(({ standing }) => standing === 'blocked' || standing === 'waiting');
  return isHeldBack && isBlocked && waits ? EXIT.blocked : EXIT.failed;
};

const isUp = (state: State, side: Side): boolean => state.control.sides[side].health._tag === 'Up';

const entryOf = (state: State, id: LinkId): PendingEntry | null => {
  const link = state.table.link(id);
  if (link === undefined) return null;
  const judgement = judge(state, id);
  const about = { paths: pathsOf(state, link), kind: kindOf(state, link), since: sinceOf(state, link) };
  const retry = state.control.retries[id];
  if (retry !== undefined) return { ...about, standing: 'failing', reason: retry.error._tag, message: retry.error.message };
  switch (judgement._tag) {
    case 'Settled':
      return null;
    case 'Blocked':
      return {
        ...about,
        standing: 'blocked',
        reason: judgement.reason,
        message: link.blocked?.message ?? null,
        since: link.blocked?.since ?? about.since,
      };
    case 'Gated': {
      const { gate } = state.control.sides[judgement.side];
      return {
        ...about,
        standing: 'gated',
        reason: judgement.reason,
        message: null,
        since: gate._tag === 'Raised' ? gate.since : about.since,
      };
    }
    case 'Wait':
      return { ...about, standing: 'waiting', reason: waitReason(state, id, judgement), message: null };
    case 'Quiet':
      return { ...about, standing: 'pending', reason: 'side-not-quiet', message: null };
    case 'Later':
      return { ...about, standing: 'pending', reason: 'later', message: null };
    case 'Act':
      return { ...about, standing: 'pending', reason: judgement.reason, message: null };
    case 'Conclude':
      return { ...about, standing: 'pending', reason: judgement.event.reason, message: null };
  }
};

const waitReason = (state: State, id: LinkId, { on, why }: WaitJudgement): string => {
  if (on === id) return why === 'in-flight' ? 'under-way' : 'to-be-looked-at';
  const link = state.table.link(on);
  const path = link === undefined ? null : pathsOf(state, link).find((text) => text !== null);
  return `waits-for-${why}:${path ?? '?'}`;
};

type WaitJudgement = Extract<Judgement, { readonly _tag: 'Wait' }>;

const keptEntry = (state: State, node: Node, kept: KeptAway): PendingEntry => ({
  standing: 'blocked',
  paths: onSide(node.side, textOf(state, node.id)),
  kind: node.kind,
  reason: kept,
  message: null,
  since: latest([node.touched, node.dirty]),
});

const lookEntry = (state: State, id: NodeId): PendingEntry | null => {
  const node = state.table.node(id);
  const retry = state.control.lookRetries[id];
  if (node === undefined || retry === undefined) return null;
  const { error } = retry;
  return {
    standing: 'failing',
    paths: onSide(node.side, textOf(state, id)),
    kind: node.kind,
    reason: error._tag,
    message: error.message,
    since: latest([node.dirty, node.unlisted]),
  };
};

const onSide = (side: Side, text: string | null): Sides<string | null> => (side === 0 ? [text, null] : [null, text]);

const textOf = (state: State, id: NodeId): string | null => pathOf(state.table, id)?.join('/') ?? null;

const halvesOf = (state: State, link: Link): readonly (Node | undefined)[] =>
  link.halves.map((id) => (id === NO_NODE ? undefined : state.table.node(id)));

const pathsOf = (state: State, link: Link): Sides<string | null> => {
  const [local, remote] = halvesOf(state, link);
  const text = (node: Node | undefined): string | null => (node === undefined || !isAlive(node) ? null : textOf(state, node.id));
  return [text(local), text(remote)];
};

const kindOf = (state: State, link: Link): PendingEntry['kind'] => halvesOf(state, link).find((node) => node !== undefined)?.kind ?? 'file';

const sinceOf = (state: State, link: Link): number | null =>
  latest(halvesOf(state, link).flatMap((node) => (node === undefined ? [] : [node.dirty, node.touched, node.gone, node.unlisted])));

const latest = (numbers: readonly number[]): number | null => {
  const last = Math.max(0, ...numbers);
  return last === 0 ? null : last;
};
