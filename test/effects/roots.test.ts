import { describe, expect, it } from 'vitest';
import { memoryLog } from '../../src/adapters/memory-log/index.js';
import { EngineFailure } from '../../src/effects/engine/engine.js';
import { engineWorld, type EngineWorld } from '../../src/testing/engine/index.js';
import { deedsOf, expectInStep, of, PAIRS } from './support.js';

const failureOf = async (promise: Promise<unknown>) => {
  const thrown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  return thrown instanceof EngineFailure ? thrown.error : thrown;
};

const synced = async (world: EngineWorld): Promise<EngineWorld> => {
  for (const name of ['a', 'b', 'c']) world.stores[0].write(`/d/${name}`, name);
  await world.run();
  return world;
};

describe.each(PAIRS)('I8 a root of %s', (_name, kinds) => {
  it.each([0, 1] as const)('that goes missing on side %i stops the sync, and nothing is deleted', async (side) => {
    const world = await synced(engineWorld({ kinds }));
    await world.start({ watch: true });
    await world.settle();
    world.stores[side].setRoot('missing');
    world.stores[side === 0 ? 1 : 0].write('/d/a', 'edited');
    await world.advance(5000);
    expect(await failureOf(world.engine().idle())).toMatchObject({ _tag: 'Provider', side, error: { _tag: 'RootMissing' } });
    const events = await world.events();
    await world.advance(60_000);
    expect(await world.events()).toEqual(events);
    await world.stop();
    world.stores[side].setRoot('present');
    await world.run();
    expect(world.stores[0].tree()).toEqual({ '/d/': null, '/d/a': 'edited', '/d/b': 'b', '/d/c': 'c' });
    expectInStep(world);
  });

  it('that is missing at the start is said, and nothing is touched', async () => {
    const world = await synced(engineWorld({ kinds }));
    const head = world.log.head();
    world.stores[1].setRoot('missing');
    expect(await failureOf(world.start())).toMatchObject({ _tag: 'Provider', side: 1, error: { _tag: 'RootMissing' } });
    await world.stop();
    expect(world.log.head()).toBe(head);
  });

  it('that is another one is refused; accepted, both sides are merged and nothing is deleted', async () => {
    const world = await synced(engineWorld({ kinds }));
    const head = world.log.head();
    world.stores[1].setRoot('replaced');
    world.stores[1].write('/d/b', 'other');
    world.stores[1].write('/e', 'theirs');
    expect(await failureOf(world.start({ watch: true }))).toMatchObject({ _tag: 'OtherRoot', side: 1 });
    await world.stop();
    expect(world.log.head()).toBe(head);
    await world.start({ acceptRoots: true });
    await world.settle();
    await world.stop();
    expect(world.warnings).toHaveLength(1);
    expect(world.stores[0].tree()).toEqual({
      '/d/': null,
      '/d/a': 'a',
      '/d/b': 'other',
      '/d/b.conflicted': 'b',
      '/d/c': 'c',
      '/e': 'theirs',
    });
    expectInStep(world);
    expect(of(await world.events(), 'Discarded')).toEqual([]);
  });

  it('that is another one when a side comes back stops the sync', async () => {
    const world = await synced(engineWorld({ kinds }));
    await world.start({ watch: true });
    await world.settle();
    world.stores[1].setOffline(true);
    world.stores[0].write('/d/a', 'edited');
    await world.advance(10_000);
    world.stores[1].setRoot('replaced');
    world.stores[1].setOffline(false);
    await world.advance(120_000);
    expect(await failureOf(world.engine().idle())).toMatchObject({ _tag: 'Provider', side: 1, error: { _tag: 'RootMissing' } });
    await world.stop();
    expect(world.stores[0].tree()).toEqual({ '/d/': null, '/d/a': 'edited', '/d/b': 'b', '/d/c': 'c' });
    expect(world.stores[1].tree()).toEqual({});
  });

  it('I9 whose log is lost is merged: equal files are one, different ones conflict, nothing is deleted', async () => {
    const world = await synced(engineWorld({ kinds }));
    world.stores[0].remove('/d/a');
    world.stores[1].write('/d/b', 'edited');
    world.log = memoryLog({ id: 'another' });
    await world.run();
    expect(world.stores[0].tree()).toEqual({ '/d/': null, '/d/a': 'a', '/d/b': 'edited', '/d/b.conflicted': 'b', '/d/c': 'c' });
    expectInStep(world);
    expect(of(await world.events(), 'Discarded')).toEqual([]);
    expect(deedsOf(await world.events()).filter((deed) => deed.startsWith('ReplaceFile'))).toEqual([]);
  });

  it('I9 that knows of more than its log is merged: an old log that was restored deletes nothing', async () => {
    const world = await synced(engineWorld({ kinds, markers: true }));
    const old = world.log.fork();
    world.stores[0].remove('/d/a');
    world.stores[1].write('/d/e', 'e');
    await world.run();
    world.stores[0].write('/d/a', 'a');
    await world.run();
    world.stores[1].remove('/d/c');
    world.log = old;
    await world.run();
    expect(world.warnings.join()).toContain('older than its local root');
    expect(world.stores[0].tree()).toEqual({ '/d/': null, '/d/a': 'a', '/d/b': 'b', '/d/c': 'c', '/d/e': 'e' });
    expectInStep(world);
    const before = (await world.events()).length;
    await world.run();
    expect(deedsOf((await world.events()).slice(before))).toEqual([]);
  });
});

