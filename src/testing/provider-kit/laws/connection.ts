/** Laws of connecting, and of what a provider says of itself. */
import assert from 'node:assert/strict';
import type { ProviderLaw } from '../harness.js';
import { law } from '../session.js';

export const connectionLaws: readonly ProviderLaw[] = [
  law('has the traits that its harness names', async ({ provider, traits }) => {
    assert.deepEqual(provider.traits, traits);
    assert.notEqual(provider.name, '');
  }),
  law('names the same root whenever it connects', async ({ provider }) => {
    const first = await provider.connect();
    await provider.disconnect();
    assert.deepEqual(await provider.connect(), first);
    assert.notEqual(first.identity, '');
  }),
  law('has an oid for its root if oids are its ids, else none', async ({ root, traits }) => {
    assert.equal(root.oid !== null, traits.identity === 'oid');
  }),
  law('finds its root, which is a folder', async ({ provider, root }) => {
    const found = await provider.lookUp(root);
    assert.ok(found._tag === 'Found');
    assert.equal(found.observation.kind, 'folder');
    assert.equal(found.observation.oid, root.oid);
  }),
  law('works again after it was disconnected', async ({ provider, root, children }) => {
    await provider.makeFolder(root, 'a');
    await provider.disconnect();
    await provider.connect();
    assert.deepEqual(
      (await children(root)).map(({ name }) => name),
      ['a'],
    );
  }),
  law('keeps what was flushed', async ({ provider, root, tree }) => {
    await provider.makeFolder(root, 'a');
    await provider.flush();
    assert.deepEqual(await tree(), { '/a/': null });
  }),
];
