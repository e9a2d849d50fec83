import { evolveAll } from '../../domain/evolve/evolve.js';
import { listingOutcome } from '../../domain/evolve/fold-listing.js';
import type { ActionOf } from '../../domain/action.js';
import { pathOf } from '../../domain/evolve/nodes.js';
import type { Event } from '../../domain/event.js';
import { seq } from '../../domain/ids.js';
import type { RelPath } from '../../domain/name.js';
import { isAlive } from '../../domain/node.js';
import type { Observation } from '../../domain/observation.js';
import { advance, type Room } from '../../domain/plan/plan.js';
import type { State } from '../../domain/state/state.js';
import { answersAfter, type Translate } from '../../domain/answers.js';
import type { Failure, Outcome } from '../outcome.js';
import { type IgnoreRules, NOTHING_IGNORED, withRules } from './ignore-rules.js';

/** What reaches the writer: events that are told as they are, and what became of actions. */
export type Input =
  | { readonly _tag: 'Told'; readonly event: Event }
  | { readonly _tag: 'Done'; readonly action: number; readonly outcome: Outcome }
  | { readonly _tag: 'Failed'; readonly action: number; readonly failure: Failure }
  /** Time passed, nothing else: look whether it changes anything. */
  | { readonly _tag: 'Tick' };

/**
 * The events of what came in together. One may tell that a folder is elsewhere, and rules are asked of paths: so what comes after it is told
 * against what is known then. Where no rule is asked, a batch is told against the state before it (docs/adr/0006).
 */
export const eventsOfAll = (state: State, rules: IgnoreRules, inputs: readonly Input[]): readonly Event[] => {
  const told: Event[] = [];
  let [known, folded, isElsewhere] = [state, 0, false];
  for (const input of inputs) {
    if (isElsewhere && rules !== NOTHING_IGNORED) {
      known = evolveAll(known, told.slice(folded));
      [folded, isElsewhere] = [told.length, false];
    }
    const events = eventsOf(known, rules, input);
    told.push(...events);
    isElsewhere ||= events.some(mayMove);
  }
  return told;
};

/** What may give something that is known another path. */
const mayMove = (event: Event): boolean => (event._tag === 'LookedUp' && event.found !== null) || event._tag === 'Moved';

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
      const folder = folderOf(state, action, outcome.found);
      return [{ ...outcome, action: number, found: folder === null ? outcome.found : withRules(rules, folder, outcome.found) }];
    }
    default:
      return [{ ...outcome, action: number }];
  }
};

/** Path of the folder that something was found in, which may be another than was believed; null if it is not known: then it is looked up first. */
const folderOf = ({ table }: State, { side, node }: ActionOf<'LookUp'>, { parentOid }: Observation): RelPath | null => {
  const parent = parentOid === null ? table.node(node)?.parent : table.byOid(side, parentOid).find(isAlive)?.id;
  return parent === undefined ? null : pathOf(table, parent);
};

const AS_IT_IS: Translate = (path) => path;

/**
 * One step of the loop: `advance`, with what users' functions say. They are asked about what the events bring; and again, before anything
 * starts, about what is recognised for a folder that moved, with all that it holds.
 */
export const step = (state: State, rules: IgnoreRules, events: readonly Event[], room: Room): ReturnType<typeof advance> => {
  const told = [...events, ...answersTo(state, rules, events)];
  if (rules.translate === undefined && rules.prioritize === undefined && rules.wants === undefined) return advance(state, told, room);
  const concluded = advance(state, told, NO_ROOM);
  const isMoved = concluded.events.some(({ _tag }) => _tag === 'HalfRecognised');
  const next = advance(concluded.state, isMoved ? answersTo(state, rules, concluded.events) : [], room);
  return { state: next.state, events: [...concluded.events, ...next.events] };
};

const NO_ROOM: Room = { looks: [0, 0], deeds: 0 };

/** What users' functions have to say to these events. */
const answersTo = (state: State, rules: IgnoreRules, events: readonly Event[]): readonly Event[] => {
  // A user who no longer translates has to be heard once: what was answered before is in the state.
  const stays = state.control.translates && events.some(({ _tag }) => _tag === 'SessionStarted') ? AS_IT_IS : undefined;
  return answersAfter(state, events, {
    translate: rules.translate?.() ?? stays,
    prioritize: rules.prioritize?.(),
    wants: rules.wants?.(),
  });
};
