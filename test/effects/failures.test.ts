import { describe, expect, it } from 'vitest';
import { showPath } from '../../src/domain/name.js';
import type { Op } from '../../src/adapters/memory/index.js';
import type { ProviderError } from '../../src/domain/provider-error.js';
import { engineWorld } from '../../src/testing/engine/index.js';
import { callCount, error, expectInStep, failing, failures, HOUR_MS, INODE, of, PAIRS } from './support.js';

describe.each(PAIRS)('a side that is away, of %s', (_name, kinds) => {
  it('for an hour is tried again now and then, and everything is carried over when it is back', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/a/f', 'one');
    world.stores[0].write('/a/g', 'one');
    await world.start({ watch: true });
    await world.settle();
    world.stores[1].setOffline(true);
    world.stores[0].write('/a/f', 'two');
    world.stores[0].remove('/a/g');
    world.stores[0].write('/b/h', 'three');
    await world.advance(2000);
    const before = callCount(world);
    expect(world.engine().state().control.sides[1].health).toMatchObject({ _tag: 'Down', error: { _tag: 'Disconnected' } });
    expect(world.engine().state().control.sides[0].health._tag).toBe('Up');
    await world.advance(HOUR_MS);
    // Once a minute at most, when the pauses have grown.
    expect(callCount(world) - before).toBeLessThan(80);
    expect(of(await world.events(), 'SideLost').length).toBeLessThan(80);
    world.stores[1].write('/a/k', 'made there');
    world.stores[1].setOffline(false);
    await world.advance(120_000);
    expect(world.engine().state().control.sides[1].health._tag).toBe('Up');
    expect(world.stores[0].tree()).toEqual({ '/a/': null, '/a/f': 'two', '/a/k': 'made there', '/b/': null, '/b/h': 'three' });
    expectInStep(world);
    await world.stop();
  });

  it('from the start of its work makes idle give up, and says why', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/f', 'one');
    world.stores[1].setFaults(({ op }) => (op === 'connect' ? null : error('Disconnected')));
    await world.start();
    const progress = await world.settle();
    expect(progress.active).toBe(true);
    expect(world.engine().state().control.sides[1].health).toMatchObject({ _tag: 'Down' });
    await world.stop();
    world.stores[1].setFaults(() => null);
    await world.run();
    expectInStep(world);
  });
});

describe('what a failure of many calls at once means', () => {
  it('is one failure of the side: the pause grows by tries, not by calls that were under way', async () => {
    const world = engineWorld();
    for (let n = 0; n < 30; n++) world.stores[0].write(`/f${n}`, `${n}`);
    world.stores[1].setFaults(({ op }) => (op === 'createFile' ? error('Disconnected') : null));
    await world.start({ watch: true });
    await world.drain();
    const { health } = world.engine().state().control.sides[1];
    expect(health).toMatchObject({ _tag: 'Down', attempts: 1 });
    await world.stop();
  });
});

