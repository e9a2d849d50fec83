import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/domain/digest.js';
import { evolve } from '../../src/domain/evolve/evolve.js';
import type { EventOf } from '../../src/domain/event.js';
import { nodeId, seq } from '../../src/domain/ids.js';
import { foldQuietSession, isQuietSession } from '../../src/domain/quiet-session.js';
import { settle } from '../../src/domain/plan/settle.js';
import { advance, plan } from '../../src/domain/plan/plan.js';
import type { State } from '../../src/domain/state/state.js';
import { scenarios as scenariosOf, TROUBLES, type Trouble } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';

const ROOM = { looks: [8, 8], deeds: 32 } as const;

const scenarios = fc
  .tuple(fc.constantFrom(...PAIRS), fc.constantFrom(...(Object.keys(TROUBLES) as Trouble[])))
  .chain(([kinds, trouble]) => scenariosOf(kinds, trouble));

/** A session like the last one, of which nothing is new. */
const again = ({ control }: State): EventOf<'SessionStarted'> => ({
  ...{ _tag: 'SessionStarted', atMs: control.nowMs + 5, version: 'next', boot: control.boot, forgetBases: false, policy: control.policy },
  traits: [control.traits[0], control.traits[1]],
  roots: [
    { identity: control.roots[0].identity, oid: null },
    { identity: control.roots[1].identity, oid: null },
  ],
  differing: [[], []],
});

const agenda = (state: State) => ({ concluded: settle(state).events, planned: plan(settle(state).state, ROOM).events });

/** What may be other than in a session of which nothing is new. */
const OTHERWISE: Readonly<Record<string, (event: EventOf<'SessionStarted'>, state: State) => EventOf<'SessionStarted'>>> = {
  nothing: (event) => event,
  'another boot': (event) => ({ ...event, boot: 'another' }),
  'a folder differs': (event, { control }) => ({ ...event, differing: [[control.roots[0].node], []] }),
  'a folder differs that is not there': (event) => ({ ...event, differing: [[], [nodeId(9999)]] }),
  'one side was not swept': (event) => ({ ...event, differing: [[], null] }),
  'another policy': (event) => ({ ...event, policy: { ...event.policy, maxDeletePercent: 7 } }),
  'other rules for names': (event) => ({
    ...event,
    traits: [event.traits[0], { ...event.traits[1], caseSensitive: !event.traits[1].caseSensitive }],
  }),
  'merged anew': (event) => ({ ...event, forgetBases: true }),
};

describe('a quiet session', () => {
  it('is one event, and is folded as any other', async () => {
    let quiet = 0;
    await fc.assert(
      fc.asyncProperty(scenarios, fc.constantFrom('nothing', 'nothing', ...Object.keys(OTHERWISE)), async (scenario, otherwise) => {
        await runScenario(scenario, ({ state }) => {
          const event = OTHERWISE[otherwise]?.(again(state), state) ?? again(state);
          const folded = foldQuietSession(state, event);
          expect(folded !== null).toBe(isQuietSession(state, event));
          if (folded === null) return;
          quiet += 1;
          const { state: next, events } = advance(state, [event], ROOM);
          expect(events).toEqual([event]);
          expect(digestOf(folded)).toBe(digestOf(next));
          expect(digestOf(folded)).toBe(digestOf(evolve(state, event)));
          expect(folded.control).toEqual(next.control);
          expect(agenda(folded)).toEqual(agenda(next));
        });
      }),
      { numRuns: 80, seed: 1 },
    );
    expect(quiet).toBeGreaterThan(20);
  });

  it.each(['a folder differs', 'one side was not swept', 'another policy', 'other rules for names', 'merged anew'])(
    'is none with %s',
    async (otherwise) => {
      const { state } = await runScenario({ kinds: ['inode', 'inode'], base: [{ act: 'write', path: '/a', content: 'x' }], steps: [] });
      expect(isQuietSession(state, again(state))).toBe(true);
      expect(isQuietSession(state, OTHERWISE[otherwise]?.(again(state), state) ?? again(state))).toBe(false);
    },
  );

  it('is none after power was lost with something that may not be on the disk', async () => {
    const { state } = await runScenario({ kinds: ['inode', 'inode'], base: [], steps: [] });
    const rebooted = { ...again(state), boot: 'another' };
    const durableTo = (durable: number): State => ({ ...state, control: { ...state.control, durable: seq(durable) } });
    expect(isQuietSession(durableTo(state.seq), rebooted)).toBe(true);
    expect(isQuietSession(durableTo(state.seq - 1), rebooted)).toBe(false);
    expect(isQuietSession(durableTo(state.seq - 1), again(state))).toBe(true);
  });
});
