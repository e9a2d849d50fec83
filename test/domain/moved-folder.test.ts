import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { isAlive, type Node } from '../../src/domain/node.js';
import { advance } from '../../src/domain/plan/plan.js';
import { settle } from '../../src/domain/plan/settle.js';
import type { State } from '../../src/domain/state/state.js';
import { obeysAllLaws } from '../../src/testing/laws/world-laws.js';
import { ANSWERS, CRASH, EFFECTS, hint, PLAN } from '../../src/testing/scenarios/example.js';
import { local, mkdir, move, type Step, type UserAct, write } from '../../src/testing/world/scenario.js';
import type { World } from '../../src/testing/world/world.js';

const BASE: readonly UserAct[] = [write('/old/a', 'v1'), write('/old/b', 'v2'), write('/old/sub/c', 'v3'), mkdir('/else')];

const NO_ROOM = { looks: [0, 0], deeds: 0 } as const;

/** Both ends of a rename are listed in one session, as after a start without hints. */
const tell = (steps: readonly Step[], watch?: World['watch']): Promise<World> =>
  obeysAllLaws({ kinds: ['inode', 'oid'], base: BASE, steps: [...steps, CRASH, PLAN, EFFECTS, ANSWERS, PLAN] }, watch);

const recognitions = ({ events, inStep }: World): readonly Event[] => events.slice(inStep).filter(({ _tag }) => _tag === 'HalfRecognised');

const localFiles = ({ table }: World['state']): readonly number[] =>
  [...table.nodes()].filter((node) => node.side === 0 && node.kind === 'file' && isAlive(node)).map(({ id }) => id);

describe('a folder that is seen at its new place before its old one was looked at', () => {
  it.each([
    ['beside the old', '/new', { '/new/': null, '/new/a': 'v1', '/new/b': 'v2', '/new/sub/': null, '/new/sub/c': 'v3', '/else/': null }],
    [
      'in another folder',
      '/else/new',
      { '/else/': null, '/else/new/': null, '/else/new/a': 'v1', '/else/new/b': 'v2', '/else/new/sub/': null, '/else/new/sub/c': 'v3' },
    ],
  ])('takes along what it holds, %s: nothing dies and nothing is born', async (_where, to, ends) => {
    const known: (readonly number[])[] = [];
    const world = await tell(local(move('/old', to)), ({ state }) => void known.push(localFiles(state)));
    expect(recognitions(world)).toHaveLength(1);
    const first = known.findIndex((ids) => ids.length === 3);
    expect(first).toBeGreaterThan(0);
    for (const ids of known.slice(first)) expect(ids).toEqual(known[first]);
    for (const side of [0, 1] as const) expect(world.stores[side].tree()).toEqual(ends);
  });

  it('is listed again: what was edited, added and removed on the way is seen', async () => {
    const world = await tell(
      local(
        write('/old/a', 'v4'),
        { act: 'remove', path: '/old/b' },
        write('/old/sub/d', 'v5'),
        move('/old', '/new'),
        write('/new/e', 'v6'),
      ),
    );
    const ends = {
      '/new/': null,
      '/new/a': 'v4',
      '/new/sub/': null,
      '/new/sub/c': 'v3',
      '/new/sub/d': 'v5',
      '/new/e': 'v6',
      '/else/': null,
    };
    for (const side of [0, 1] as const) expect(world.stores[side].tree()).toEqual(ends);
  });

  it('leaves its place to what is there now, whatever that is', async () => {
    const world = await tell(local(move('/old', '/new'), write('/old/a', 'v7')));
    const ends = {
      ...{ '/new/': null, '/new/a': 'v1', '/new/b': 'v2', '/new/sub/': null, '/new/sub/c': 'v3' },
      ...{ '/old/': null, '/old/a': 'v7', '/else/': null },
    };
    for (const side of [0, 1] as const) expect(world.stores[side].tree()).toEqual(ends);
  });

  it('waits while anything is in flight in it', async () => {
    const edited: readonly Step[] = [
      { do: 'user', side: 1, act: write('/old/a', 'v8') },
      hint(1),
      PLAN,
      EFFECTS,
      ANSWERS,
      PLAN,
      ...local(move('/old', '/new')),
    ];
    const story = [...edited, hint(0), PLAN, EFFECTS, ANSWERS];
    const world = await obeysAllLaws({ kinds: ['inode', 'oid'], base: BASE, steps: story });
    for (const side of [0, 1] as const) expect(world.stores[side].tree()).toMatchObject({ '/new/a': 'v8', '/new/b': 'v2' });
  });

  it('is not taken from a place that nothing was said of: a folder that is mounted twice is at both', async () => {
    const { state } = await obeysAllLaws({ kinds: ['inode', 'oid'], base: BASE, steps: [] });
    const { control, table } = state;
    const root = control.roots[0].node;
    const old = [...table.children(root)].find(({ name }) => name === 'old');
    if (old === undefined) throw new Error('it is not there');
    const begun = (differing: readonly Node[]): State =>
      advance(
        state,
        [
          {
            ...{
              _tag: 'SessionStarted',
              atMs: control.nowMs + 1,
              version: 'next',
              boot: control.boot,
              forgetBases: false,
              policy: control.policy,
            },
            traits: [control.traits[0], control.traits[1]],
            roots: [
              { identity: control.roots[0].identity, oid: null },
              { identity: control.roots[1].identity, oid: null },
            ],
            differing: [[root, ...differing.map(({ id }) => id)], []],
          },
        ],
        NO_ROOM,
      ).state;
    /** The root is listed: there is a folder of that identity beside the old one. */
    const concluded = (known: State): readonly string[] => {
      const list: Event = { _tag: 'ActionStarted', action: { _tag: 'List', side: 0, node: root }, reason: 'unlisted' };
      const rows = [{ ...old, name: 'again', parentOid: null }];
      const listed: Event = { _tag: 'Listed', action: known.seq + 1, complete: true, rows, absent: [] };
      return settle(evolveAll(known, [list, listed])).events.map(({ _tag }) => _tag);
    };
    expect(concluded(begun([]))).toEqual([]);
    expect(concluded(begun([old]))).toEqual(['HalfRecognised']);
  });
});
