import type { Event } from '../domain/event.js';
import type { LinkId } from '../domain/ids.js';
import { type Name, parsePath, type RelPath } from '../domain/name.js';
import { closure, type Joint, jointOf } from './joints.js';
import { halvesOf, type Known, linkPlace, liveSides, replayFrom, type Visit } from './known.js';

/** Who a path is about: the links that its story has to follow. */
export interface Lineage {
  readonly path: RelPath;
  /** Followed back through renames, merges and splits; each with the number of the last event up to which its story is this one's. */
  readonly links: ReadonlyMap<LinkId, number>;
  /** Of what is there now, lowest first; empty if nothing is. */
  readonly present: readonly LinkId[];
  /** The last that came there, where it is not there any more. `at`: where it lives now, null if it does not. */
  readonly past: { readonly link: LinkId; readonly at: string | null } | null;
}

/** Finds out, in one fold, which links were ever at a path, and which links those came from. Keeps rare things only: visits and joints. */
export interface LineageSearch {
  readonly push: (events: Iterable<Event>) => void;
  readonly finish: () => Lineage;
}

export const searchLineage = (text: string): LineageSearch => {
  const replay = replayFrom();
  const seeker = seekLineage(text);
  const joints: Joint[] = [];
  const before: Visit = (event, known, seq) => {
    const joint = jointOf(event, known, seq);
    if (joint !== null) joints.push(joint);
    seeker.before(event, known, seq);
  };
  return { push: (events) => replay.push(events, before, seeker.after), finish: () => seeker.finish(replay.now, joints) };
};

/** Looks at events for who comes to a path. It need not see those by which nothing may arrive there (`arrivingNames`, `namesOf`). */
export interface LineageSeeker {
  readonly before: Visit;
  readonly after: Visit;
  /** @param now what is known at the end @param joints all until then */
  readonly finish: (now: Known, joints: Iterable<Joint>) => Lineage;
}

export const seekLineage = (text: string): LineageSeeker => {
  const path = parsePath(text);
  const names = namesOf(path);
  /** By link: the last event that showed it at the path. */
  const visitors = new Map<LinkId, number>();
  let mayArrive = false;
  return {
    before: (event, known) => {
      mayArrive = arrivingNames(event, known).some((name) => names.has(coarse(name)));
    },
    after: (_event, known, seq) => {
      if (mayArrive) for (const node of liveSides(known, path)) visitors.set(node.link, seq);
    },
    finish: (now, joints) => {
      const present = [...new Set(liveSides(now, path).map((node) => node.link))].sort((a, b) => a - b);
      const past = [...visitors].filter(([link]) => !present.includes(link)).sort((a, b) => b[1] - a[1]);
      const ended = past.filter(([link]) => now.table.link(link) === undefined).map(([link]) => link);
      const last = past[0]?.[0];
      const roots = present.length > 0 || last === undefined ? [...present, ...ended] : [last, ...ended];
      const at = last === undefined || now.table.link(last) === undefined ? null : linkPlace(now, last);
      return { path, links: closure(roots, joints), present, past: last === undefined ? null : { link: last, at } };
    },
  };
};

/** Names of which one has to arrive somewhere for anything to come to this path. */
export const namesOf = (path: RelPath): ReadonlySet<string> => new Set(path.map(coarse));

/** The names of what an event may bring to some place, or make another's. */
export const arrivingNames = (event: Event, before: Known): readonly Name[] => {
  switch (event._tag) {
    case 'HalfRecognised':
      return [before.table.node(event.node)?.name ?? ''];
    case 'LinksMerged':
      return [event.into, event.from].flatMap((link) => halvesOf(before, link).map(({ name }) => name));
    case 'LinkSplit':
      return halvesOf(before, event.link).map(({ name }) => name);
    case 'LookedUp':
      return event.found === null ? [] : [event.found.name];
    case 'Listed':
      return event.rows.map(({ name }) => name);
    case 'FilesCreated':
      return event.files.flatMap((file) => (file._tag === 'Created' ? [file.seen.name] : []));
    case 'FolderMade':
    case 'Moved':
      return [event.seen.name];
    default:
      return [];
  }
};

/** A name under the coarsest rules that a side may have. */
export const coarse = (name: string): string => name.normalize('NFC').toLowerCase();
