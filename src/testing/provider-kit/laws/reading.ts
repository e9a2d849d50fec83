/** Laws of reading contents: what was expected, whole, and known to be of one revision. */
import assert from 'node:assert/strict';
import { bytes, MEBIBYTE, pattern, readAll } from '../content.js';
import type { ProviderLaw } from '../harness.js';
import { refused, rejection } from '../refused.js';
import { law } from '../session.js';
import { staleness } from './staleness.js';

const sizes = [0, 1, MEBIBYTE];

export const readingLaws: readonly ProviderLaw[] = [
  ...sizes.map((size) =>
    law(`reads a content of ${size} bytes`, async ({ provider, user, expected }) => {
      await user.write(['file'], pattern(size));
      const file = await expected(['file']);
      const content = await provider.read(file);
      assert.equal(content.size, size);
      assert.equal(content.revision, file.revision);
      assert.ok(Buffer.from(await readAll(content)).equals(pattern(size)));
    }),
  ),
  law('says after the reading that the file changed meanwhile', async ({ provider, user, expected }) => {
    await user.write(['file'], bytes('short'));
    const content = await provider.read(await expected(['file']));
    await user.write(['file'], bytes('somewhat longer'));
    assert.equal((await rejection(readAll(content)))?._tag, 'Modified');
  }),
  law('says after the reading that the file went away meanwhile', async ({ provider, user, expected }) => {
    await user.write(['file'], bytes('x'));
    const content = await provider.read(await expected(['file']));
    await user.remove(['file']);
    const error = await rejection(readAll(content));
    assert.ok(error !== null && ['Modified', 'NotFound', 'Moved'].includes(error._tag), `answered ${error?._tag}`);
  }),
  ...staleness.map(({ name, tags, happens, skip }) =>
    law(
      `refuses to read ${name}`,
      async (session) => {
        await session.user.write(['file'], bytes('x'));
        const stale = await session.expected(['file']);
        await happens(session.user, 'file');
        await refused(session, tags(session.traits), () => session.provider.read(stale));
      },
      skip,
    ),
  ),
];
