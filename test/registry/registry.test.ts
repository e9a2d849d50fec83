import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memory } from '../../src/adapters/memory/index.js';
import { ArgumentError } from '../../src/effects/argument-error.js';
import { createProvider, findProvider, knownProviders, registerProvider } from '../../src/registry/index.js';

const at = (path: string, namespace: string | null = null) => ({ path, namespace });

describe('the registry of providers', () => {
  it('knows what ships, by name, sorted', () => {
    expect(knownProviders()).toEqual(['filesystem', 'memory', 'webdav']);
  });

  it('makes them, under their aliases and in any case too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'foldsync-registry-'));
    for (const name of ['filesystem', 'file', 'FILE']) {
      const provider = await createProvider(name, at(folder));
      await provider.connect();
      expect((await provider.list({ oid: null, path: [] })).entries).toEqual([]);
      await provider.disconnect();
    }
    rmSync(folder, { recursive: true });
    expect((await createProvider('webdav', at('http://me@host/x'), { password: 'secret' })).connectionId).toBe('me@host/x/');
  });

  it('says of an unknown one which package to install', async () => {
    const refused = createProvider('s3', at('bucket'));
    await expect(refused).rejects.toThrow(
      new ArgumentError(
        "There is no provider 's3'. Known: filesystem, memory, webdav. Others come with a package: npm install foldsync-provider-s3",
      ),
    );
    await expect(findProvider('../evil')).rejects.toThrow(ArgumentError);
  });

  it('says of an address what is wrong with it', async () => {
    await expect(createProvider('webdav', at(''))).rejects.toThrow(new ArgumentError('webdav: names no place'));
    await expect(createProvider('webdav', at('host/path'))).rejects.toThrow('no URL');
    await expect(createProvider('webdav', at('http://host', 'drive'))).rejects.toMatchObject({
      error: { _tag: 'NamespaceInvalid', message: 'webdav has no namespaces, so @drive leads nowhere' },
    });
  });

  it('takes what others register, a later one in the place of an earlier one', async () => {
    const entry = { name: 'mine', example: 'mine:', open: async () => memory() };
    registerProvider(entry);
    registerProvider({ ...entry, open: async () => ({ ...memory(), name: 'mine, again' }) });
    expect(knownProviders()).toContain('mine');
    expect((await createProvider('mine', at(''))).name).toBe('mine, again');
    expect(() => registerProvider({ ...entry, name: 'x' })).toThrow(
      new ArgumentError("'x' is no name for a provider: two letters at least, digits and + . -"),
    );
  });
});