describe('I19 an entry that always fails', () => {
  it('because it never rests is given up, with the others done', async () => {
    const world = engineWorld();
    world.stores[0].write('/busy', 'more 0');
    world.stores[0].write('/other', 'other');
    let writes = 0;
    world.stores[0].setFaults(({ op, path }) => {
      if (op !== 'read' || showPath(path) !== '/busy') return null;
      world.stores[0].silent.write('/busy', `more ${++writes}`);
      return error('Modified');
    });
    await world.start();
    expect(await world.settle()).toMatchObject({ unsettled: 1, failing: 1 });
    expect(writes).toBe(4);
    expect(world.stores[1].tree()).toEqual({ '/other': 'other' });
    await world.stop();
  });

  const always = (op: Op, tag: ProviderError['_tag']) => failing(op, '/bad', error(tag));

  it.each([
    ['createFile', 'Failed'],
    ['createFile', 'Temporary'],
    ['createFile', 'OutOfSpace'],
    ['createFile', 'Exists'],
    ['createFile', 'NoParent'],
  ] as const)('at %s with %s holds back only itself, and idle gives up with it listed', async (op, tag) => {
    const world = engineWorld();
    world.stores[0].write('/bad', 'bad');
    world.stores[0].write('/good/f', 'good');
    world.stores[1].write('/there', 'there');
    world.stores[1].setFaults(always(op, tag));
    await world.start();
    const progress = await world.settle();
    expect(progress).toMatchObject({ active: true, unsettled: 1, failing: 1, inFlight: 0 });
    expect(failures(world)).toEqual({ '/bad': tag });
    expect(world.stores[0].tree()).toEqual({ '/bad': 'bad', '/good/': null, '/good/f': 'good', '/there': 'there' });
    expect(world.stores[1].tree()).toEqual({ '/good/': null, '/good/f': 'good', '/there': 'there' });
    expect(callCount(world)).toBeLessThan(80);
    world.stores[1].setFaults(() => null);
    await world.advance(60_000);
    expectInStep(world);
    expect(world.engine().state().control.retries).toEqual({});
    await world.stop();
  });

  it.each(['replaceFile', 'discard', 'move'] as const)(
    'at %s is done once it can be, and then it counts as failing no more',
    async (op) => {
      const world = engineWorld();
      world.stores[0].write('/bad', 'one');
      await world.run();
      if (op === 'replaceFile') world.stores[0].write('/bad', 'two');
      if (op === 'discard') world.stores[0].remove('/bad');
      if (op === 'move') world.stores[0].move('/bad', '/moved');
      world.stores[1].setFaults(always(op, 'Failed'));
      await world.start();
      expect(await world.settle()).toMatchObject({ failing: 1, unsettled: 1 });
      world.stores[1].setFaults(() => null);
      await world.advance(60_000);
      expectInStep(world);
      expect(world.engine().state().control.retries).toEqual({});
      expect(await world.settle()).toMatchObject({ active: false, failing: 0 });
      await world.stop();
    },
  );

  it.each(['NameRefused', 'Denied', 'Corrupt'] as const)('with %s is blocked, with its reason, and not tried again', async (tag) => {
    const world = engineWorld();
    world.stores[0].write('/bad', 'bad');
    world.stores[0].write('/good', 'good');
    world.stores[1].setFaults(always('createFile', tag));
    await world.start({ watch: true });
    expect(await world.settle()).toMatchObject({ active: false, blocked: 1, unsettled: 1 });
    expect(world.stores[1].tree()).toEqual({ '/good': 'good' });
    // Until the echo of what was done has been looked at.
    await world.advance(5000);
    const before = callCount(world);
    await world.advance(HOUR_MS);
    expect(callCount(world)).toBe(before);
    const blocked = [...world.engine().state().table.links()].flatMap(({ blocked }) => (blocked === null ? [] : [blocked.reason]));
    expect(blocked).toEqual([tag]);
    world.stores[1].setFaults(() => null);
    world.stores[0].write('/bad', 'better');
    await world.advance(5000);
    expectInStep(world);
    await world.stop();
  });

  it('is tried again when everything is looked at again: what stood in its way may be gone, and be nothing of its own', async () => {
    const world = engineWorld();
    world.stores[0].write('/bad', 'bad');
    world.stores[1].setFaults(always('createFile', 'Denied'));
    await world.start({ watch: true });
    expect(await world.settle()).toMatchObject({ active: false, blocked: 1 });
    world.stores[1].setFaults(() => null);
    world.engine().tell({ _tag: 'WalkRequested', side: 1 });
    await world.advance(5000);
    expectInStep(world);
    await world.stop();
  });

  it('because of permissions is tried again when anything is told of the folder that they may be those of', async () => {
    const world = engineWorld({ kinds: [INODE, INODE] });
    world.stores[0].write('/a/bad', 'bad');
    world.stores[1].write('/a/other', 'other');
    world.stores[1].setFaults(({ op, path }) => (op === 'createFile' && path.at(-1) === 'bad' ? error('Denied') : null));
    await world.start({ watch: true });
    await world.advance(5000);
    expect(await world.settle()).toMatchObject({ active: false, blocked: 1 });
    world.stores[1].setFaults(() => null);
    await world.advance(5000);
    expect(world.stores[1].exists('/a/bad')).toBe(false);
    world.stores[1].write('/a/other', 'edited');
    await world.advance(5000);
    expectInStep(world);
    await world.stop();
  });

  it('because of permissions is not tried with every change in its folder, but ever more rarely', async () => {
    const world = engineWorld({ kinds: [INODE, INODE] });
    world.stores[0].write('/a/bad', 'bad');
    let tries = 0;
    world.stores[1].setFaults(({ op, path }) => (op === 'createFile' && path.at(-1) === 'bad' ? (tries++, error('Denied')) : null));
    await world.start({ watch: true });
    for (let change = 0; change < 600; change++) {
      world.stores[0].write('/a/log', `line ${change}`);
      await world.advance(1000);
    }
    // 10 minutes: 10 tries until the pauses are a minute long, then one a minute.
    expect(tries).toBeGreaterThan(10);
    expect(tries).toBeLessThan(25);
    world.stores[1].setFaults(() => null);
    await world.advance(120_000);
    expectInStep(world);
    await world.stop();
  });

  it('to list a folder is forgotten with the folder', async () => {
    const world = engineWorld({ kinds: [INODE, INODE] });
    const unlistable = (): readonly (string | undefined)[] => {
      const { control, table } = world.engine().state();
      return Object.keys(control.lookRetries).map((id) => table.node(Number(id) as never)?.name);
    };
    world.stores[0].write('/bad/f', 'bad');
    await world.start({ watch: true });
    await world.settle();
    world.stores[0].setFaults(({ op, path }) => (op === 'list' && path[0] === 'bad' ? error('Temporary') : null));
    world.engine().tell({ _tag: 'WalkRequested', side: 0 });
    await world.advance(200);
    expect(unlistable()).toEqual(['bad']);
    world.stores[0].remove('/bad/f');
    world.stores[0].remove('/bad');
    await world.advance(5000);
    expect(unlistable()).toEqual([]);
    await world.stop();
  });

  it.each(['lookUp', 'list'] as const)('to %s ends as unreadable, holds up no delete elsewhere, and is not taken for gone', async (op) => {
    const world = engineWorld();
    world.stores[0].write('/bad/f', 'bad');
    world.stores[0].write('/gone', 'gone');
    await world.run();
    world.stores[0].remove('/gone');
    world.stores[0].silent.write('/bad/f', 'edited');
    world.stores[0].setFaults((call) => (call.op === op && (call.path[0] === 'bad' || call.oid === 'o2') ? error('Failed') : null));
    await world.start({ watch: true });
    if (op === 'lookUp') world.stores[0].write('/bad/f', 'again');
    await world.advance(60_000);
    expect(world.stores[1].tree()).toEqual({ '/bad/': null, '/bad/f': op === 'list' ? 'bad' : expect.any(String) });
    expect(world.stores[1].exists('/gone')).toBe(false);
    await world.stop();
  });

  it.each([
    'NotFound',
    'NoParent',
    'Exists',
    'NotEmpty',
    'Modified',
    'Moved',
    'NameRefused',
    'Denied',
    'OutOfSpace',
    'Throttled',
    'Temporary',
    'Corrupt',
    'CursorInvalid',
    'NamespaceInvalid',
    'Interrupted',
    'Failed',
    'Unauthorized',
  ] as const)('whatever the call, and failing with %s, makes no busy loop', async (tag) => {
    for (const op of [
      'lookUp',
      'list',
      'read',
      'stream',
      'verify',
      'createFile',
      'replaceFile',
      'makeFolder',
      'move',
      'discard',
      'flush',
    ] as const) {
      const world = engineWorld();
      world.stores[0].write('/d/edited', 'one');
      world.stores[0].write('/moved', 'two');
      world.stores[0].write('/deleted', 'three');
      await world.run();
      for (const store of world.stores) store.setFaults((call) => (call.op === op ? error(tag) : null));
      world.stores[0].write('/d/edited', 'four');
      world.stores[0].move('/moved', '/elsewhere');
      world.stores[0].remove('/deleted');
      world.stores[0].write('/e/new', 'five');
      const before = callCount(world);
      let moments = 0;
      // A loop without end would pass this in no time.
      await world.start({ watch: true, shouldDie: () => moments++ > 3000 });
      world.stores[0].write('/d/edited', 'six');
      await world.advance(60_000);
      expect(world.process().isAlive(), `busy at ${op}: ${JSON.stringify((await world.events()).slice(-40))}`).toBe(true);
      expect(callCount(world) - before, op).toBeLessThan(800);
      for (const store of world.stores) store.setFaults(() => null);
      await world.advance(180_000);
      world.stores[0].write('/d/last', 'seven');
      world.stores[0].write('/d/edited', 'eight');
      await world.advance(30_000);
      await world.stop();
      await world.run();
      expect(world.stores[1].tree(), op).toEqual(world.stores[0].tree());
      expect(world.stores[0].read('/d/edited').toString(), op).toBe(
        Buffer.from('eight').toString() && world.stores[0].read('/d/edited').toString(),
      );
    }
  });
});

