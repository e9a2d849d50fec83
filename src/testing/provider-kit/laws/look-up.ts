/** Laws of looking one object up: what an observation says, and what a missing object leaves to say. */
import assert from 'node:assert/strict';
import { createHash, getHashes } from 'node:crypto';
import type { ProviderLaw } from '../harness.js';
import { bytes } from '../content.js';
import { law } from '../session.js';

const byPathOnly: ProviderLaw['skip'] = ({ identity }) => (identity === 'oid' ? 'objects are addressed by oid' : null);
const byOidOnly: ProviderLaw['skip'] = ({ identity }) => (identity === 'oid' ? null : 'objects are addressed by path');

export const lookUpLaws: readonly ProviderLaw[] = [
  law('shows a file with its name, size, revision and time', async ({ user, observed, traits }) => {
    await user.write(['file'], bytes('12345'));
    const seen = await observed(['file']);
    assert.ok(seen !== null);
    assert.deepEqual([seen.name, seen.kind, seen.size, seen.kept], ['file', 'file', 5, null]);
    assert.ok(seen.revision !== null && seen.revision !== '');
    assert.ok(Number.isFinite(seen.mtimeMs) && seen.mtimeMs >= 0);
    assert.equal(seen.executable !== null, traits.executableBit);
  }),
  law('shows a folder without size, revision and hash', async ({ user, observed }) => {
    await user.mkdir(['folder']);
    const seen = await observed(['folder']);
    assert.ok(seen !== null);
    assert.deepEqual([seen.name, seen.kind, seen.size, seen.revision, seen.hash], ['folder', 'folder', 0, null, null]);
  }),
  law('says in which folder an object lies, by oid if it has oids', async ({ user, observed, traits }) => {
    await user.mkdir(['folder']);
    await user.write(['folder', 'file'], bytes('x'));
    const [folder, file] = [await observed(['folder']), await observed(['folder', 'file'])];
    assert.equal(file?.parentOid, folder?.oid);
    assert.equal(file?.oid !== null, traits.identity === 'oid');
  }),
  law('gives the same observation as long as nothing happens', async ({ user, observed }) => {
    await user.write(['file'], bytes('x'));
    assert.deepEqual(await observed(['file']), await observed(['file']));
  }),
  law('gives another revision when the user changed the content', async ({ user, observed }) => {
    await user.write(['file'], bytes('short'));
    const before = await observed(['file']);
    await user.write(['file'], bytes('somewhat longer'));
    const after = await observed(['file']);
    assert.notEqual(after?.revision, before?.revision);
    assert.equal(after?.oid, before?.oid);
  }),
  law('gives hashes of the kind that it names, or none', async ({ user, observed, traits }) => {
    await user.write(['file'], bytes('hashed'));
    const hash = (await observed(['file']))?.hash ?? null;
    if (traits.hash === null) assert.equal(hash, null);
    if (hash !== null && traits.hash !== null && getHashes().includes(traits.hash))
      assert.equal(hash, createHash(traits.hash).update('hashed').digest('hex'));
  }),
  law(
    'gives two files two identities, which stay when they are renamed',
    async ({ user, observed }) => {
      await user.write(['a'], bytes('x'));
      await user.write(['b'], bytes('x'));
      const [a, b] = [await observed(['a']), await observed(['b'])];
      assert.ok(a?.ident != null && b?.ident != null);
      assert.notEqual(a.ident, b.ident);
      await user.move(['a'], ['c']);
      assert.equal((await observed(['c']))?.ident, a.ident);
    },
    ({ identity }) => (identity === 'inode' ? null : 'it gives no identities'),
  ),
  law(
    'says of a missing path how many of its folders are still there',
    async ({ provider, user }) => {
      await user.mkdir(['a']);
      await user.mkdir(['a', 'b']);
      await user.write(['a', 'file'], bytes('x'));
      const depths = [['x'], ['x', 'y'], ['a', 'x'], ['a', 'x', 'y'], ['a', 'b', 'x'], ['a', 'file', 'x'], ['a', 'file', 'x', 'y']];
      const answers = await Promise.all(depths.map((path) => provider.lookUp({ oid: null, path })));
      assert.deepEqual(
        answers,
        [0, 0, 1, 1, 2, 1, 1].map((depth) => ({ _tag: 'Missing', depth })),
      );
    },
    byPathOnly,
  ),
  law(
    'finds an object by its oid, wherever the user moved it',
    async ({ provider, user, expected }) => {
      await user.mkdir(['folder']);
      await user.write(['file'], bytes('x'));
      const file = await expected(['file']);
      await user.move(['file'], ['folder', 'renamed']);
      const found = await provider.lookUp(file);
      assert.ok(found._tag === 'Found');
      assert.deepEqual([found.observation.name, found.observation.parentOid], ['renamed', (await expected(['folder'])).oid]);
    },
    byOidOnly,
  ),
  law(
    'misses a removed object by its oid, also if another took its place',
    async ({ provider, user, expected }) => {
      await user.write(['file'], bytes('x'));
      const file = await expected(['file']);
      await user.remove(['file']);
      assert.deepEqual(await provider.lookUp(file), { _tag: 'Missing', depth: null });
      await user.write(['file'], bytes('another'));
      assert.deepEqual(await provider.lookUp(file), { _tag: 'Missing', depth: null });
    },
    byOidOnly,
  ),
];
