import type { Event } from '../domain/event.js';
import { type LinkId, linkId } from '../domain/ids.js';
import type { Known } from './known.js';

/** Where one link goes on as another. After `until`, what happens to `from` is no longer about `link`. */
export interface Joint {
  readonly link: LinkId;
  readonly from: LinkId;
  readonly until: number;
}

/** The joint that an event makes, given what was known just before it. */
export const jointOf = (event: Event, before: Known, seq: number): Joint | null => {
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

/** These links, and all that they go on from; each with the number of the last event up to which its story is theirs. */
export const closure = (roots: readonly LinkId[], joints: Iterable<Joint>): ReadonlyMap<LinkId, number> => {
  const into = new Map<LinkId, Joint[]>();
  for (const joint of joints) into.set(joint.link, [...(into.get(joint.link) ?? []), joint]);
  const found = new Map<LinkId, number>();
  const open: { link: LinkId; until: number }[] = roots.map((link) => ({ link, until: Infinity }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { link, until } = next;
    if ((found.get(link) ?? -1) >= until) continue;
    found.set(link, until);
    for (const joint of into.get(link) ?? []) open.push({ link: joint.from, until: Math.min(until, joint.until) });
  }
  return found;
};