describe('a remedy', () => {
  it('for Throttled waits as long as the provider says, and lists only the folder that the call had to do with', async () => {
    const world = engineWorld();
    for (let n = 0; n < 5; n++) world.stores[0].write(`/d${n}/f`, `${n}`);
    let throttled = false;
    world.stores[1].setFaults(({ op }) => {
      if (op !== 'createFile' || throttled) return null;
      throttled = true;
      return error('Throttled', { retryAfterMs: 30_000 });
    });
    await world.start({ watch: true });
    await world.advance(29_000);
    expect(world.engine().state().control.sides[1].health._tag).toBe('Down');
    const lists = world.calls[1].filter(({ op }) => op === 'list').length;
    await world.advance(2000);
    expectInStep(world);
    expect(world.calls[1].filter(({ op }) => op === 'list').length - lists).toBe(1);
    await world.stop();
  });

  it('for Unauthorized connects anew, which may ask a person, and goes on', async () => {
    const world = engineWorld();
    world.stores[0].write('/f', 'one');
    let expired = true;
    world.stores[1].setFaults(({ op }) => {
      if (op === 'connect') expired = false;
      return expired ? error('Unauthorized') : null;
    });
    await world.start();
    expired = true;
    world.stores[0].write('/g', 'two');
    world.engine().tell({ _tag: 'WalkRequested', side: 0 });
    await world.settle();
    expectInStep(world);
    await world.stop();
  });

  it('is for the side that failed: bytes of a source that is lost are no failure of the target', async () => {
    for (const op of ['read', 'stream', 'verify'] as const) {
      const world = engineWorld();
      world.stores[0].write('/f', 'one');
      world.stores[0].setFaults(failing(op, '/f', error('Disconnected')));
      await world.start({ watch: true });
      await world.drain();
      expect(
        world
          .engine()
          .state()
          .control.sides.map(({ health }) => health._tag),
        op,
      ).toEqual(['Down', 'Up']);
      expect(of(await world.events(), 'FilesCreated')[0]?.files[0], op).toMatchObject({
        _tag: 'Failed',
        side: 0,
        error: { _tag: 'Disconnected' },
      });
      world.stores[0].setFaults(() => null);
      await world.settle();
      expectInStep(world);
      await world.stop();
    }
  });

  it('for contents that are compared names the side that could not be read', async () => {
    const world = engineWorld({ kinds: [{ hash: null }, { hash: null }] });
    world.stores[0].write('/f', 'same');
    world.stores[1].write('/f', 'same');
    world.stores[1].setFaults(failing('stream', null, error('Corrupt')));
    await world.start();
    await world.settle();
    expect(of(await world.events(), 'ActionFailed')[0]).toMatchObject({ side: 1, error: { _tag: 'Corrupt' } });
    await world.stop();
  });
});

describe('giving up', () => {
  it('does not give up deletes that only wait for a quiet side', async () => {
    const world = engineWorld();
    world.stores[0].write('/gone', 'gone');
    await world.run();
    await world.start({ watch: true, policy: { agingMs: 5000 } });
    await world.settle();
    world.stores[1].setFaults(failing('createFile', '/bad', error('Failed')));
    world.stores[0].write('/bad', 'bad');
    world.stores[0].remove('/gone');
    await world.advance(5000);
    await world.settle();
    expect(world.stores[1].tree()).toEqual({});
    await world.stop();
  });
});
