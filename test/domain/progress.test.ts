import { describe, expect, it } from 'vitest';
import { linkId, seq } from '../../src/domain/ids.js';
import { progressOf, wakeAt } from '../../src/domain/plan/wake-at.js';
import type { Side } from '../../src/domain/side.js';
import { type AgendaDraft, EMPTY_AGENDA, editAgenda } from '../../src/domain/state/agenda.js';
import type { Standing } from '../../src/domain/state/standing.js';
import type { Control } from '../../src/domain/state/control.js';
import { initialState, type State } from '../../src/domain/state/state.js';

const NOW = 100_000;
const AGING_MS = 200;

type SideFields = Partial<Control['sides'][0]>;

/** A state of which this alone is known. */
const stateWith = (write: (agenda: AgendaDraft) => void, sides: readonly [SideFields, SideFields] = [{}, {}]): State => {
  const state = initialState();
  const agenda = editAgenda(EMPTY_AGENDA);
  write(agenda);
  const [local, remote] = state.control.sides;
  const control = { ...state.control, nowMs: NOW, policy: { ...state.control.policy, agingMs: AGING_MS } };
  return {
    ...state,
    agenda: agenda.finish(),
    control: {
      ...control,
      sides: [
        { ...local, ...sides[0] },
        { ...remote, ...sides[1] },
      ],
    },
  };
};

const standing =
  (...all: readonly (Standing | typeof TOUCHED)[]) =>
  (agenda: AgendaDraft): void =>
    all.forEach((each, i) => (each === TOUCHED ? agenda.touch(linkId(i + 1)) : agenda.stand(linkId(i + 1), each)));

const TOUCHED = 'touched';

const WAITING: Standing = { _tag: 'Waiting', on: linkId(9), forPlace: false };
const quiet = (side: Side): Standing => ({ _tag: 'Quiet', side, untilMs: NOW + 1 });
const gated = (side: Side): Standing => ({ _tag: 'Gated', side, on: linkId(1) });
const down = (retryAtMs: number): SideFields => ({
  health: { _tag: 'Down', retryAtMs, attempts: 1, error: { _tag: 'Disconnected', message: 'away' } } as never,
});

const NOTHING = { active: false, inFlight: 0, unsettled: 0, blocked: 0, gated: 0, failing: 0 };

describe('progress', () => {
  it.each<[string, Standing | typeof TOUCHED, Partial<typeof NOTHING>]>([
    ['is to be judged', TOUCHED, { active: true }],
    ['is ready', { _tag: 'Ready' }, { active: true }],
    ['waits for its side to be quiet', quiet(0), { active: true }],
    ['waits for the other side', quiet(1), { active: true }],
    ['is tried again later', { _tag: 'Later' }, { active: true, failing: 1 }],
    ['waits for another entry', WAITING, {}],
    ['waits at the gate', gated(0), { gated: 1 }],
    ['waits at the other gate', gated(1), { gated: 1 }],
    ['waits for a person', { _tag: 'Blocked', on: linkId(1) }, { blocked: 1 }],
  ])('of an entry that %s', (_what, each, progress) => {
    expect(progressOf(stateWith(standing(each)))).toEqual({ ...NOTHING, unsettled: 1, ...progress });
  });

  it('counts entries that wait for different things together', () => {
    const all = standing(TOUCHED, { _tag: 'Ready' }, WAITING, quiet(0), { _tag: 'Later' }, gated(1), {
      _tag: 'Blocked',
      on: linkId(7),
    });
    expect(progressOf(stateWith(all))).toEqual({ ...NOTHING, active: true, unsettled: 7, blocked: 1, gated: 1, failing: 1 });
    expect(progressOf(stateWith(standing(TOUCHED, { _tag: 'Ready' })))).toMatchObject({ active: true, unsettled: 2 });
  });

  it.each([0, 1] as const)('goes on where side %s is away, if something is for it', (side) => {
    const sides = side === 0 ? ([down(NOW), {}] as const) : ([{}, down(NOW)] as const);
    expect(progressOf(stateWith(standing(WAITING), sides))).toMatchObject({ active: true, unsettled: 1 });
    expect(progressOf(stateWith(() => undefined, sides))).toEqual(NOTHING);
  });

  it.each([0, 1] as const)('goes on while something of side %s is to be looked at', (side) => {
    expect(progressOf(stateWith((agenda) => agenda.dirty[side].add(3)))).toEqual({ ...NOTHING, active: true });
    expect(progressOf(stateWith((agenda) => agenda.unlisted[side].add(3)))).toEqual({ ...NOTHING, active: true });
  });

  it('goes on while something is in flight', () => {
    const state = stateWith(() => undefined);
    const actions = new Map([[seq(1), {} as never]]);
    expect(progressOf({ ...state, flights: { ...state.flights, actions } })).toEqual({ ...NOTHING, active: true, inFlight: 1 });
  });
});

describe('when time alone changes the plan', () => {
  it('a side that is away is tried again: the first of both', () => {
    expect(wakeAt(stateWith(() => undefined, [down(NOW + 5), down(NOW + 3)]))).toBe(NOW + 3);
    expect(wakeAt(stateWith(() => undefined, [down(NOW), {}]))).toBeNull();
  });

  it('a side has rested, or something has waited too long for that', () => {
    const hinted: SideFields = { lastHintAtMs: NOW - 50 };
    expect(wakeAt(stateWith(standing({ ...quiet(0), untilMs: NOW + 10_000 } as Standing), [hinted, {}]))).toBe(NOW - 50 + AGING_MS);
    expect(wakeAt(stateWith(standing(quiet(0)), [hinted, {}]))).toBe(NOW + 1);
    // It has, for ever, and nothing waits for that.
    expect(wakeAt(stateWith((agenda) => agenda.dirty[0].add(3), [{ lastHintAtMs: NOW - AGING_MS }, {}]))).toBeNull();
  });

  it('something is tried again', () => {
    const state = stateWith(() => undefined);
    const retry = (atMs: number) => ({ atMs, attempts: 1 }) as never;
    expect(wakeAt({ ...state, control: { ...state.control, retries: { 4: retry(NOW + 7), 5: retry(NOW - 7) } } })).toBe(NOW + 7);
    expect(wakeAt({ ...state, control: { ...state.control, lookRetries: { 4: retry(NOW + 8) } } })).toBe(NOW + 8);
  });
});
