import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/domain/digest.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { settle } from '../../src/domain/plan/settle.js';
import { type Agenda, EMPTY_AGENDA } from '../../src/domain/state/agenda.js';
import { closeDraft, indexAll, initialState, openDraft, type State } from '../../src/domain/state/state.js';
import { decodeSnapshot, encodeSnapshot } from '../../src/effects/engine/snapshot.js';
import { scenarios as scenariosOf, TROUBLES, type Trouble } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';

const reload = (state: State): State => {
  const loaded = decodeSnapshot(encodeSnapshot(state));
  if (loaded === null) throw new Error('the snapshot was not read');
  return loaded;
};

/** What an agenda says, whatever its vectors look like. */
const said = (agenda: Agenda) => ({
  ...agenda,
  buckets: agenda.buckets.map((set) => [...set]),
  forPlace: [...agenda.forPlace],
  dirty: agenda.dirty.map((set) => [...set]),
  unlisted: agenda.unlisted.map((set) => [...set]),
  kept: [...agenda.kept],
  orphans: agenda.orphans.map((set) => [...set]),
  fresh: agenda.fresh.map((set) => [...set]),
  standing: [...agenda.standing.entries()],
  waitsOn: [...agenda.waitsOn.entries()],
  firstWaiter: [...agenda.firstWaiter.entries()],
  nextWaiter: [...agenda.nextWaiter.entries()],
  previousWaiter: [...agenda.previousWaiter.entries()],
});

/** The agenda made from the table alone, and all links judged. */
const rebuilt = (state: State): State => {
  const draft = openDraft({ ...state, agenda: EMPTY_AGENDA });
  indexAll(draft);
  return settle(closeDraft(draft)).state;
};

const scenarios = fc
  .tuple(fc.constantFrom(...PAIRS), fc.constantFrom(...(Object.keys(TROUBLES) as Trouble[])))
  .chain(([kinds, trouble]) => scenariosOf(kinds, trouble));
const RUNS = { numRuns: 60 };

describe('a snapshot', () => {
  it('I23: with the events after it tells what the whole log tells, wherever it was taken', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), async (scenario, cuts) => {
        const { events, state } = await runScenario(scenario);
        for (const cut of cuts) {
          const at = cut % (events.length + 1);
          const loaded = reload(evolveAll(initialState(), events.slice(0, at)));
          expect(digestOf(evolveAll(loaded, events.slice(at)))).toBe(digestOf(state));
        }
      }),
      RUNS,
    );
  });

  it('has the agenda as it was, in the middle of work too', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const world = await runScenario(scenario, ({ state }) => {
          expect(said(reload(state).agenda)).toEqual(said(state.agenda));
          expect(digestOf(reload(state))).toBe(digestOf(state));
        });
        expect(encodeSnapshot(reload(world.state))).toEqual(encodeSnapshot(world.state));
      }),
      RUNS,
    );
  });

  it('has the agenda that judging every link anew gives, once settled', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const { state } = await runScenario(scenario);
        const [loaded, made] = [said(settle(reload(state)).state.agenda), said(rebuilt(state).agenda)];
        for (const part of ['buckets', 'forPlace', 'dirty', 'unlisted', 'kept', 'orphans', 'fresh', 'files'] as const)
          expect(loaded[part], part).toEqual(made[part]);
      }),
      RUNS,
    );
  });

  it('of another format is not read', () => {
    const snapshot = encodeSnapshot(initialState());
    const head = JSON.parse(snapshot.slabs.get('head') ?? '{}') as object;
    expect(decodeSnapshot({ ...snapshot, slabs: new Map([['head', JSON.stringify({ ...head, format: 1 })]]) })).toBeNull();
    expect(decodeSnapshot({ ...snapshot, slabs: new Map() })).toBeNull();
  });

  it('of links that were judged by other rules has them judged anew', async () => {
    const { state } = await runScenario({ kinds: ['oid', 'oid'], base: [{ act: 'write', path: '/a', content: 'x' }], steps: [] });
    expect(state.agenda.buckets[1]?.size).toBe(0);
    const snapshot = encodeSnapshot(state);
    const head = JSON.parse(snapshot.slabs.get('head') ?? '{}') as { agenda: object };
    const older = JSON.stringify({ ...head, agenda: { ...head.agenda, judged: 0 } });
    const loaded = decodeSnapshot({ ...snapshot, slabs: new Map([...snapshot.slabs, ['head', older]]) });
    expect(loaded?.agenda.buckets[1]?.size).toBe([...state.table.links()].length);
  });
});
