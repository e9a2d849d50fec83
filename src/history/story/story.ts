import type { Event } from '../../domain/event.js';
import type { LinkId } from '../../domain/ids.js';
import { type Known, linkPlace, type Visit } from '../known.js';

import { changesOf, type Sight, sightOf } from './sight.js';
import type { Step, Told } from './step.js';
import { toldBy } from './told.js';

/**
 * Tells what happened to these links: what is kept is their steps alone. It need not see events that have nothing to do with them, nor with a
 * folder that they lie in.
 */
export interface Storyteller {
  readonly before: Visit;
  readonly after: Visit;
  readonly steps: () => readonly Step[];
}

/** @param lineage links, each with the number of the last event to tell of it */
export const tellStory = (lineage: ReadonlyMap<LinkId, number>): Storyteller => {
  const steps: Step[] = [];
  const sights = new Map<LinkId, Sight>();
  let told: readonly Told[] = [];
  const before = (event: Event, known: Known, seq: number): void => {
    told = toldBy(event, known, (link) => seq <= (lineage.get(link) ?? 0));
  };
  const after = (event: Event, known: Known, seq: number): void => {
    if (event._tag === 'Woke' || event._tag === 'MadeDurable') return;
    const add = (step: Told): void => {
      const path = known.table.link(step.link) === undefined ? step.path : linkPlace(known, step.link);
      steps.push({ seq, atMs: known.control.nowMs, ...step, path });
    };
    told.forEach(add);
    for (const [link, until] of lineage) {
      if (seq > until) continue;
      const was = sights.get(link);
      const is = sightOf(known, link, was, event);
      if (is === was) continue;
      if (is === undefined) sights.delete(link);
      else sights.set(link, is);
      for (const step of changesOf(event, known, was, is, told.length > 0)) add({ ...step, link });
    }
  };
  return { before, after, steps: () => steps };
};
