import { isUndoing } from '../../domain/action.js';
import type { Event } from '../../domain/event.js';
import { type LinkId, NO_NODE } from '../../domain/ids.js';
import { nameKey } from '../../domain/name.js';
import { isAlive } from '../../domain/node.js';
import type { Known } from '../known.js';
import { deedsOf, type Open } from './deeds-of.js';

/** A deed that was under way when its process ended, with what its object was like then. */
interface Begun extends Open {
  readonly before: { readonly revision: string | null; readonly ident: string | null };
}

/**
 * Deeds that a process did not live to tell of. That they were done is known once both sides are found to be the same by them: then what
 * is there is our copy, or equal to it.
 */
export const untoldDeeds = () => {
  const begun = new Map<LinkId, Begun>();
  return {
    before: (event: Event, known: Known): void => {
      if (event._tag === 'SessionStarted') {
        for (const { seq, action } of known.flights.actions.values())
          if (!isUndoing(action))
            for (const deed of deedsOf(action, known, seq))
              begun.set(deed.link, { ...deed, untoldSinceMs: known.control.nowMs, before: likeOf(known, deed) });
      }
      // What is begun again had not been done. But to make something again takes no look at its place: that fails where it was made.
      if (event._tag === 'ActionStarted')
        for (const { link, what } of begun.size === 0 ? [] : deedsOf(event.action, known, 0))
          if (what !== 'made' && begun.get(link)?.what === what) begun.delete(link);
    },
    /** These were done, and told. */
    told: (deeds: readonly Open[]): void => {
      for (const { link, what } of begun.size === 0 ? [] : deeds) if (begun.get(link)?.what === what) begun.delete(link);
    },
    /** Those that turn out to have been done by what is folded now. */
    after: (event: Event, known: Known): readonly Open[] => {
      if (begun.size === 0) return [];
      const isSighting = event._tag === 'Listed' || event._tag === 'LookedUp' || event._tag === 'SessionStarted';
      return (isSighting ? [...begun.keys()] : linksOf(event)).flatMap((id) => {
        const deed = begun.get(id);
        const done = deed === undefined ? null : isSighting ? seenDone(deed, known) : doneBy(deed, event, known);
        if (done !== null) begun.delete(id);
        return done ?? [];
      });
    },
  };
};

const likeOf = ({ table }: Known, { node }: Open): Begun['before'] => {
  const { revision = null, ident = null } = table.node(node) ?? {};
  return { revision, ident };
};

const seenDone = (deed: Begun, known: Known): Open | null => {
  switch (deed.what) {
    case 'made':
    case 'replaced':
      return placedAt(deed, known);
    case 'moved':
      return movedTo(deed, known);
    case 'deleted':
      return null;
  }
};

/** What was being placed is known as ours as soon as it is seen (`fold-interrupted.ts`): nothing else that is seen changes what both sides agreed on. */
const placedAt = (deed: Begun, known: Known): Open | null => {
  const link = known.table.link(deed.link);
  const node = known.table.node(link?.halves[deed.side] ?? NO_NODE);
  if (link?.base == null || node === undefined) return null;
  const isOurs =
    deed.what === 'made'
      ? node.parent === deed.into && node.name === deed.name
      : node.revision === link.base.revisions[deed.side] && node.revision !== deed.before.revision;
  return isOurs ? { ...deed, node: node.id, revision: node.revision } : null;
};

/** Where an object has an identity, it is known at its new place as soon as it is seen there. */
const movedTo = (deed: Begun, known: Known): Open | null => {
  const there = known.table.at(deed.into, nameKey(known.control.traits[deed.side], deed.name)).find(isAlive);
  const isIt = there !== undefined && (there.id === deed.node || (there.ident !== null && there.ident === deed.before.ident));
  return isIt ? { ...deed, link: there.link, node: there.id, revision: there.revision } : null;
};

const linksOf = (event: Event): readonly LinkId[] => {
  switch (event._tag) {
    case 'LinksMerged':
      return [event.into, event.from];
    case 'ContentAgreed':
    case 'PlaceAgreed':
    case 'LinkEnded':
    case 'HalfRecognised':
      return [event.link];
    default:
      return [];
  }
};

const doneBy = (deed: Begun, event: Event, known: Known): Open | null => {
  if (event._tag === 'LinkEnded') return deed.what === 'deleted' ? { ...deed, node: NO_NODE } : null;
  const link = known.table.link(event._tag === 'LinksMerged' ? event.into : deed.link);
  const node = known.table.node(link?.halves[deed.side] ?? NO_NODE);
  if (link === undefined || node === undefined) return null;
  const isThere = node.parent === deed.into && node.name === deed.name;
  switch (deed.what) {
    case 'made':
      return event._tag === 'LinksMerged' && isThere ? { ...deed, link: link.id, node: node.id, revision: node.revision } : null;
    case 'replaced':
      return event._tag === 'ContentAgreed' && node.revision !== deed.before.revision ? { ...deed, revision: node.revision } : null;
    case 'moved':
      return isThere ? { ...deed, node: node.id, revision: node.revision } : null;
    case 'deleted':
      return null;
  }
};
