/** Laws of replacing contents: of the very file that was expected, whole or not at all. */
import assert from 'node:assert/strict';
import { brokenContent, bytes, contentOf, MEBIBYTE, pattern, readAll, tornContent } from '../content.js';
import type { ProviderLaw } from '../harness.js';
import { refused, rejection } from '../refused.js';
import { law } from '../session.js';
import { staleness } from './staleness.js';

export const replacingLaws: readonly ProviderLaw[] = [
  ...[0, MEBIBYTE].map((size) =>
    law(`replaces a content by one of ${size} bytes`, async ({ provider, user, expected, observed }) => {
      await user.write(['file'], bytes('old'));
      const file = await expected(['file']);
      const { seen: replaced } = await provider.replaceFile(file, contentOf(pattern(size)));
      assert.ok(Buffer.from(await user.read(['file'])).equals(pattern(size)));
      assert.deepEqual([replaced.name, replaced.oid, replaced.size], ['file', file.oid, size]);
      assert.notEqual(replaced.revision, file.revision);
      assert.deepEqual(await observed(['file']), replaced);
    }),
  ),
  law('replaces what it has just replaced, from the answer it got', async ({ provider, user, expected }) => {
    await user.write(['file'], bytes('one'));
    const file = await expected(['file']);
    const { revision, ident } = (await provider.replaceFile(file, contentOf('the second'))).seen;
    await provider.replaceFile({ ...file, revision, ident }, contentOf('number three'));
    assert.equal(Buffer.from(await user.read(['file'])).toString(), 'number three');
  }),
  law('says where the old content went, from where it can be read again', async ({ provider, user, expected }) => {
    const old = pattern(100_000);
    await user.write(['file'], old);
    const { trash } = await provider.replaceFile(await expected(['file']), contentOf('new'));
    if (provider.readTrash === undefined) return assert.equal(trash, null);
    assert.ok(trash !== null);
    assert.ok(Buffer.from(await readAll(await provider.readTrash(trash))).equals(old));
    assert.equal((await rejection(provider.readTrash({ ref: `${trash.ref}-` })))?._tag, 'NotFound');
  }),
  law('keeps the old content whole if the new one breaks off', async (session) => {
    await session.user.write(['file'], bytes('old'));
    const file = await session.expected(['file']);
    await refused(session, ['Temporary'], () => session.provider.replaceFile(file, brokenContent()));
  }),
  law('keeps the old content whole if the new one changed while it was read', async (session) => {
    await session.user.write(['file'], bytes('old'));
    const file = await session.expected(['file']);
    await refused(session, ['Modified'], () => session.provider.replaceFile(file, tornContent()));
  }),
  law(
    'keeps what a user writes while the new content is on its way',
    async ({ provider, user, expected, tree }) => {
      await user.write(['file'], bytes('old'));
      const content = contentOf('ours');
      const slow = {
        ...content,
        stream: async function* () {
          await user.write(['file'], bytes('written by the user meanwhile'));
          yield* content.stream();
        },
      };
      await assert.rejects(provider.replaceFile(await expected(['file']), slow));
      assert.equal(Buffer.from((await tree())['/file'] ?? []).toString(), 'written by the user meanwhile');
    },
    ({ conditionalWrites, identity }) => (conditionalWrites || identity === 'inode' ? null : 'its writes are not conditional'),
  ),
  ...staleness.map(({ name, tags, happens, skip }) =>
    law(
      `refuses to replace ${name}`,
      async (session) => {
        await session.user.write(['file'], bytes('x'));
        const stale = await session.expected(['file']);
        await happens(session.user, 'file');
        await refused(session, tags(session.traits), () => session.provider.replaceFile(stale, contentOf('ours')));
      },
      skip,
    ),
  ),
];
