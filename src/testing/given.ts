import assert from 'node:assert/strict';
import type { Event } from '../domain/event.js';
import { evolveAll } from '../domain/evolve/evolve.js';
import { advance, type Room } from '../domain/plan/plan.js';
import { initialState, type State } from '../domain/state/state.js';

/** A policy of one's own: what it would have told, in a state; events as a person tells them. Pure. */
export type Decider = (state: State) => readonly Event[];

/** What an event has to be, as far as it matters. */
export type Like<A> = A extends object ? { readonly [K in keyof A]?: Like<A[K]> } : A;

export interface Given {
  /** With a policy of one's own, which is asked after what happens. */
  readonly and: (policy: Decider) => Given;
  readonly when: (...now: readonly Event[]) => When;
}

export interface When {
  /** What was concluded and started because of it. */
  readonly decided: readonly Event[];
  /** Throws `AssertionError` unless just these were decided, in this order; what is left out of one may be anything. */
  readonly then: (...expected: readonly Like<Event>[]) => void;
}

/** Room for everything that can start. */
const EVERYTHING: Room = { looks: [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER], deeds: Number.MAX_SAFE_INTEGER };

/** Decisions as tests: `given(...past).and(policy).when(event).then(...)`. */
export const given = (...past: readonly Event[]): Given => givenState(evolveAll(initialState(), past), () => []);

const givenState = (state: State, policy: Decider): Given => ({
  and: (next) => givenState(state, next),
  when: (...now) => {
    const first = advance(state, now, EVERYTHING);
    const told = policy(first.state);
    const decided = [...first.events.slice(now.length), ...(told.length === 0 ? [] : advance(first.state, told, EVERYTHING).events)];
    return {
      decided,
      then: (...expected) =>
        assert.deepEqual(
          decided.map((event, i) => restrictedTo(expected[i], event)),
          expected,
        ),
    };
  },
});

/** What of a value an expectation speaks of. */
const restrictedTo = (expected: unknown, value: unknown): unknown => {
  if (typeof expected !== 'object' || expected === null || typeof value !== 'object' || value === null || Array.isArray(expected))
    return value;
  return Object.fromEntries(
    Object.entries(expected).map(([key, inner]) => [key, restrictedTo(inner, (value as Record<string, unknown>)[key])]),
  );
};
