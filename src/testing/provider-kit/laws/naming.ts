/** Laws of names: what users call their files comes back as it was, and what can't be stored is refused before it is tried. */
import assert from 'node:assert/strict';
import type { Traits } from '../../../domain/traits.js';
import { bytes, contentOf } from '../content.js';
import type { ProviderLaw } from '../harness.js';
import { refused } from '../refused.js';
import { law, type Session } from '../session.js';

/** Every printable ASCII character but those that some filesystem reserves (PR-69). */
const ASCII = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)).filter((c) => !'<>:"/\\|?*'.includes(c));

const COMPOSED = 'caf\u00e9';
const DECOMPOSED = 'cafe\u0301';

const plain = (traits: Traits): readonly string[] =>
  [
    ...ASCII.map((character) => `a${character}b`),
    ...[
      'with several spaces in it',
      '.hidden',
      '...',
      'a.tar.gz',
      '\u{1f600}',
      '\u{1f469}\u200d\u{1f4bb} at work',
      '日本語',
      'Ünïcödé',
      'עברית',
    ],
    ...['#', '%20', '&', "it's", '$HOME', '-rf', '~', 'null', '__proto__', 'constructor'],
  ]
    .filter((name) => ![...traits.forbiddenCharacters].some((character) => name.includes(character)))
    .filter((name, i, all) => all.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === i);

const unstorable = (traits: Traits): readonly string[] => [
  ...['', '.', '..', 'a/b', '../a', '/', 'a\0b'],
  'n'.repeat(traits.maxNameBytes + 1),
  ...[...traits.forbiddenCharacters].map((character) => `a${character}b`),
];

/** Creates by the provider, then tries to make `second` in each way: all are refused. */
const refusesTwin = async (session: Session, first: string, second: string): Promise<void> => {
  const { provider, root, user, expected } = session;
  await provider.createFile(root, first, contentOf('first'));
  await user.write(['mover'], bytes('x'));
  const mover = await expected(['mover']);
  await refused(session, ['Exists'], () => provider.createFile(root, second, contentOf('second')));
  await refused(session, ['Exists'], () => provider.makeFolder(root, second));
  await refused(session, ['Exists'], () => provider.move(mover, root, second));
};

const keepsBoth = async ({ provider, root, children }: Session, first: string, second: string): Promise<void> => {
  await provider.createFile(root, first, contentOf('first'));
  await provider.createFile(root, second, contentOf('second'));
  assert.deepEqual((await children(root)).map(({ name }) => name).sort(), [first, second].sort());
};

export const namingLaws: readonly ProviderLaw[] = [
  law('gives back every name that it was given', async ({ provider, root, observed, children, traits }) => {
    const composed = plain(traits).map((name) => name.normalize('NFC'));
    for (const name of composed) {
      const made = await provider.createFile(root, name, contentOf(name));
      assert.equal(made.name, name);
      assert.equal((await observed([name]))?.name, name);
    }
    assert.deepEqual((await children(root)).map(({ name }) => name).sort(), [...composed].sort());
  }),
  law('shows every name that its user gave', async ({ user, root, children, traits }) => {
    const composed = plain(traits).map((name) => name.normalize('NFC'));
    for (const name of composed) await user.mkdir([name]);
    assert.deepEqual((await children(root)).map(({ name }) => name).sort(), [...composed].sort());
  }),
  law('renames from and to every name', async ({ provider, user, root, expected, tree, traits }) => {
    await user.write(['start'], bytes('x'));
    let at = 'start';
    for (const name of plain(traits)) {
      await provider.move(await expected([at]), root, name);
      at = name.normalize('NFC');
    }
    assert.equal(Object.keys(await tree()).length, 1);
  }),
  law('stores names of the greatest length', async ({ provider, root, children, traits }) => {
    const longest = ['n'.repeat(traits.maxNameBytes), 'é'.normalize('NFC').repeat(Math.floor(traits.maxNameBytes / 2))];
    for (const name of longest) await provider.createFile(root, name, contentOf('x'));
    assert.deepEqual((await children(root)).map(({ name }) => name).sort(), [...longest].sort());
  }),
  law('refuses names that can not be stored', async (session) => {
    const { provider, root, user, expected, traits } = session;
    await user.write(['file'], bytes('x'));
    const file = await expected(['file']);
    for (const name of unstorable(traits)) {
      await refused(session, ['NameRefused'], () => provider.createFile(root, name, contentOf('x')));
      await refused(session, ['NameRefused'], () => provider.makeFolder(root, name));
      await refused(session, ['NameRefused'], () => provider.move(file, root, name));
    }
  }),
  law(
    'holds two names that differ by case',
    (session) => keepsBoth(session, 'Name', 'name'),
    ({ caseSensitive }) => (caseSensitive ? null : 'they are one name there'),
  ),
  law(
    'takes two names that differ by case for one',
    (session) => refusesTwin(session, 'Name', 'nAME'),
    ({ caseSensitive }) => (caseSensitive ? 'they are two names there' : null),
  ),
  law(
    'finds an object under another case, and shows its own',
    async ({ provider, user }) => {
      await user.mkdir(['Folder']);
      await user.write(['Folder', 'File'], bytes('x'));
      const found = await provider.lookUp({ oid: null, path: ['FOLDER', 'file'] });
      assert.ok(found._tag === 'Found');
      assert.equal(found.observation.name, 'File');
    },
    ({ caseSensitive, identity }) => (caseSensitive || identity === 'oid' ? 'it tells cases apart, or looks up by oid' : null),
  ),
  law(
    'holds two names that differ by Unicode form',
    (session) => keepsBoth(session, COMPOSED, DECOMPOSED),
    ({ unicode }) => (unicode === 'exact' ? null : 'they are one name there'),
  ),
  law(
    'takes two names that differ by Unicode form for one, the composed one',
    async (session) => {
      await refusesTwin(session, DECOMPOSED, COMPOSED);
      assert.deepEqual((await session.children(session.root)).map(({ name }) => name).sort(), [COMPOSED, 'mover'].sort());
    },
    ({ unicode }) => (unicode === 'nfc' ? null : 'they are two names there'),
  ),
];
