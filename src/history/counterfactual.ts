import type { Event } from '../domain/event.js';
import { linksOf } from '../domain/action.js';
import { pathOf } from '../domain/evolve/nodes.js';
import type { LinkId } from '../domain/ids.js';
import { judge } from '../domain/judge/judge.js';
import type { Judgement } from '../domain/judge/judgement.js';
import type { View } from '../domain/judge/view.js';
import type { RelPath } from '../domain/name.js';
import type { Node } from '../domain/node.js';
import type { Kind } from '../domain/observation.js';
import { concludedBy } from './concluded.js';
import { type Known, linkPlace, replayFrom } from './known.js';
import { judgementWords } from './words.js';
import type { Policy } from '../domain/policy.js';

/** What could have been otherwise. What is left out is as it was. */
export interface Otherwise {
  readonly policy?: Partial<Policy>;
  /** Rules that would have decided what is ignored, in place of those that did. A folder's answer holds for all in it. */
  readonly ignores?: (path: RelPath, kind: Kind) => boolean;
}

/** A verdict that would have been another one. */
export interface OtherVerdict {
  /** The event with which it was carried out. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly path: string;
  readonly was: Judgement;
  readonly wouldBe: Judgement;
  /** Both in words, told from the state of that moment. */
  readonly text: string;
}

/**
 * Goes through a log, and asks at each verdict what it would have been under another policy or other ignore rules. Verdict by verdict: the
 * world stays as the log has it, also after a verdict that would have changed it. What would have been decided where nothing was, is not
 * asked.
 */
export const counterfactual = (events: Iterable<Event>, otherwise: Otherwise): readonly OtherVerdict[] => {
  const search = searchVerdicts(otherwise);
  search.push(events);
  return search.found();
};

/** The same, for logs that come in pieces. */
export const searchVerdicts = (otherwise: Otherwise) => {
  const replay = replayFrom();
  const found: OtherVerdict[] = [];
  const visit = (event: Event, known: Known, seq: number): void => {
    for (const link of judgedBy(event)) {
      const was = judge(known, link);
      const wouldBe = judgeOtherwise(known, link, otherwise);
      if (areSame(was, wouldBe)) continue;
      const text = `${judgementWords(known, was)}; would be: ${judgementWords(known, wouldBe)}`;
      found.push({ seq, atMs: known.control.nowMs, path: linkPlace(known, link), was, wouldBe, text });
    }
  };
  return { push: (events: Iterable<Event>): void => replay.push(events, visit), found: (): readonly OtherVerdict[] => found };
};

/** The links whose judgement an event carries out. Looking is no verdict, and what content was recognised by is not judged link by link. */
const judgedBy = (event: Event): readonly LinkId[] => {
  if (event._tag !== 'ActionStarted') return concludedBy(event);
  return event.action._tag === 'Compare' ? [event.action.link] : linksOf(event.action);
};

/** What is to be done about a link, were policy or rules other ones. */
export const judgeOtherwise = (known: Known, link: LinkId, { policy, ignores }: Otherwise): Judgement => {
  const control = policy === undefined ? known.control : { ...known.control, policy: { ...known.control.policy, ...policy } };
  const table = ignores === undefined ? known.table : underRules(known.table, ignores);
  return judge({ table, control, flights: known.flights, agenda: known.agenda }, link);
};

/** Compared by what they ask for, not by how they are written. */
const areSame = (a: Judgement, b: Judgement): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A table in which other rules decide what is ignored. */
const underRules = (table: View['table'], ignores: NonNullable<Otherwise['ignores']>): View['table'] => {
  const isIgnored = (path: RelPath, kind: Kind): boolean =>
    path.some((_, depth) => ignores(path.slice(0, depth + 1), depth + 1 === path.length ? kind : 'folder'));
  const ruled = (node: Node): Node => {
    if (node.kept !== null && node.kept !== 'ignored') return node;
    const path = pathOf(table, node.id);
    const kept = path !== null && isIgnored(path, node.kind) ? 'ignored' : null;
    return kept === node.kept ? node : { ...node, kept };
  };
  return {
    node: (id) => {
      const node = table.node(id);
      return node === undefined ? undefined : ruled(node);
    },
    link: (id) => table.link(id),
    children: (parent) => [...table.children(parent)].map(ruled),
    at: (parent, key) => table.at(parent, key).map(ruled),
    byOid: (side, oid) => table.byOid(side, oid).map(ruled),
    byIdent: (side, ident) => table.byIdent(side, ident).map(ruled),
    nodes: () => [...table.nodes()].map(ruled),
    links: () => table.links(),
    nextIds: () => table.nextIds(),
  };
};

/** For people: one line for each. */
export const renderVerdict = ({ seq, path, text }: OtherVerdict): string => `#${seq}  ${path}: ${text}`;
