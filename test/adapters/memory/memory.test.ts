import { describe, expect, it } from 'vitest';
import { type Call, memory, memoryStore } from '../../../src/adapters/memory/index.js';
import type { Name, RelPath } from '../../../src/domain/name.js';
import type { Changes, Content, Expected, Hint, Provider } from '../../../src/effects/ports/provider.js';

const text = (value: string): Content => {
  const bytes = new TextEncoder().encode(value);
  return {
    revision: 'source',
    size: bytes.length,
    mtimeMs: 5,
    executable: null,
    localPath: null,
    stream: async function* () {
      yield bytes;
    },
    verify: async () => {},
  };
};

const expectedAt = async (provider: Provider, path: RelPath): Promise<Expected> => {
  const found = await provider.lookUp({ oid: null, path });
  if (found._tag === 'Missing') throw new Error(`missing: ${path.join('/')}`);
  const { oid, parentOid, kind, revision, ident } = found.observation;
  return { oid, parentOid, path, kind: kind === 'folder' ? 'folder' : 'file', revision, ident };
};

const ROOT = { oid: null, path: [] as readonly Name[] };
const microtasks = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe('the memory store', () => {
  it('shows what its user did as a plain value', () => {
    const store = memoryStore();
    store.write('/b/f', 'text');
    store.write('/a', new Uint8Array([255]));
    store.mkdir('/c');
    store.move('/b/f', '/c/g');
    expect(store.tree()).toEqual({ '/a': 'base64:/w==', '/b/': null, '/c/': null, '/c/g': 'text' });
  });

  it('keeps in the trash what a provider replaced or discarded', async () => {
    const store = memoryStore();
    const provider = memory(store);
    await provider.connect();
    store.write('/f', 'one');
    await provider.replaceFile(await expectedAt(provider, ['f']), text('two'));
    await provider.discard(await expectedAt(provider, ['f']));
    expect(store.trash().map(({ content }) => new TextDecoder().decode(content ?? undefined))).toEqual(['one', 'two']);
  });

  it('keeps the object of a file that was moved out and in again', async () => {
    const store = memoryStore();
    const provider = memory(store);
    await provider.connect();
    store.write('/a/f', 'x');
    const before = await expectedAt(provider, ['a', 'f']);
    const token = store.moveOut('/a');
    expect(await provider.lookUp(before)).toEqual({ _tag: 'Missing', depth: null });
    store.moveIn(token, '/b');
    expect((await expectedAt(provider, ['b', 'f'])).oid).toBe(before.oid);
  });

  it('says that another root took the place of its own', async () => {
    const store = memoryStore();
    const provider = memory(store);
    const first = await provider.connect();
    store.setRoot('missing');
    await expect(provider.list(ROOT)).rejects.toMatchObject({ error: { _tag: 'RootMissing' } });
    store.setRoot('replaced');
    expect((await provider.connect()).identity).not.toBe(first.identity);
  });
});

