/** Laws of creating files and folders: whole or not at all, and never in the place of something. */
import assert from 'node:assert/strict';
import type { Ref } from '../../../effects/ports/provider.js';
import { brokenContent, bytes, contentOf, MEBIBYTE, pattern, tornContent } from '../content.js';
import type { ProviderLaw } from '../harness.js';
import { refused } from '../refused.js';
import { law, type Session } from '../session.js';

const createFile = ({ provider }: Session, parent: Ref, name: string) => provider.createFile(parent, name, contentOf('ours'));
const makeFolder = ({ provider }: Session, parent: Ref, name: string) => provider.makeFolder(parent, name);

/** What holds for whatever is made. */
const either = [
  ['create a file', createFile],
  ['make a folder', makeFolder],
] as const;

export const creatingLaws: readonly ProviderLaw[] = [
  ...[0, 1, MEBIBYTE].map((size) =>
    law(`creates a file of ${size} bytes`, async ({ provider, user, observed, root }) => {
      const made = await provider.createFile(root, 'file', contentOf(pattern(size)));
      assert.ok(Buffer.from(await user.read(['file'])).equals(pattern(size)));
      assert.deepEqual([made.name, made.kind, made.size], ['file', 'file', size]);
      assert.deepEqual(await observed(['file']), made);
    }),
  ),
  law('makes a folder', async ({ provider, observed, root, tree }) => {
    const made = await provider.makeFolder(root, 'folder');
    assert.deepEqual(await tree(), { '/folder/': null });
    const seen = await observed(['folder']);
    assert.deepEqual([seen?.oid, seen?.ident, seen?.name, seen?.kind], [made.oid, made.ident, 'folder', 'folder']);
  }),
  law('creates in a folder that it made', async ({ provider, user, root, ref }) => {
    await provider.makeFolder(root, 'a');
    await provider.makeFolder(await ref(['a']), 'b');
    await provider.createFile(await ref(['a', 'b']), 'file', contentOf('deep'));
    assert.deepEqual(Buffer.from(await user.read(['a', 'b', 'file'])).toString(), 'deep');
  }),
  law('reports progress that never falls and ends at the size', async ({ provider, root }) => {
    const seen: number[] = [];
    await provider.createFile(root, 'file', contentOf(pattern(MEBIBYTE)), (n) => seen.push(n));
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    );
    assert.equal(seen.at(-1), MEBIBYTE);
  }),
  law(
    'keeps the executable bit',
    async ({ provider, root, observed }) => {
      await provider.createFile(root, 'yes', contentOf('x', true));
      await provider.createFile(root, 'no', contentOf('x', false));
      assert.deepEqual([(await observed(['yes']))?.executable, (await observed(['no']))?.executable], [true, false]);
    },
    ({ executableBit }) => (executableBit ? null : 'it has no such bit'),
  ),
  law(
    'gives a file the time of what it is a copy of',
    async ({ provider, root, observed, expected }) => {
      const content = { ...contentOf('x'), mtimeMs: 1_234_567_890_123 };
      await provider.createFile(root, 'file', contentOf('y'));
      await provider.replaceFile(await expected(['file']), content);
      await provider.createFile(root, 'other', content);
      const times = [(await observed(['file']))?.mtimeMs, (await observed(['other']))?.mtimeMs];
      assert.deepEqual(times, [content.mtimeMs, content.mtimeMs]);
    },
    ({ keepsTimes }) => (keepsTimes === true ? null : 'it keeps no times'),
  ),
  law('leaves nothing of a content that breaks off', (session) =>
    refused(session, ['Temporary'], () => session.provider.createFile(session.root, 'file', brokenContent())),
  ),
  law('leaves nothing of a content that changed while it was read', (session) =>
    refused(session, ['Modified'], () => session.provider.createFile(session.root, 'file', tornContent())),
  ),
  ...either.flatMap(([what, make]) => [
    law(`refuses to ${what} in the place of a file`, async (session) => {
      await session.user.write(['taken'], bytes('theirs'));
      await refused(session, ['Exists'], () => make(session, session.root, 'taken'));
    }),
    law(`refuses to ${what} in the place of a folder`, async (session) => {
      await session.user.mkdir(['taken']);
      await refused(session, ['Exists'], () => make(session, session.root, 'taken'));
    }),
    law(`refuses to ${what} in a folder that is gone`, async (session) => {
      await session.user.mkdir(['folder']);
      const parent = await session.ref(['folder']);
      await session.user.remove(['folder']);
      await refused(session, ['NoParent'], () => make(session, parent, 'new'));
    }),
    law(`refuses to ${what} in a file`, async (session) => {
      await session.user.write(['file'], bytes('theirs'));
      const parent = await session.ref(['file']);
      await refused(session, ['NoParent'], () => make(session, parent, 'new'));
    }),
    law(`lets one of two win that want to ${what} at one place at once`, async (session) => {
      const both = await Promise.allSettled([make(session, session.root, 'name'), make(session, session.root, 'name')]);
      assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      const lost = both.find((each) => each.status === 'rejected');
      assert.equal(lost?.reason.error._tag, 'Exists');
      assert.equal(Object.keys(await session.tree()).length, 1);
    }),
  ]),
];
