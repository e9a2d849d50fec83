import { listingOutcome } from '../../domain/evolve/fold-listing.js';
import { pathOf } from '../../domain/evolve/nodes.js';
import type { Event } from '../../domain/event.js';
import { seq } from '../../domain/ids.js';
import type { State } from '../../domain/state/state.js';
import { type Translate, translationsAfter } from '../../domain/translate.js';
import type { Failure, Outcome } from '../outcome.js';
import { type IgnoreRules, withRules } from './ignore-rules.js';

/** What reaches the writer: events that are told as they are, and what became of actions. */
export type Input =
  | { readonly _tag: 'Told'; readonly event: Event }
  | { readonly _tag: 'Done'; readonly action: number; readonly outcome: Outcome }
  | { readonly _tag: 'Failed'; readonly action: number; readonly failure: Failure }
  /** Time passed, nothing else: look whether it changes anything. */
  | { readonly _tag: 'Tick' };

/** The events of an input, stamped with what rules say. A listing is condensed against what is known. */
export const eventsOf = (state: State, rules: IgnoreRules, input: Input): readonly Event[] => {
  switch (input._tag) {
    case 'Tick':
      return [];
    case 'Told':
      return [input.event];
    case 'Failed':
      return [{ _tag: 'ActionFailed', action: input.action, ...input.failure }];
    case 'Done':
      return outcomeEvents(state, rules, input.action, input.outcome);
  }
};

const outcomeEvents = (state: State, rules: IgnoreRules, number: number, outcome: Outcome): readonly Event[] => {
  const action = state.flights.actions.get(seq(number))?.action;
  switch (outcome._tag) {
    case 'ListingRead': {
      if (action?._tag !== 'List') return [];
      const path = pathOf(state.table, action.node) ?? [];
      const entries = outcome.listing.entries.map((seen) => withRules(rules, path, seen));
      return [listingOutcome(state, number, action.node, { ...outcome.listing, entries })];
    }
    case 'LookedUp': {
      if (action?._tag !== 'LookUp' || outcome.found === null) return [{ ...outcome, action: number }];
      const parent = state.table.node(action.node)?.parent;
      const path = parent === undefined || parent === 0 ? [] : (pathOf(state.table, parent) ?? []);
      return [{ ...outcome, action: number, found: withRules(rules, path, outcome.found) }];
    }
    default:
      return [{ ...outcome, action: number }];
  }
};

const AS_IT_IS: Translate = (path) => path;

/** What users' functions have to say to these events. */
export const answersTo = (state: State, rules: IgnoreRules, events: readonly Event[]): readonly Event[] => {
  // A user who no longer translates has to be heard once: what was answered before is in the state.
  const stays = state.control.translates && events.some(({ _tag }) => _tag === 'SessionStarted') ? AS_IT_IS : undefined;
  const translate = rules.translate?.() ?? stays;
  const translated = translate === undefined ? null : translationsAfter(state, events, translate);
  return translated === null ? [] : [translated];
};