describe('the memory provider', () => {
  it('stores nothing beyond the quota, and counts what a replacement frees', async () => {
    const store = memoryStore({ quota: 6 });
    const provider = memory(store);
    await provider.connect();
    store.write('/f', '1234');
    await expect(provider.createFile(ROOT, 'g', text('567'))).rejects.toMatchObject({ error: { _tag: 'OutOfSpace' } });
    expect(store.tree()).toEqual({ '/f': '1234' });
    await provider.replaceFile(await expectedAt(provider, ['f']), text('123456'));
    expect(store.tree()).toEqual({ '/f': '123456' });
  });

  it('answers nothing before it connects, after it disconnected, or while the store is offline', async () => {
    const store = memoryStore();
    const provider = memory(store);
    const disconnected = { error: { _tag: 'Disconnected' } };
    await expect(provider.list(ROOT)).rejects.toMatchObject(disconnected);
    await provider.connect();
    await expect(provider.list(ROOT)).resolves.toMatchObject({ entries: [] });
    store.setOffline(true);
    await expect(provider.list(ROOT)).rejects.toMatchObject(disconnected);
    store.setOffline(false);
    await provider.disconnect();
    await expect(provider.list(ROOT)).rejects.toMatchObject(disconnected);
  });

  it('gives all below a moved folder new revisions where the path is the id', async () => {
    const revisions = async (identity: 'oid' | 'path' | 'inode') => {
      const store = memoryStore({ identity });
      const provider = memory(store);
      await provider.connect();
      store.write('/a/f', 'x');
      const before = await expectedAt(provider, ['a', 'f']);
      store.move('/a', '/b');
      return { kept: (await expectedAt(provider, ['b', 'f'])).revision === before.revision };
    };
    expect([await revisions('oid'), await revisions('path'), await revisions('inode')]).toEqual([
      { kept: true },
      { kept: false },
      { kept: true },
    ]);
  });

  it('is the same in two runs, to the last token', async () => {
    const run = async () => {
      const store = memoryStore({ identity: 'oid' });
      const provider = memory(store);
      store.write('/a/f', 'x');
      store.move('/a/f', '/g');
      return [await provider.connect(), await provider.list(ROOT)];
    };
    expect(await run()).toEqual(await run());
  });
});

describe('hints of the memory store', () => {
  const listen = (provider: Provider, cursor: string | null = null) => {
    const changes: Changes[] = [];
    const subscription = provider.changes$(cursor).subscribe((each) => changes.push(each));
    return { changes, hints: (): readonly Hint[] => changes.flatMap(({ hints }) => hints), stop: () => subscription.unsubscribe() };
  };

  it.each([
    ['oid', [{ _tag: 'Touched', oid: 'o2', path: null }]],
    [
      'path',
      [
        { _tag: 'Touched', oid: null, path: ['a'] },
        { _tag: 'Touched', oid: null, path: ['b'] },
      ],
    ],
    [
      'inode',
      [
        { _tag: 'FolderTouched', path: [] },
        { _tag: 'FolderTouched', path: [] },
        { _tag: 'FolderTouched', path: ['b'] },
      ],
    ],
  ] as const)('tell of a renamed folder, and of no file in it, on a store with identity %s', async (identity, expected) => {
    const store = memoryStore({ identity });
    store.write('/a/f', 'x');
    const { hints } = listen(memory(store));
    store.move('/a', '/b');
    await microtasks();
    expect(hints()).toEqual(expected);
  });

  it('are delivered late, doubled, out of order or not at all, as a simulator wants', () => {
    const store = memoryStore({ identity: 'path', delivery: 'manual' });
    const { hints } = listen(memory(store));
    for (const name of ['a', 'b', 'c', 'd']) store.write(`/${name}`, name);
    expect(hints()).toEqual([]);
    store.hints.deliver([2, 0, 2]);
    store.hints.drop([0]);
    store.hints.deliver();
    expect(hints().map((hint) => hint._tag === 'Touched' && hint.path?.[0])).toEqual(['c', 'a', 'c', 'd']);
  });

  it('are given again from a cursor that stands before the oldest one still owed', () => {
    const store = memoryStore({ identity: 'path', delivery: 'manual' });
    const first = listen(memory(store));
    store.write('/a', 'a');
    store.write('/b', 'b');
    store.hints.deliver([1]);
    first.stop();
    const second = listen(memory(store), first.changes.at(-1)?.cursor ?? null);
    store.hints.deliver();
    expect(second.hints().map((hint) => hint._tag === 'Touched' && hint.path?.[0])).toEqual(['a', 'b']);
  });

  it('say that events were lost where a cursor is no longer known', () => {
    const store = memoryStore();
    const first = listen(memory(store));
    store.hints.forget();
    expect(listen(memory(store), first.changes[0]?.cursor ?? null).hints()).toEqual([{ _tag: 'Lost' }]);
  });

  it('are not given of silent acts', async () => {
    const store = memoryStore();
    const { hints } = listen(memory(store));
    store.silent.write('/a', 'x');
    await microtasks();
    expect(hints()).toEqual([]);
    expect(store.exists('/a')).toBe(true);
  });

  it('wait while the store is offline', async () => {
    const store = memoryStore();
    const { hints } = listen(memory(store));
    store.setOffline(true);
    store.write('/a', 'x');
    await microtasks();
    expect(hints()).toEqual([]);
    store.setOffline(false);
    await microtasks();
    expect(hints()).toHaveLength(1);
  });
});

