/** What a `CloudSync` refuses to be given, each with its message. */
import { describe, expect, it } from 'vitest';
import { memory, memoryStore } from '../../src/adapters/memory/index.js';
import {
  ArgumentError,
  CloudSync,
  type CloudSyncOptions,
  LOCAL,
  memoryStorage,
  mergeText,
  ProviderFailure,
  REMOTE,
  SmartCloudSync,
} from '../../src/index.js';
import { bench, settle } from './support.js';

const ROOTS = { roots: ['/', '/'] } as const;

/** The error that a call throws, or rejects with, by its class and message. */
const refusalOf = async (call: () => unknown): Promise<string> => {
  try {
    await call();
    return 'none';
  } catch (thrown) {
    return thrown instanceof ArgumentError ? thrown.message : `no ArgumentError: ${String(thrown)}`;
  }
};

describe('the arguments of a CloudSync', () => {
  const make = (providers: unknown, options: unknown = ROOTS) => new CloudSync(providers as never, options as never);
  const of = (options: unknown) => make([memory(), memory()], options);
  const alone = memory();

  it.each<[string, () => unknown, string]>([
    ['no pair of providers', () => make([memory()]), 'a sync takes a pair of providers'],
    ['one provider for both sides', () => make([alone, alone]), 'both sides are the same provider: make one for each'],
    ['no roots, and no translate', () => of({}), 'roots are missing: give them, or a translate of your own'],
    ['ids of roots, and no translate', () => of({ rootOids: ['a', 'b'] }), 'roots are missing: give them, or a translate of your own'],
    ['roots that are no paths', () => of({ roots: ['/', 7] }), 'roots is a pair of paths, one for each provider'],
    ['a sleep that is no time', () => of({ ...ROOTS, sleep: 0 }), 'sleep is a number of seconds above 0, not 0'],
    [
      'a sleep of one side that is no time',
      () => of({ ...ROOTS, sleep: [1, Number.NaN] }),
      'sleep is a number of seconds above 0, not NaN',
    ],
    [
      'a storage that is none',
      () => of({ ...ROOTS, storage: {} }),
      'storage is the path of a folder, a Storage, or a store with get, put, delete and keys',
    ],
    ['a merge of no bytes', () => mergeText({ maxBytes: 0 }), 'maxBytes is a number of bytes above 0, not 0'],
  ])('are refused with %s', async (_, call, message) => {
    expect(await refusalOf(call)).toBe(message);
  });

  it.each<[string, (sync: SmartCloudSync) => unknown, string]>([
    ['an aging that is no time', (sync) => (sync.aging = -1), 'aging is a number of seconds, not -1'],
    ['translate to no side', (sync) => sync.translate(2 as never, '/a'), 'there is no side 2: 0 is LOCAL, 1 is REMOTE'],
    ['a walk of no side', (sync) => sync.walk(5 as never), 'there is no side 5: 0 is LOCAL, 1 is REMOTE'],
    ['a need to walk no side', (sync) => sync.setNeedWalk('local' as never), 'there is no side local: 0 is LOCAL, 1 is REMOTE'],
    ['a root to walk, and no side', (sync) => sync.walk(undefined, '/a'), 'walk needs a side for its root'],
    ['a walk outside of the root', (sync) => sync.walk(LOCAL, '/elsewhere'), '/elsewhere is not below the root /home'],
    ['an explanation of what is outside', (sync) => sync.explain('/elsewhere/a'), '/elsewhere/a is not below the root /home'],
    ['a gate of no side', (sync) => sync.approve(3 as never), 'there is no side 3: 0 is LOCAL, 1 is REMOTE'],
    ['a request on no side', (sync) => sync.smartSyncPath('/home/a', 3 as never), 'there is no side 3: 0 is LOCAL, 1 is REMOTE'],
    ['a release on no side', (sync) => sync.smartUnsyncPath('/home/a', 3 as never), 'there is no side 3: 0 is LOCAL, 1 is REMOTE'],
    ['a rename on no side', (sync) => sync.smartRename(3 as never, 'o1', '/home/a'), 'there is no side 3: 0 is LOCAL, 1 is REMOTE'],
  ])('are refused with %s', async (_, call, message) => {
    const { sync } = bench({ of: SmartCloudSync, roots: ['/home', '/far'] });
    expect(await refusalOf(() => call(sync as SmartCloudSync))).toBe(message);
    await sync.stop();
  });

  it.each<[string, Partial<CloudSyncOptions>, string]>([
    ['translate', { translate: () => 7 as never }, 'translate has to answer a path or null, and answered 7 for /a'],
    ['prioritize', { prioritize: () => 'soon' as never }, 'prioritize has to answer a number, and answered soon for /a'],
  ])('are refused with a %s that answers something else', async (_, hooks, message) => {
    const { sync, stores } = bench(hooks);
    stores[0].write('/a', '1');
    await expect(settle(sync)).rejects.toMatchObject({ error: { _tag: 'Argument' }, message });
    expect(stores[1].tree()).toEqual({});
  });

  it('are refused with a provider that serves another sync, until that one is done', async () => {
    const sides = [memory(), memory()] as const;
    const first = new CloudSync(sides, ROOTS);
    const message = 'this provider serves another sync: make one for each, or call done() on that sync first';
    expect(await refusalOf(() => make([sides[0], memory()]))).toBe(message);
    await first.stop();
    expect(new CloudSync(sides, ROOTS).started).toBe(false);
  });

  it('are refused with a translate of a subclass that asks ours, where there are no roots', async () => {
    class Asks extends CloudSync {
      override translate(toSide: 0 | 1, path: string): string | null {
        return super.translate(toSide, path);
      }
    }
    const sync = new Asks([memory(), memory()]);
    const message = 'there are no roots to translate by: a translate of your own has to answer every path';
    expect(await refusalOf(() => sync.translate(REMOTE, '/a'))).toBe(message);
  });

  it('are refused with a provider whose user is not known, where several logs are kept; with a label of its own it is taken', async () => {
    const login = () => memory(memoryStore({ users: () => 'me' }));
    const storage = memoryStorage();
    expect(await refusalOf(() => make([login(), memory()], { ...ROOTS, storage }))).toBe(
      'memory does not say who is connected, so that the log of another user could be taken: connect it first, or override storageLabel',
    );
    class Labelled extends CloudSync {
      override storageLabel(): string {
        return 'mine';
      }
    }
    const connected = login();
    await connected.connect();
    expect(new CloudSync([connected, memory()], { ...ROOTS, storage }).storageLabel()).toBe('memory:me:/.memory:connection-not-needed:/');
    expect(new Labelled([login(), memory()], { ...ROOTS, storage }).storageLabel()).toBe('mine');
    for (const own of [{}, { storage: 'memory' }]) expect(make([login(), memory()], { ...ROOTS, ...own }).started).toBe(false);
  });

  it('hold the root to an id', async () => {
    const { sync, stores, clock, types } = bench({ rootOids: ['o1', 'o999'] });
    stores[0].write('/a', '1');
    await sync.start({ daemon: true });
    await clock.advance(1000);
    expect([types(), stores[1].tree()]).toEqual([['ROOT_MISSING_ERROR'], {}]);
    await sync.stop();
    await settle(bench({ rootOids: ['o1', null] }).sync);
  });

  it('have walk say that nothing is known of a folder', async () => {
    await expect(bench().sync.walk(LOCAL, '/nowhere')).rejects.toThrow(ProviderFailure);
  });
});
