/** Laws of moves and renames: all goes along, nothing is ever replaced. */
import assert from 'node:assert/strict';
import { bytes, contentOf } from '../content.js';
import type { ProviderLaw, UserApi } from '../harness.js';
import { refused } from '../refused.js';
import { showTree } from '../run.js';
import { law } from '../session.js';
import { staleness } from './staleness.js';

/** A file, a folder with something in it, and an empty folder: each may want the place of each other. */
const furnish = async (user: UserApi): Promise<void> => {
  await user.write(['file'], bytes('x'));
  await user.write(['other file'], bytes('other'));
  await user.mkdir(['full']);
  await user.write(['full', 'inner'], bytes('inner'));
  await user.mkdir(['empty']);
};

const collisions = [
  ['file', 'other file'],
  ['file', 'empty'],
  ['full', 'file'],
  ['full', 'empty'],
  ['empty', 'full'],
] as const;

export const movingLaws: readonly ProviderLaw[] = [
  law('renames a file', async ({ provider, user, root, expected, observed, tree }) => {
    await user.write(['old'], bytes('x'));
    const file = await expected(['old']);
    const moved = await provider.move(file, root, 'new');
    assert.deepEqual(showTree(await tree()), { '/new': 'x' });
    assert.deepEqual([moved.name, moved.oid, moved.ident], ['new', file.oid, file.ident]);
    assert.deepEqual(await observed(['new']), moved);
    assert.equal(await observed(['old']), null);
  }),
  law('moves a file to another folder and leaves its place free', async ({ provider, user, root, ref, expected, tree }) => {
    await furnish(user);
    await provider.move(await expected(['file']), await ref(['full']), 'moved');
    await provider.createFile(root, 'file', contentOf('new'));
    const { '/file': created, '/full/moved': moved } = showTree(await tree());
    assert.deepEqual([created, moved], ['new', 'x']);
  }),
  law('moves a folder with all in it', async ({ provider, user, ref, expected, observed, tree, traits }) => {
    await furnish(user);
    await user.mkdir(['full', 'deep']);
    await user.write(['full', 'deep', 'file'], bytes('deep'));
    const before = await observed(['full', 'deep', 'file']);
    await provider.move(await expected(['full']), await ref(['empty']), 'renamed');
    assert.deepEqual(showTree(await tree()), {
      '/empty/': null,
      '/empty/renamed/': null,
      '/empty/renamed/deep/': null,
      '/empty/renamed/deep/file': 'deep',
      '/empty/renamed/inner': 'inner',
      '/file': 'x',
      '/other file': 'other',
    });
    const after = await observed(['empty', 'renamed', 'deep', 'file']);
    assert.deepEqual([after?.oid, after?.ident, after?.hash], [before?.oid, before?.ident, before?.hash]);
    if (traits.identity === 'oid') assert.equal(after?.parentOid, before?.parentOid);
  }),
  law('moves a folder although its contents changed since it was observed', async ({ provider, user, root, expected, tree }) => {
    await user.mkdir(['folder']);
    const folder = await expected(['folder']);
    await user.write(['folder', 'late'], bytes('late'));
    await provider.move(folder, root, 'renamed');
    assert.deepEqual(showTree(await tree()), { '/renamed/': null, '/renamed/late': 'late' });
  }),
  law('moves no file that was touched since it was seen, where its stamp is expected', async (session) => {
    const { provider, user, root, expected, observed } = session;
    await user.write(['file'], bytes('x'));
    const stamp = (await observed(['file']))?.stamp ?? null;
    // Where there are none, none is expected.
    if (stamp === null) return;
    const file = await expected(['file']);
    do {
      await user.move(['file'], ['away']);
      await user.move(['away'], ['file']);
      // Until the clock that stamps files has moved on.
    } while ((await observed(['file']))?.stamp === stamp);
    await refused(session, ['Modified'], () => provider.move({ ...file, stamp }, root, 'new'));
    assert.equal((await provider.move({ ...file, stamp: null }, root, 'new')).name, 'new');
  }),
  ...(['file', 'folder'] as const).map((kind) =>
    law(`renames a ${kind} by case alone`, async ({ provider, user, root, expected, children }) => {
      await (kind === 'file' ? user.write(['name'], bytes('x')) : user.mkdir(['name']));
      const moved = await provider.move(await expected(['name']), root, 'NAME');
      assert.equal(moved.name, 'NAME');
      assert.deepEqual(
        (await children(root)).map(({ name }) => name),
        ['NAME'],
      );
    }),
  ),
  law('moves an object to where it is, which changes nothing', async ({ provider, user, root, expected, tree }) => {
    await user.write(['file'], bytes('x'));
    await provider.move(await expected(['file']), root, 'file');
    assert.deepEqual(showTree(await tree()), { '/file': 'x' });
  }),
  ...collisions.map(([from, to]) =>
    law(`refuses to move ${from} onto ${to}`, async (session) => {
      await furnish(session.user);
      const expected = await session.expected([from]);
      await refused(session, ['Exists'], () => session.provider.move(expected, session.root, to));
    }),
  ),
  law('refuses to move into a folder that is gone', async (session) => {
    await furnish(session.user);
    const [file, parent] = [await session.expected(['file']), await session.ref(['empty'])];
    await session.user.remove(['empty']);
    await refused(session, ['NoParent'], () => session.provider.move(file, parent, 'moved'));
  }),
  law('refuses to move into a file', async (session) => {
    await furnish(session.user);
    const [file, parent] = [await session.expected(['file']), await session.ref(['other file'])];
    await refused(session, ['NoParent'], () => session.provider.move(file, parent, 'moved'));
  }),
  law('refuses to move a folder into itself or below', async (session) => {
    await furnish(session.user);
    await session.user.mkdir(['full', 'deep']);
    const folder = await session.expected(['full']);
    for (const parent of [await session.ref(['full']), await session.ref(['full', 'deep'])])
      await refused(session, ['NoParent', 'Failed'], () => session.provider.move(folder, parent, 'moved'));
  }),
  ...staleness.map(({ name, tags, happens, skip }) =>
    law(
      `refuses to move ${name}`,
      async (session) => {
        await session.user.write(['file'], bytes('x'));
        const stale = await session.expected(['file']);
        await happens(session.user, 'file');
        await refused(session, tags(session.traits), () => session.provider.move(stale, session.root, 'ours'));
      },
      skip,
    ),
  ),
];
