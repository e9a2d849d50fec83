/** Laws of discarding: the very file that was expected, or a folder that is empty. */
import assert from 'node:assert/strict';
import { bytes, contentOf } from '../content.js';
import type { ProviderLaw } from '../harness.js';
import { refused } from '../refused.js';
import { showTree } from '../run.js';
import { law } from '../session.js';
import { staleness } from './staleness.js';

export const discardingLaws: readonly ProviderLaw[] = [
  law('discards a file, whose place is then free', async ({ provider, user, root, expected, observed, tree }) => {
    await user.write(['file'], bytes('old'));
    await provider.discard(await expected(['file']));
    assert.equal(await observed(['file']), null);
    await provider.createFile(root, 'file', contentOf('new'));
    assert.deepEqual(showTree(await tree()), { '/file': 'new' });
  }),
  law('discards an empty folder', async ({ provider, user, expected, observed, tree }) => {
    await user.mkdir(['folder']);
    await provider.discard(await expected(['folder']));
    assert.equal(await observed(['folder']), null);
    assert.deepEqual(await tree(), {});
  }),
  law('refuses to discard a folder that holds a file or a folder', async (session) => {
    const { provider, user, expected } = session;
    await user.mkdir(['a']);
    await user.write(['a', 'file'], bytes('x'));
    await user.mkdir(['b']);
    await user.mkdir(['b', 'folder']);
    for (const name of ['a', 'b']) {
      const folder = await expected([name]);
      await refused(session, ['NotEmpty'], () => provider.discard(folder));
    }
  }),
  law('refuses to discard a folder that got a file since it was observed', async (session) => {
    await session.user.mkdir(['folder']);
    const folder = await session.expected(['folder']);
    await session.user.write(['folder', 'late'], bytes('late'));
    await refused(session, ['NotEmpty'], () => session.provider.discard(folder));
  }),
  law('refuses to discard what it has already discarded', async (session) => {
    await session.user.write(['file'], bytes('x'));
    const file = await session.expected(['file']);
    await session.provider.discard(file);
    await refused(session, ['NotFound'], () => session.provider.discard(file));
  }),
  law('refuses to discard a folder whose place a file took', async (session) => {
    await session.user.mkdir(['folder']);
    const folder = await session.expected(['folder']);
    await session.user.remove(['folder']);
    await session.user.write(['folder'], bytes('x'));
    await refused(session, ['NotFound', 'Modified', 'Moved'], () => session.provider.discard(folder));
  }),
  ...staleness.map(({ name, tags, happens, skip }) =>
    law(
      `refuses to discard ${name}`,
      async (session) => {
        await session.user.write(['file'], bytes('x'));
        const stale = await session.expected(['file']);
        await happens(session.user, 'file');
        await refused(session, tags(session.traits), () => session.provider.discard(stale));
      },
      skip,
    ),
  ),
];
