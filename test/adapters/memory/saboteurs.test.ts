/** The kit is held against providers that break the port in one way each: a law must notice, and say so by its name. */
import { describe, expect, it } from 'vitest';
import { map } from 'rxjs';
import { memory, type MemoryOptions, memoryStore } from '../../../src/adapters/memory/index.js';
import type { Expected, Hint, Provider, ProviderFailure } from '../../../src/effects/ports/provider.js';
import { type ProviderLaw, providerLaws } from '../../../src/testing/provider-kit/index.js';

type Sabotage = (honest: Provider) => Partial<Provider>;

/** What is there now, believed without asking. */
const trusting = async (honest: Provider, expected: Expected): Promise<Expected> => {
  const now = await honest.lookUp(expected);
  return now._tag === 'Found' ? { ...expected, revision: now.observation.revision, ident: now.observation.ident } : expected;
};

const saboteurs: readonly (readonly [string, Partial<MemoryOptions>, Sabotage, string])[] = [
  [
    'replaces whatever revision is there',
    {},
    (honest) => ({ replaceFile: async (expected, content) => honest.replaceFile(await trusting(honest, expected), content) }),
    'refuses to replace a file that was changed',
  ],
  [
    'discards whatever revision is there',
    { identity: 'path' },
    (honest) => ({ discard: async (expected) => honest.discard(await trusting(honest, expected)) }),
    'refuses to discard a file that was changed',
  ],
  [
    'moves from wherever the object is now',
    {},
    (honest) => ({
      move: async (expected, parent, name) => {
        const now = await honest.lookUp(expected);
        if (now._tag === 'Missing') return honest.move(expected, parent, name);
        const { name: leaf, parentOid } = now.observation;
        return honest.move({ ...expected, parentOid, path: [...expected.path.slice(0, -1), leaf] }, parent, name);
      },
    }),
    'refuses to move a file that was renamed',
  ],
  [
    'moves over what is there',
    { identity: 'path' },
    (honest) => ({
      move: async (expected, parent, name) => {
        const path = [...parent.path, name];
        const there = await honest.lookUp({ oid: null, path });
        if (there._tag === 'Found' && there.observation.kind === 'file' && path.join('/') !== expected.path.join('/')) {
          const { revision } = there.observation;
          await honest.discard({ oid: null, path, parentOid: null, ident: null, kind: 'file', revision });
        }
        return honest.move(expected, parent, name);
      },
    }),
    'refuses to move file onto other file',
  ],
  [
    'shows a page of a listing as all of it',
    {},
    (honest) => ({
      list: async (folder) => {
        const listing = await honest.list(folder);
        return { ...listing, entries: listing.entries.slice(0, 1000) };
      },
    }),
    'lists every child once, however many there are',
  ],
  [
    'does not say which folder it listed',
    { identity: 'inode' },
    (honest) => ({ list: async (folder) => ({ ...(await honest.list(folder)), ident: null }) }),
    'says which folder it listed',
  ],
  [
    'keeps the half of a content that broke off',
    {},
    (honest) => ({
      createFile: (parent, name, content, onProgress) =>
        honest.createFile(parent, name, content, onProgress).catch(async (error) => {
          await honest.makeFolder(parent, name);
          throw error;
        }),
    }),
    'leaves nothing of a content that breaks off',
  ],
  [
    'never notices that a file changed while it was read',
    {},
    (honest) => ({ read: async (expected) => ({ ...(await honest.read(expected)), verify: async () => {} }) }),
    'says after the reading that the file changed meanwhile',
  ],
  [
    'takes no content for verified or not',
    {},
    (honest) => ({
      createFile: (parent, name, content, onProgress) =>
        honest.createFile(parent, name, { ...content, verify: async () => {} }, onProgress),
    }),
    'leaves nothing of a content that changed while it was read',
  ],
  [
    'takes a path for missing from the root on',
    { identity: 'inode' },
    (honest) => ({
      lookUp: async (ref) => {
        const answer = await honest.lookUp(ref);
        return answer._tag === 'Missing' ? { _tag: 'Missing', depth: 0 } : answer;
      },
    }),
    'says of a missing path how many of its folders are still there',
  ],
  [
    'hints only at where a rename went to',
    { identity: 'path' },
    (honest) => ({
      changes$: (cursor) => honest.changes$(cursor).pipe(map((changes) => ({ ...changes, hints: changes.hints.slice(-1) }))),
    }),
    'gives a hint when the user renames a file',
  ],
  [
    'hints of nothing in folders that are new',
    { identity: 'inode' },
    (honest) => ({
      changes$: (cursor) =>
        honest.changes$(cursor).pipe(map((changes) => ({ ...changes, hints: changes.hints.filter((hint) => !isAt(hint, 'new')) }))),
    }),
    'gives hints of what happens in a folder that came after the subscription',
  ],
  [
    'rejects with errors that are none of the port',
    {},
    (honest) => ({
      discard: (expected) =>
        honest.discard(expected).catch((error: ProviderFailure) => {
          throw new Error(error.message);
        }),
    }),
    'refuses to discard a folder that holds a file or a folder',
  ],
  [
    'writes names in lower case',
    {},
    (honest) => ({ makeFolder: (parent, name) => honest.makeFolder(parent, name.toLowerCase()) }),
    'does what a simple tree does, whatever its users do in between',
  ],
];

/** A property stops at the first counterexample, so this many are run only where none is found. */
const MANY_RUNS = 2000;

const isAt = (hint: Hint, name: string): boolean => hint._tag !== 'Lost' && hint.path?.[0] === name && hint.path.length === 1;

const firstBrokenLaw = async (
  laws: readonly ProviderLaw[],
  options: Partial<MemoryOptions>,
  sabotage: Sabotage,
): Promise<string | null> => {
  const traits = memory(options).traits;
  const open = async () => {
    const store = memoryStore(options);
    const user = { ...store, remove: (path: readonly string[]) => store.remove(path, { recursive: true }), tree: store.contents };
    const honest = memory(store);
    return { provider: { ...honest, ...sabotage(honest) }, user, close: async () => {} };
  };
  for (const law of laws) {
    if ((law.skip?.(traits) ?? null) !== null) continue;
    const broken = await law.run({ name: 'sabotaged', traits, open, patienceMs: 0, runs: MANY_RUNS }).then(
      () => false,
      () => true,
    );
    if (broken) return law.name;
  }
  return null;
};

/** What the property about a simple tree must notice by itself, without the examples. */
const seenByTheModel: readonly string[] = [
  'replaces whatever revision is there',
  'discards whatever revision is there',
  'moves from wherever the object is now',
  'moves over what is there',
  'rejects with errors that are none of the port',
  'writes names in lower case',
];

const modelLaw = providerLaws.filter(({ name }) => name.startsWith('does what a simple tree does'));

describe('the provider kit', () => {
  it.each(saboteurs)('notices a provider that %s', async (_, options, sabotage, lawName) => {
    expect(await firstBrokenLaw(providerLaws, options, sabotage)).toBe(lawName);
  });

  it.each(saboteurs.filter(([what]) => seenByTheModel.includes(what)))(
    'notices by its model alone a provider that %s',
    async (_, options, sabotage) => {
      expect(await firstBrokenLaw(modelLaw, options, sabotage)).toBe(modelLaw[0]?.name);
    },
  );
});