describe('faults of the memory store', () => {
  it('fail a call before it happens, or lose the answer after it did', async () => {
    const store = memoryStore();
    const provider = memory(store);
    await provider.connect();
    store.setFaults(({ path }) => (path[0] === 'a' ? { _tag: 'Temporary', message: '' } : { after: { _tag: 'Throttled', message: '' } }));
    await expect(provider.makeFolder(ROOT, 'a')).rejects.toMatchObject({ error: { _tag: 'Temporary' } });
    await expect(provider.makeFolder(ROOT, 'b')).rejects.toMatchObject({ error: { _tag: 'Throttled' } });
    expect(store.tree()).toEqual({ '/b/': null });
  });

  it('break a move off halfway: in its new folder, by its old name', async () => {
    const store = memoryStore();
    const provider = memory(store);
    await provider.connect();
    store.write('/a', 'x');
    store.mkdir('/d');
    const [expected, folder] = [await expectedAt(provider, ['a']), { oid: null, path: ['d'] }];
    store.setFaults(() => ({ halfway: { _tag: 'Failed', message: '' } }));
    await expect(provider.makeFolder(ROOT, 'e')).rejects.toMatchObject({ error: { _tag: 'Failed' } });
    await expect(provider.move(expected, folder, 'b')).rejects.toMatchObject({ error: { _tag: 'Failed' } });
    expect(store.tree()).toEqual({ '/d/': null, '/d/a': 'x' });
  });

  it('break a content on its way, which leaves nothing behind', async () => {
    const source = memoryStore({ faults: ({ op }) => (op === 'stream' ? { _tag: 'Disconnected', message: '' } : null) });
    const target = memoryStore();
    const [from, to] = [memory(source), memory(target)];
    await Promise.all([from.connect(), to.connect()]);
    source.write('/f', 'x');
    const content = await from.read(await expectedAt(from, ['f']));
    await expect(to.createFile(ROOT, 'f', content)).rejects.toMatchObject({ error: { _tag: 'Disconnected' } });
    expect(target.tree()).toEqual({});
  });

  it('cut a listing short, which then says that it is not complete', async () => {
    const store = memoryStore({ faults: ({ op }) => (op === 'list' ? { firstEntries: 1 } : null) });
    const provider = memory(store);
    await provider.connect();
    store.write('/a', '');
    store.write('/b', '');
    expect(await provider.list(ROOT)).toMatchObject({ complete: false, entries: [{ name: 'a' }] });
  });

  it.each([
    [true, 'Modified', 'by the user'],
    [false, null, 'by us'],
  ] as const)('let a user in between check and effect; conditional writes: %s', async (conditional, error, left) => {
    const calls: Call[] = [];
    const store = memoryStore({ conditional });
    const provider = memory(store);
    await provider.connect();
    store.write('/f', 'old');
    const expected = await expectedAt(provider, ['f']);
    store.setGate(async (call, moment) => {
      calls.push(call);
      if (moment === 'before') store.write('/f', 'by the user');
    });
    const answer = provider.replaceFile(expected, text('by us'));
    await (error === null ? answer : expect(answer).rejects.toMatchObject({ error: { _tag: error } }));
    expect(store.tree()).toEqual({ '/f': left });
    expect(calls[0]).toMatchObject({ op: 'replaceFile', path: ['f'] });
  });
});
