import type { Event } from '../domain/event.js';
import { REASONS } from '../domain/judge/verdicts.js';
import { showPath } from '../domain/name.js';
import { other, type Side, sideName } from '../domain/side.js';
import { type Known, nodeAt, replayFrom } from './known.js';
import { printable } from './printable.js';
import { type Lineage, searchLineage } from './lineage.js';
import { type Pending, pendingOf } from './pending.js';
import { isTelling, type Step } from './story/step.js';
import { tellStory } from './story/story.js';
import { timeWords } from './words.js';

/** Why a path is as it is. */
export interface Explanation {
  readonly path: string;
  readonly status: Status;
  /** In one sentence. */
  readonly summary: string;
  /** All that happened to it, and to what was there before it, oldest first. */
  readonly steps: readonly Step[];
}

export type Status =
  /** On these sides, with nothing left to do. */
  | { readonly _tag: 'Settled'; readonly sides: readonly Side[] }
  | { readonly _tag: 'Pending'; readonly pending: Pending; readonly since: number }
  /** Of what was there, nothing lives. `by`: whose user removed it; null = both, or it is not told. */
  | { readonly _tag: 'Gone'; readonly seq: number; readonly by: Side | null; readonly reason: string | null }
  | { readonly _tag: 'Elsewhere'; readonly at: string; readonly seq: number }
  /** The log has never heard of it. */
  | { readonly _tag: 'Unknown' };

/**
 * Explains a path from its log. Reads the events twice: who is meant is only known at the end, and to remember everything about everyone
 * until then would need as much memory as the log. So `events` has to be something that can be gone through again.
 */
export const explain = (events: Iterable<Event>, path: string): Explanation => {
  const search = searchLineage(path);
  search.push(events);
  const telling = explainLineage(search.finish());
  telling.push(events);
  return telling.finish();
};

/** The second reading, for logs that come in pieces: `searchLineage` is the first. */
export interface Telling {
  readonly push: (events: Iterable<Event>) => void;
  readonly finish: () => Explanation;
}

export const explainLineage = (lineage: Lineage): Telling => {
  const story = tellStory(lineage.links);
  const replay = replayFrom();
  return {
    push: (events) => replay.push(events, story.before, story.after),
    finish: () => explanationOf(lineage, story.steps(), replay.now),
  };
};

/** @param now what is known after the last event that counts */
export const explanationOf = (lineage: Lineage, steps: readonly Step[], now: Known): Explanation => {
  const status = statusOf(lineage, now, steps);
  const path = showPath(lineage.path);
  return { path, status, summary: summaryOf(path, status), steps };
};

/** For a terminal. `all`: also what was merely looked at. */
export const renderExplanation = ({ path, summary, steps }: Explanation, all = false): string => {
  const shown = all ? steps : steps.filter(isTelling);
  const lines = shown.map(
    ({ seq, atMs, side, text }) =>
      `${`#${seq}`.padStart(8)}  ${timeWords(atMs)}  ${(side === null ? '' : sideName(side)).padEnd(6)}  ${text}`,
  );
  return [path, ...lines, summary].map(printable).join('\n');
};

const statusOf = (lineage: Lineage, now: Known, steps: readonly Step[]): Status => {
  const [link] = lineage.present;
  if (link !== undefined) {
    const pending = lineage.present.map((each) => pendingOf(now, each)).find((each) => each !== null);
    if (pending !== undefined) return { _tag: 'Pending', pending, since: pending.since ?? steps.at(-1)?.seq ?? 0 };
    return { _tag: 'Settled', sides: ([0, 1] as const).filter((side) => nodeAt(now, side, lineage.path) !== undefined) };
  }
  const { past } = lineage;
  if (past === null) return { _tag: 'Unknown' };
  const pending = pendingOf(now, past.link);
  if (pending !== null) return { _tag: 'Pending', pending, since: pending.since ?? steps.at(-1)?.seq ?? 0 };
  if (past.at === null) return goneStatus(steps);
  const path = showPath(lineage.path);
  const stay = last(steps, (step) => step.link === past.link && step.path === path)?.seq ?? 0;
  return { _tag: 'Elsewhere', at: past.at, seq: steps.find((step) => step.link === past.link && step.seq > stay)?.seq ?? stay };
};

const isEnd = ({ kind, reason }: Step): boolean =>
  kind === 'deleted' || kind === 'vanished' || reason === REASONS.bothGone || reason === REASONS.ourDelete;

/** Whose doing the end was: a delete of ours follows one of the other side. */
const goneStatus = (steps: readonly Step[]): Status => {
  const end = last(steps, isEnd);
  if (end === undefined) return { _tag: 'Gone', seq: steps.at(-1)?.seq ?? 0, by: null, reason: null };
  if (end.kind === 'deleted' || end.reason === REASONS.ourDelete) {
    // That an interrupted delete of ours had happened names no side: what had been decided does.
    const verdict = last(steps, ({ kind, side, seq }) => kind === 'decided' && seq < end.seq && (end.side === null || side === end.side));
    const on = end.side ?? verdict?.side ?? null;
    if (on !== null) return { _tag: 'Gone', seq: end.seq, by: other(on), reason: verdict?.reason ?? null };
  }
  return { _tag: 'Gone', seq: end.seq, by: end.reason === REASONS.bothGone ? null : end.side, reason: end.reason };
};

const last = (steps: readonly Step[], accepts: (step: Step) => boolean): Step | undefined => [...steps].reverse().find(accepts);

const summaryOf = (path: string, status: Status): string => {
  switch (status._tag) {
    case 'Settled':
      return `${path} is settled, on ${status.sides.map(sideName).join(' and ')}.`;
    case 'Pending':
      return `${path} ${status.pending.text} (since #${status.since}).`;
    case 'Elsewhere':
      return `Nothing is at ${path} any more: what was there is now at ${status.at} (#${status.seq}).`;
    case 'Gone': {
      const who = status.by === null ? 'It was removed on both sides, or before it was copied' : `It was removed on ${sideName(status.by)}`;
      const then = status.by !== null && status.reason !== null ? `, and therefore deleted on ${sideName(other(status.by))}` : '';
      return `Nothing is at ${path} any more. ${who}${then} (#${status.seq}).`;
    }
    case 'Unknown':
      return `Nothing of the name ${path} was ever seen.`;
  }
};
