import { describe, expect, it } from 'vitest';
import { progressOf, wakeAt } from '../../src/domain/plan/wake-at.js';
import type { KindName } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { local, remote, remove, type Step, write } from '../../src/testing/world/scenario.js';
import type { Sides } from '../../src/domain/side.js';

const KINDS: Sides<KindName> = ['inode', 'oid'];
const files = (count: number) => Array.from({ length: count }, (_, i) => `/f${i}`);
const base = files(40).map((path) => write(path, path));
const removed = (from: number, to: number): readonly Step[] => local(...files(40).slice(from, to).map(remove));

const gateIn = async (maxDeletePercent: number, ...steps: readonly Step[]) => {
  const { state } = await runScenario({
    kinds: KINDS,
    base,
    policy: { maxDeletePercent },
    steps: [...steps, { do: 'settle' }, { do: 'stop' }],
  });
  return state.control.sides[1].gate;
};

const gateAfter = async (...given: Parameters<typeof gateIn>) => (await gateIn(...given))._tag;

describe('the gate', () => {
  it.each([
    [20, 10, 'Open'],
    [21, 10, 'Raised'],
    // More than half, not half.
    [21, 52, 'Raised'],
    [21, 53, 'Open'],
    // Just that share is none too many.
    [24, 60, 'Open'],
    [24, 59, 'Raised'],
  ])('with %s of 40 files to delete, of which %s percent may be, is %s', async (count, percent, gate) => {
    expect(await gateAfter(percent, ...removed(0, count))).toBe(gate);
  });

  it('counts what it let pass within a minute, and no longer', async () => {
    const twice = (ms: number) => gateAfter(10, ...removed(0, 15), { do: 'settle' }, { do: 'wait', ms }, ...removed(15, 30));
    expect(await twice(50_000)).toBe('Raised');
    expect(await twice(70_000)).toBe('Open');
  });

  it('tells how many deletes of how many files it stops', async () => {
    expect(await gateIn(10, ...removed(0, 15), { do: 'settle' }, ...removed(15, 30))).toMatchObject({ deletes: 30, files: 40 });
  });

  it('takes what it let pass for files that there were', async () => {
    // 25 of 40, not of the 25 that are left, nor of 10.
    const share = (percent: number) => gateAfter(percent, ...removed(0, 15), { do: 'settle' }, ...removed(15, 25));
    expect(await share(62)).toBe('Raised');
    expect(await share(63)).toBe('Open');
  });

  it('does not count what was edited on the other side: that comes back', async () => {
    const edited = remote(...files(5).map((path) => write(path, 'edited')));
    expect(await gateAfter(10, ...edited, ...removed(0, 25))).toBe('Open');
    expect(await gateAfter(10, ...edited.slice(1), ...removed(0, 25))).toBe('Raised');
  });
});

const away = (times: number): Step => ({ do: 'fail', side: 1, error: 'Disconnected', times });

const ROUND: readonly Step[] = [{ do: 'plan' }, { do: 'effects' }, { do: 'answers' }];

describe('progress', () => {
  it('goes on while a side is away that something is for, and tells when it is tried again', async () => {
    const steps: readonly Step[] = [...local(write('/f0', 'edited')), away(99), { do: 'deliver', side: 0 }];
    const { state } = await runScenario({
      kinds: KINDS,
      base,
      steps: [...steps, ...ROUND, ...ROUND, ...ROUND, { do: 'plan' }, { do: 'stop' }],
    });
    const { health } = state.control.sides[1];
    expect(health._tag).toBe('Down');
    expect(progressOf(state)).toMatchObject({ active: true, inFlight: 0, blocked: 0, gated: 0 });
    expect(progressOf(state).unsettled).toBeGreaterThan(0);
    expect(wakeAt(state)).toBe(health._tag === 'Down' ? health.retryAtMs : null);
  });

  it.each<[string, readonly Step[], Partial<ReturnType<typeof progressOf>>]>([
    [
      'something was told of',
      [
        { do: 'deliver', side: 0 },
        { do: 'plan', looks: 0, deeds: 0 },
      ],
      { active: true, inFlight: 0 },
    ],
    ['it is looked at', [{ do: 'deliver', side: 0 }, { do: 'plan' }], { active: true, inFlight: 1 }],
    [
      'it is looked at, and has not answered',
      [{ do: 'deliver', side: 0 }, { do: 'plan' }, { do: 'effects' }],
      { active: true, inFlight: 1 },
    ],
  ])('goes on while %s', async (_when, steps, progress) => {
    const { state } = await runScenario({ kinds: KINDS, base, steps: [...local(write('/f0', 'edited')), ...steps, { do: 'stop' }] });
    expect(progressOf(state)).toMatchObject(progress);
  });

  it('counts what waits for its side to be quiet as not settled, and tells when it waits no longer', async () => {
    const looked: readonly Step[] = [{ do: 'deliver', side: 0 }, ...ROUND, ...ROUND, ...ROUND];
    const steps = [...local(remove('/f0'), remove('/f1'), remove('/f2')), ...looked, { do: 'stop' }] as const;
    const { state } = await runScenario({ kinds: KINDS, base, policy: { agingMs: 60_000 }, steps });
    expect(progressOf(state)).toMatchObject({ active: true, inFlight: 0, unsettled: 3, failing: 0 });
    expect(wakeAt(state)).toBe(state.control.sides[0].lastHintAtMs + 30_000);
  });

  it('has ended where nothing is left, and time alone changes nothing', async () => {
    const { state } = await runScenario({ kinds: KINDS, base, steps: [{ do: 'settle' }, { do: 'stop' }] });
    expect(progressOf(state)).toEqual({ active: false, inFlight: 0, unsettled: 0, blocked: 0, gated: 0, failing: 0 });
    expect(wakeAt(state)).toBeNull();
  });
});
