import { describe, expect, it } from 'vitest';
import { loserOf } from '../../src/domain/judge/conflict.js';
import type { View } from '../../src/domain/judge/view.js';
import { blankNode } from '../../src/domain/node.js';
import { inOrder } from '../../src/domain/plan/in-order.js';
import type { Policy } from '../../src/domain/policy.js';
import { LOCAL, REMOTE, type Sides } from '../../src/domain/side.js';
import type { Draft } from '../../src/domain/state/state.js';
import { nodeId } from '../../src/domain/ids.js';
import type { KindName } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { local, move, remote, write } from '../../src/testing/world/scenario.js';

describe('of two different files', () => {
  const file = (size: number, mtimeMs: number) => ({ ...blankNode(LOCAL), id: nodeId(1), kind: 'file' as const, size, mtimeMs });
  const [old, young] = [file(9, 1), file(3, 2)];

  it.each<[Policy['conflictWinner'], readonly unknown[]]>([
    ['remote', [LOCAL, LOCAL, LOCAL]],
    ['local', [REMOTE, REMOTE, REMOTE]],
    ['newer', [LOCAL, REMOTE, LOCAL]],
    ['larger', [REMOTE, LOCAL, LOCAL]],
  ])('the winner keeps the name: %s; REMOTE where they are alike', (conflictWinner, losers) => {
    const view = { control: { policy: { conflictWinner } } } as View;
    const pairs = [[old, young] as const, [young, old] as const, [old, old] as const];
    expect(pairs.map((pair) => loserOf(view, pair))).toEqual(losers);
  });
});

describe('what is ready', () => {
  /** Links by number, with what was said of both of their halves; 0: nothing. */
  const order = (said: Readonly<Record<number, readonly [number, number]>>, ready = Object.keys(said).map(Number)): readonly number[] => {
    const isRanked = (id: number): boolean => said[id]?.some((priority) => priority !== 0) === true;
    const ranked = new Set([...Object.keys(said).map(Number)].reverse().filter(isRanked));
    const table = {
      link: (id: number) => ({ halves: [10 * id, 10 * id + 1] }),
      node: (id: number) => ({ priority: said[Math.floor(id / 10)]?.[id % 10] }),
    };
    return [...inOrder({ agenda: { ready: () => new Set(ready), ranked }, table } as unknown as Draft)];
  };

  it('comes as it comes, where nothing was said', () => {
    expect(order({ 3: [0, 0], 1: [0, 0] }, [3, 1])).toEqual([3, 1]);
  });

  it('comes by what was said: below 0 first, above 0 last, and among equals the older one', () => {
    expect(order({ 1: [5, 0], 2: [0, 0], 3: [-1, 0], 4: [0, -7], 5: [2, 0], 6: [0, 0], 7: [2, 0] })).toEqual([4, 3, 2, 6, 5, 7, 1]);
  });

  it('goes by the more urgent of two words on one entry', () => {
    expect(order({ 1: [0, 0], 2: [4, -2], 3: [-1, 0] })).toEqual([2, 3, 1]);
  });

  it('is nothing that is not ready, whatever was said of it', () => {
    expect(order({ 1: [0, 0], 2: [-1, 0], 3: [1, 0] }, [1, 3])).toEqual([1, 3]);
  });
});

describe('one file, renamed on both sides to names that differ in normal form alone', () => {
  const renamed = async (...kinds: Sides<KindName>) => {
    const steps = [...local(move('/a', '/e\u0301')), ...remote(move('/a', '/\u00e9'))];
    const { stores } = await runScenario({ kinds, base: [write('/a', 'v*')], steps });
    return stores.map((store) => Object.keys(store.tree()));
  };

  it('gets one of them where both sides tell them apart', async () => {
    expect(await renamed('inode', 'inode')).toEqual([['/e\u0301'], ['/e\u0301']]);
    expect(await renamed('oid', 'path')).toEqual([['/e\u0301'], ['/e\u0301']]);
  });

  it('stays as each side spells it where one of them does not', async () => {
    expect(await renamed('inode', 'inode-ci-nfc')).toEqual([['/e\u0301'], ['/\u00e9']]);
  });
});