describe('I10 the gate', () => {
  it('stops more deletes than the policy allows, says so, and goes on when it is approved', async () => {
    const world = engineWorld();
    for (let n = 0; n < 40; n++) world.stores[0].write(`/f${n}`, `content ${n}`);
    await world.run();
    for (let n = 0; n < 30; n++) world.stores[0].remove(`/f${n}`);
    world.stores[0].write('/new', 'new');
    await world.start();
    expect(await world.settle()).toMatchObject({ active: false, gated: 30 });
    expect(Object.keys(world.stores[1].tree())).toHaveLength(41);
    expect(of(await world.events(), 'GateRaised')).toEqual([{ _tag: 'GateRaised', side: 1, deletes: 30, files: 41 }]);
    world.engine().tell({ _tag: 'GateApproved', side: 1 });
    expect(await world.settle()).toMatchObject({ active: false, unsettled: 0 });
    expectInStep(world);
    expect(world.engine().state().control.sides[1].gate).toEqual({ _tag: 'Open' });
    await world.stop();
  });

  it('stops an empty local root from emptying the other side', async () => {
    const world = engineWorld();
    for (let n = 0; n < 30; n++) world.stores[0].write(`/d/f${n}`, `content ${n}`);
    await world.run();
    world.stores[0].remove('/d', { recursive: true });
    await world.run();
    expect(Object.keys(world.stores[1].tree())).toHaveLength(31);
  });
});

describe('a defect', () => {
  it('in a round surfaces through idle, the log stays whole, and the next run goes on', async () => {
    const world = await synced(engineWorld());
    world.stores[0].write('/d/a', 'edited');
    const rules = {
      ignores: () => {
        throw new Error('a bug');
      },
    };
    await world.start({ rules });
    expect(await failureOf(world.settle())).toMatchObject({ _tag: 'Defect', message: expect.stringContaining('a bug') as string });
    expect(world.engine().busy()).toBe(false);
    await world.stop();
    expect((await world.events()).at(-1)?._tag).toBe('ActionStarted');
    await world.run();
    expect(world.stores[1].tree()).toMatchObject({ '/d/a': 'edited' });
  });

  it('of the log stops everything, and is no event', async () => {
    const world = await synced(engineWorld());
    world.stores[0].write('/d/a', 'edited');
    await world.start({ watch: true });
    await world.settle();
    const dead = world.log;
    world.log = dead.crash({ keep: 'all' });
    world.stores[0].write('/d/b', 'edited too');
    await world.advance(5000);
    expect(await failureOf(world.engine().idle())).toMatchObject({ _tag: 'Log' });
    expect(world.stores[1].tree()).toMatchObject({ '/d/b': 'b' });
    await world.engine().stop();
    await world.run();
    expectInStep(world);
  });

  it('of a stranger who throws what is no failure of a provider is a failure of the call', async () => {
    const world = engineWorld({
      wrap: (provider) => ({
        ...provider,
        makeFolder: () => {
          throw new TypeError('undefined is not a function');
        },
      }),
    });
    world.stores[0].mkdir('/d');
    world.stores[0].write('/f', 'f');
    await world.start();
    expect(await world.settle()).toMatchObject({ failing: 1, unsettled: 1 });
    expect(world.stores[1].tree()).toEqual({ '/f': 'f' });
    await world.stop();
  });
});
