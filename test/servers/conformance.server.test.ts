/** The WebDAV provider, on servers that people have: the kit, with a user who acts on the disk of the server. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { webdav } from '../../src/adapters/webdav/index.js';
import { runProviderKit, type TreeValue } from '../../src/testing/provider-kit/index.js';
import type { Traits } from '../../src/domain/traits.js';
import { startApache } from './apache.js';
import { startNginx } from './nginx.js';
import { giveTo, type Server } from './server.js';

const traits: Traits = {
  identity: 'path',
  events: 'none',
  caseSensitive: true,
  unicode: 'exact',
  forbiddenCharacters: '',
  maxNameBytes: 255,
  hash: null,
  conditionalWrites: true,
  executableBit: false,
};

const treeBelow = async (root: string, path: readonly string[] = []): Promise<TreeValue> => {
  const entries = await readdir(join(root, ...path), { withFileTypes: true });
  const trees = entries
    .filter(({ name }) => name !== '.foldsync')
    .map(async (entry): Promise<TreeValue> => {
      const at = [...path, entry.name];
      if (!entry.isDirectory()) return { [`/${at.join('/')}`]: await readFile(join(root, ...at)) };
      return { [`/${at.join('/')}/`]: null, ...(await treeBelow(root, at)) };
    });
  return Object.assign({}, ...(await Promise.all(trees)));
};

/** nginx's listings lack names that begin with a dot. The provider warns of it. */
const HIDES_DOTS = ['gives back every name that it was given', 'shows every name that its user gave'];

const kinds: readonly (readonly [string, () => Promise<Server>, Partial<Traits>, readonly string[]])[] = [
  ['WebDAV on Apache', () => startApache(), {}, []],
  ['WebDAV on nginx', startNginx, { conditionalWrites: false }, HIDES_DOTS],
];

for (const [name, start, own, impossible] of kinds) {
  describe(name, () => {
    let server: Server;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.stop());
    runProviderKit(
      {
        name,
        traits: { ...traits, ...own },
        runs: 10,
        open: async () => {
          const root = await mkdtemp(join(server.root, 'r-'));
          giveTo('www-data', root);
          const at = (path: readonly string[]): string => join(root, ...path);
          const url = `${server.url}/${root.slice(server.root.length + 1)}`;
          return {
            provider: webdav({ url }),
            user: {
              write: async (path, content) => {
                await writeFile(at(path), content);
                giveTo('www-data', at(path));
              },
              mkdir: async (path) => {
                await mkdir(at(path));
                giveTo('www-data', at(path));
              },
              move: (from, to) => rename(at(from), at(to)),
              remove: (path) => rm(at(path), { recursive: true }),
              read: (path) => readFile(at(path)),
              tree: () => treeBelow(root),
            },
            close: () => rm(root, { recursive: true }),
          };
        },
      },
      {
        describe,
        it: Object.assign((law: string, body: () => Promise<void>) => (impossible.includes(law) ? it.fails : it)(law, body), {
          skip: it.skip,
        }),
      },
    );
  });
}
