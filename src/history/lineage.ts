import type { Event } from '../domain/event.js';
import { type LinkId, linkId } from '../domain/ids.js';
import { parsePath, type RelPath } from '../domain/name.js';
import { type Known, linkPlace, liveSides, replayFrom } from './known.js';

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
  const path = parsePath(text);
  const names = new Set(path.map(coarse));
  const replay = replayFrom();
  const joints = new Map<LinkId, Joint[]>();
  /** By link: the last event that showed it at the path. */
  const visitors = new Map<LinkId, number>();

  const before = (event: Event, known: Known, seq: number): void => {
    const joint = jointOf(event, known, seq);
    if (joint !== null) joints.set(joint.link, [...(joints.get(joint.link) ?? []), joint]);
  };
  const after = (event: Event, known: Known, seq: number): void => {
    if (!mayArrive(event, names)) return;
    for (const node of liveSides(known, path)) visitors.set(node.link, seq);
  };
  return {
    push: (events) => replay.push(events, before, after),
    finish: () => {
      const { now } = replay;
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

/** Where one link goes on as another. After `until`, what happens to `from` is no longer about `link`. */
interface Joint {
  readonly link: LinkId;
  readonly from: LinkId;
  readonly until: number;
}

const jointOf = (event: Event, before: Known, seq: number): Joint | null => {
  switch (event._tag) {
    case 'HalfRecognised': {
      const from = before.table.node(event.node)?.link;
      return from === undefined ? null : { link: event.link, from, until: Infinity };
    }
    case 'LinksMerged':
      return { link: event.into, from: event.from, until: Infinity };
    case 'LinkSplit':
      return { link: linkId(before.table.nextIds().link), from: event.link, until: seq };
    default:
      return null;
  }
};

/** False where an event surely brings nothing to a path of these names. */
const mayArrive = (event: Event, names: ReadonlySet<string>): boolean => {
  switch (event._tag) {
    case 'HalfRecognised':
    case 'LinksMerged':
    case 'LinkSplit':
      return true;
    case 'LookedUp':
      return event.found !== null && names.has(coarse(event.found.name));
    case 'Listed':
      return event.rows.some(({ name }) => names.has(coarse(name)));
    case 'FilesCreated':
      return event.files.some((file) => file._tag === 'Created' && names.has(coarse(file.seen.name)));
    case 'FolderMade':
    case 'Moved':
      return names.has(coarse(event.seen.name));
    default:
      return false;
  }
};

/** A name under the coarsest rules that a side may have. */
const coarse = (name: string): string => name.normalize('NFC').toLowerCase();

const closure = (roots: readonly LinkId[], joints: ReadonlyMap<LinkId, readonly Joint[]>): ReadonlyMap<LinkId, number> => {
  const found = new Map<LinkId, number>();
  const open: { link: LinkId; until: number }[] = roots.map((link) => ({ link, until: Infinity }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { link, until } = next;
    if ((found.get(link) ?? -1) >= until) continue;
    found.set(link, until);
    for (const joint of joints.get(link) ?? []) open.push({ link: joint.from, until: Math.min(until, joint.until) });
  }
  return found;
};
