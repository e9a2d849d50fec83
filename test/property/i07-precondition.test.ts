import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memory, memoryStore } from '../../src/adapters/memory/index.js';
import { type Expected, toProviderError } from '../../src/effects/ports/provider.js';
import { actOn } from '../../src/testing/world/contents.js';
import { KINDS, type KindName } from '../../src/testing/world/kinds.js';
import { move, remove, saveOver, type UserAct, write } from '../../src/testing/world/scenario.js';
import { runs, TIMEOUT_MS } from './runs.js';

/** What a user does to `/a` between a look at it and an effect on it. */
const acts: fc.Arbitrary<readonly UserAct[]> = fc.constantFrom(
  [write('/a', 'edited')],
  [move('/a', '/b')],
  [remove('/a')],
  [remove('/a'), write('/a', 'another')],
  [write('/new', 'saved'), saveOver('/new', '/a')],
);

const content = { revision: 'r', size: 4, mtimeMs: 1, executable: null, localPath: null, stream: () => bytes(), verify: async () => {} };
async function* bytes(): AsyncIterable<Uint8Array> {
  yield Buffer.from('ours');
}

it.each(Object.keys(KINDS) as KindName[])(
  'I7 an effect on what is no longer as expected does nothing, and says so (%s)',
  { timeout: TIMEOUT_MS },
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(acts, fc.constantFrom('replaceFile', 'move', 'discard'), async (deeds, effect) => {
        const store = memoryStore(KINDS[kind]);
        const provider = memory(store);
        const root = { oid: (await provider.connect()).oid, path: [] };
        store.write('/a', 'seen');
        const [seen] = (await provider.list(root)).entries;
        if (seen === undefined) throw new Error('nothing to expect');
        const { oid, revision, ident, parentOid } = seen;
        const expected: Expected = { oid, path: ['a'], kind: 'file', revision, ident, parentOid };
        for (const act of deeds) actOn(store, act, () => 0);
        const before = store.tree();
        const refused = await (effect === 'replaceFile'
          ? provider.replaceFile(expected, content)
          : effect === 'move'
            ? provider.move(expected, root, 'c')
            : provider.discard(expected)
        ).then(
          () => 'nothing',
          (thrown: unknown) => toProviderError(thrown)._tag,
        );
        expect(['NotFound', 'Modified', 'Moved']).toContain(refused);
        expect(store.tree()).toEqual(before);
      }),
      runs(30),
    );
  },
);
