/** Laws of listings: complete, every child once, and no others. */
import assert from 'node:assert/strict';
import { bytes } from '../content.js';
import type { ProviderLaw } from '../harness.js';
import { refused } from '../refused.js';
import { law } from '../session.js';

/** More than a page of any provider that we know of (1000 in S3, OneDrive 200, Drive 100), at 1200 still quick on a disk. */
const MANY = 1200;

export const listingLaws: readonly ProviderLaw[] = [
  law('lists an empty folder as complete, with nothing in it', async ({ provider, user, ref }) => {
    await user.mkdir(['folder']);
    const { complete, entries } = await provider.list(await ref(['folder']));
    assert.deepEqual({ complete, entries }, { complete: true, entries: [] });
  }),
  law('says which folder it listed', async ({ provider, user, ref, expected }) => {
    await user.mkdir(['folder']);
    const { ident } = await provider.list(await ref(['folder']));
    assert.equal(ident, (await expected(['folder'])).ident);
  }),
  law('lists children but no grandchildren', async ({ user, children, root, ref }) => {
    await user.mkdir(['folder']);
    await user.write(['folder', 'inner'], bytes('x'));
    await user.write(['file'], bytes('x'));
    assert.deepEqual((await children(root)).map(({ name }) => name).sort(), ['file', 'folder']);
    assert.deepEqual(
      (await children(await ref(['folder']))).map(({ name }) => name),
      ['inner'],
    );
  }),
  law('lists every child once, however many there are', async ({ provider, user, ref }) => {
    await user.mkdir(['folder']);
    const names = Array.from({ length: MANY }, (_, i) => `child ${i}`);
    for (const name of names) await user.write(['folder', name], bytes(name));
    const { complete, entries } = await provider.list(await ref(['folder']));
    assert.equal(complete, true);
    assert.deepEqual(entries.map(({ name }) => name).sort(), [...names].sort());
  }),
  law('shows the same of a child in a listing as in a look-up', async ({ provider, user, children, root }) => {
    await user.write(['file'], bytes('x'));
    await user.mkdir(['folder']);
    for (const child of await children(root)) {
      const found = await provider.lookUp({ oid: child.oid, path: [child.name] });
      assert.deepEqual(found, { _tag: 'Found', observation: child });
    }
  }),
  law('does not find a folder to list where none is', async (session) => {
    const { provider, user, ref } = session;
    await user.mkdir(['gone']);
    const gone = await ref(['gone']);
    await user.remove(['gone']);
    await refused(session, ['NotFound'], () => provider.list(gone));
  }),
  law('does not list a file', async (session) => {
    const { provider, user, ref } = session;
    await user.write(['file'], bytes('x'));
    const file = await ref(['file']);
    await refused(session, ['NotFound'], () => provider.list(file));
  }),
];
