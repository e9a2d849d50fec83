import type { Event } from '../domain/event.js';
import { bisect } from './bisect.js';
import { counterfactual } from './counterfactual.js';
import { holds, INVARIANTS, type InvariantName } from './invariants.js';
import { replayFrom } from './known.js';
import { unsettled } from './unsettled.js';

/** What a history shows that should not be. */
export type BrokenPromise =
  | { readonly _tag: 'Invariant'; readonly name: InvariantName; readonly seq: number }
  /** Entries that are not in step at its end. */
  | { readonly _tag: 'Unsettled'; readonly count: number }
  /** Verdicts that today's planner would not give. */
  | { readonly _tag: 'OtherVerdicts'; readonly count: number };

export const brokenPromises = (events: readonly Event[]): readonly BrokenPromise[] => {
  const replay = replayFrom();
  replay.push(events);
  const pending = unsettled(replay.finish()).length;
  const others = counterfactual(events, {}).length;
  return [
    ...(Object.keys(INVARIANTS) as InvariantName[]).flatMap((name): readonly BrokenPromise[] => {
      const found = bisect(events, holds(INVARIANTS[name]));
      return found._tag === 'Broken' ? [{ _tag: 'Invariant', name, seq: found.seq }] : [];
    }),
    ...(pending > 0 ? [{ _tag: 'Unsettled', count: pending } as const] : []),
    ...(others > 0 ? [{ _tag: 'OtherVerdicts', count: others } as const] : []),
  ];
};
