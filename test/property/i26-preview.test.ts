import { describe, expect, it } from 'vitest';
import type { MemoryOptions } from '../../src/adapters/memory/index.js';
import { singly } from '../../src/domain/action.js';
import { pathOf } from '../../src/domain/evolve/nodes.js';
import { showPath } from '../../src/domain/name.js';
import type { Sides } from '../../src/domain/side.js';
import type { Logged } from '../../src/effects/engine/engine.js';
import { engineWorld, type EngineWorld } from '../../src/testing/engine/index.js';
import { callCount, PAIRS } from '../effects/support.js';

/** What a run does to the sides: each deed that was done, with its paths and its reason. */
const deedsOf = (world: EngineWorld): ReadonlyMap<string, string> => {
  const deeds = new Map<string, string>();
  world.engine().events$.subscribe(({ first, events, after }: Logged) => {
    events.forEach((event, index) => {
      const failed = event._tag === 'FilesCreated' ? event.files.map(({ _tag }) => _tag === 'Failed') : [event._tag === 'ActionFailed'];
      if ('action' in event && typeof event.action === 'number')
        for (const [i, isFailed] of failed.entries()) if (isFailed) deeds.delete(`${event.action}/${i}`);
      if (event._tag !== 'ActionStarted' || ['LookUp', 'List', 'Compare'].includes(event.action._tag)) return;
      const path = (node: number): string => showPath(pathOf(after.table, node as never) ?? ['?']);
      singly(event.action).forEach((action, i) => {
        const made = action._tag === 'CreateFiles' ? action.files[0] : 'source' in action ? action : undefined;
        const name = made !== undefined && 'name' in made ? made.name : 'name' in action ? action.name : '';
        const from = 'node' in action ? ` ${path(action.node)}` : made === undefined ? '' : ` ${path(made.source)}`;
        const to = 'parent' in action ? ` to ${path(action.parent)} ${name}` : '';
        deeds.set(`${first + index}/${i}`, `${action._tag} ${action.side}${from}${to} (${event.reason})`);
      });
    });
  });
  return deeds;
};

const stories: readonly (readonly [string, (world: EngineWorld) => void])[] = [
  [
    'a first sync',
    ({ stores }) => {
      stores[0].write('/a/b/c', 'one');
      stores[0].mkdir('/empty/er');
      stores[1].write('/a/d', 'two');
      stores[1].write('/a/b/c', 'three');
    },
  ],
  [
    'edits, deletes, renames, moves and a swap',
    ({ stores: [local, remote] }) => {
      local.write('/f/a', 'edited');
      remote.remove('/f/b');
      local.move('/f/c', '/g/c');
      local.move('/f/x', '/swap');
      local.move('/f/y', '/f/x');
      local.move('/swap', '/f/y');
      remote.write('/new/deep/er', 'new');
    },
  ],
  ['the move of a folder with all in it, into a new one', ({ stores: [local] }) => local.move('/f', '/new/f')],
  [
    'the delete of a folder with a survivor',
    ({ stores: [local, remote] }) => {
      local.remove('/f', { recursive: true });
      remote.write('/f/a', 'edited');
    },
  ],
  [
    'conflicts of every sort',
    ({ stores: [local, remote] }) => {
      local.write('/f/a', 'local');
      remote.write('/f/a', 'remote');
      local.write('/both', 'local');
      remote.mkdir('/both');
      local.move('/f/b', '/f/moved');
      remote.move('/f/b', '/f/other');
    },
  ],
];

const prepared = async (kinds: Sides<Partial<MemoryOptions>>, story: (world: EngineWorld) => void, base: boolean): Promise<EngineWorld> => {
  const world = engineWorld({ kinds });
  if (base) {
    for (const name of ['a', 'b', 'c', 'x', 'y']) world.stores[0].write(`/f/${name}`, `content of ${name}`);
    world.stores[0].write('/g/k', 'k');
    await world.run();
  }
  story(world);
  return world;
};

describe.each(PAIRS)('I26 a preview of %s is what a run then does', (_name, kinds) => {
  it.each(stories)('for %s', async (name, story) => {
    const world = await prepared(kinds, story, name !== 'a first sync');
    const before = [world.stores[0].tree(), world.stores[1].tree(), world.log.records()];
    const preview = await runOnce(world, true);
    expect([world.stores[0].tree(), world.stores[1].tree(), world.log.records()], 'a preview changed something').toEqual(before);
    const run = await runOnce(world, false);
    expect(preview.length).toBeGreaterThan(0);
    expect(preview).toEqual(run);
    expect(world.stores[1].tree()).toEqual(world.stores[0].tree());
  });
});

const runOnce = async (world: EngineWorld, assume: boolean): Promise<readonly string[]> => {
  const before = callCount(world);
  const starting = world.start({ assume });
  const deeds = deedsOf(world);
  await starting;
  expect(await world.settle()).toMatchObject({ active: false });
  expect(callCount(world) - before).toBeLessThan(400);
  await world.stop();
  return [...deeds.values()].sort();
};
