/** What was done, in a few words. */
import { type Side, SIDES, type Sides } from '../../domain/side.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Report } from '../report.js';
import type { Deed, DeedTag } from './deeds.js';
import { bytes, duration, plural, sentence, shown } from './words.js';

/** Deeds, counted. */
export interface Tally {
  /** By side, deed and kind, e.g. `copy file`. */
  readonly counts: Sides<ReadonlyMap<string, number>>;
  readonly bytes: number;
  readonly conflicts: readonly Deed[];
}

export interface TallyKeeper {
  readonly add: (deeds: readonly Deed[]) => void;
  readonly tally: () => Tally;
}

export const tallyKeeper = (): TallyKeeper => {
  const counts: Sides<Map<string, number>> = [new Map(), new Map()];
  const conflicts: Deed[] = [];
  let moved = 0;
  return {
    add: (deeds) => {
      for (const deed of deeds) {
        const key = keyOf(deed._tag, deed.kind);
        counts[deed.side].set(key, (counts[deed.side].get(key) ?? 0) + 1);
        moved += deed.bytes;
        if (deed._tag === 'conflict-copy') conflicts.push(deed);
      }
    },
    tally: () => ({ counts: [new Map(counts[0]), new Map(counts[1])], bytes: moved, conflicts: [...conflicts] }),
  };
};

export const tallyOf = (deeds: readonly Deed[]): Tally => {
  const keeper = tallyKeeper();
  keeper.add(deeds);
  return keeper.tally();
};

const keyOf = (tag: DeedTag, kind: Deed['kind']): string => `${tag} ${kind}`;

/** In the order in which people want to know. `done` and `planned` follow the count. */
const PHRASES: readonly { readonly tag: DeedTag; readonly done: (label: string) => string; readonly planned: (label: string) => string }[] =
  [
    { tag: 'copy', done: (label) => `copied to ${label}`, planned: (label) => `to copy to ${label}` },
    { tag: 'update', done: (label) => `updated on ${label}`, planned: (label) => `to update on ${label}` },
    { tag: 'make-folder', done: (label) => `made on ${label}`, planned: (label) => `to make on ${label}` },
    { tag: 'rename', done: (label) => `renamed on ${label}`, planned: (label) => `to rename on ${label}` },
    { tag: 'move', done: (label) => `moved on ${label}`, planned: (label) => `to move on ${label}` },
    { tag: 'delete', done: (label) => `deleted on ${label}`, planned: (label) => `to delete on ${label}` },
  ];

const KINDS = ['file', 'folder'] as const;

/** `3 files copied to B, 1 folder renamed on A`; empty if nothing was done. */
export const phrases = (tally: Tally, labels: Sides<string>, tense: 'done' | 'planned'): readonly string[] => {
  const parts: string[] = [];
  for (const phrase of PHRASES) {
    for (const side of [1, 0] as const) {
      for (const kind of KINDS) {
        const n = tally.counts[side].get(keyOf(phrase.tag, kind)) ?? 0;
        if (n > 0) parts.push(`${plural(n, kind)} ${phrase[tense](labels[side])}`);
      }
    }
  }
  const conflicts = SIDES.reduce<number>(
    (sum, side) => sum + KINDS.reduce((n, kind) => n + (tally.counts[side].get(keyOf('conflict-copy', kind)) ?? 0), 0),
    0,
  );
  if (conflicts > 0) parts.push(`${plural(conflicts, 'conflict')} ${tense === 'done' ? 'kept twice' : 'to keep twice'}`);
  return parts;
};

/** The last line: what was done, how much, how long it took. `code`: what the command will answer. */
export const summaryLine = (tally: Tally, labels: Sides<string>, tookMs: number, code: ExitCode): string => {
  const parts = phrases(tally, labels, 'done');
  if (parts.length === 0)
    return code === EXIT.settled ? 'Nothing to do.' : code === EXIT.blocked ? 'Nothing else to do.' : 'Nothing was done.';
  return `${sentence(parts)}${tally.bytes > 0 ? ` (${bytes(tally.bytes)})` : ''} in ${duration(tookMs)}.`;
};

/** The same for programs, with all that is known now. */
export const summaryJson = (tally: Tally, report: Report, exitCode: ExitCode, tookMs: number): object => ({
  ...{ type: 'summary', exitCode, tookMs: Math.round(tookMs), bytes: tally.bytes },
  changes: { local: Object.fromEntries(tally.counts[0]), remote: Object.fromEntries(tally.counts[1]) },
  conflicts: tally.conflicts.map(({ side, path, from }) => ({ side: side === 0 ? 'local' : 'remote', path: from, copy: path })),
  ...report,
});

/** Each conflict, with both paths. */
export const conflictLines = (conflicts: readonly Deed[], labels: Sides<string>): readonly string[] =>
  conflicts.map((deed) => `  ${shown(deed.from ?? '')}  (the version of ${labels[deed.side]} is now ${shown(deed.path)})`);

const VERBS: { readonly [T in DeedTag]: string } = {
  copy: 'new',
  update: 'changed',
  'make-folder': 'new',
  rename: 'renamed',
  move: 'moved',
  delete: 'deleted',
  'conflict-copy': 'conflict',
  restore: 'restored',
  'put-back': 'put back',
  'take-back': 'taken away',
  'move-back': 'moved back',
};

/** Nothing came from the other side. */
const isOneSided = (tag: DeedTag): boolean => tag === 'conflict-copy' || UNDO_TAGS.has(tag);
const UNDO_TAGS: ReadonlySet<DeedTag> = new Set<DeedTag>(['restore', 'put-back', 'take-back', 'move-back']);

/** One change as one line: `A → B  new  docs/a.txt`. */
export const deedLine = (deed: Deed, labels: Sides<string>): string => {
  const to: Side = deed.side;
  const way = isOneSided(deed._tag) ? labels[to] : `${labels[to === 0 ? 1 : 0]} → ${labels[to]}`;
  const path = shown(deed.path) + (deed.kind === 'folder' ? '/' : '');
  const what = deed.from === null ? path : `${shown(deed.from)}${deed.kind === 'folder' ? '/' : ''} → ${path}`;
  return `${way}  ${VERBS[deed._tag].padEnd(8)} ${what}${deed.bytes > 0 ? `  (${bytes(deed.bytes)})` : ''}`;
};

/** The same for programs. */
export const deedJson = (deed: Deed, type: 'change' | 'planned'): object => ({
  type,
  event: deed.event,
  action: deed._tag,
  side: deed.side === 0 ? 'local' : 'remote',
  kind: deed.kind,
  path: deed.path,
  ...(deed.from === null ? {} : { from: deed.from }),
  bytes: deed.bytes,
  reason: deed.reason,
});
