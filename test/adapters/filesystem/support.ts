/** A folder on the real disk, with a provider on it, for each test; both with FFI and without. */
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { filesystemOn } from '../../../src/adapters/filesystem/filesystem.js';
import { nativeSystem } from '../../../src/adapters/filesystem/native.js';
import { portableSystem } from '../../../src/adapters/filesystem/portable.js';
import type { System } from '../../../src/adapters/filesystem/system.js';
import type { ProviderError } from '../../../src/domain/provider-error.js';
import { parsePath } from '../../../src/domain/name.js';
import type { Observation } from '../../../src/domain/observation.js';
import {
  ProviderFailure,
  type Content,
  type Expected,
  type Immediate,
  type Provider,
  type Ref,
} from '../../../src/effects/ports/provider.js';

const native = nativeSystem();
/** Without an exchange, but with everything else: what some network filesystems are like. */
const withoutExchange: System | null = native === null ? null : { ...native, exchange: null };

export const systems: readonly (readonly [string, System])[] = [
  ...(native === null ? [] : [['with FFI', native] as const]),
  ...(withoutExchange === null ? [] : [['with FFI, but no exchange', withoutExchange] as const]),
  ['without FFI', portableSystem],
];
export const hasNative = native !== null;

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

export const temporaryFolder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'foldsync-test-'));
  made.push(path);
  return path;
};

export interface World {
  readonly root: string;
  readonly provider: Provider & { readonly immediate: Immediate };
  /** Makes a file with the folders above it. */
  readonly write: (path: string, content?: string) => void;
  readonly read: (path: string) => string;
  readonly absolute: (path: string) => string;
  readonly observe: (path: string) => Observation;
  readonly expected: (path: string) => Expected;
  /** Names in the root and below, but for those of foldsync itself; folders end in `/`. */
  readonly tree: () => readonly string[];
  /** Contents in the trash. */
  readonly trashed: () => readonly string[];
  /** Leftovers of contents on their way, anywhere. */
  readonly parts: () => readonly string[];
}

export const worldOn = async (system: System, root: string = temporaryFolder()): Promise<World> => {
  const provider = filesystemOn(system, { root }) as World['provider'];
  await provider.connect();
  const absolute = (path: string): string => join(root, path);
  const observe = (path: string): Observation => {
    const found = provider.immediate.lookUp(ref(path));
    if (found._tag === 'Missing') throw new Error(`${path} is missing`);
    return found.observation;
  };
  const everything = (): readonly string[] => below(root, '');
  return {
    root,
    provider,
    absolute,
    observe,
    write: (path, content = '') => {
      mkdirSync(dirname(absolute(path)), { recursive: true });
      writeFileSync(absolute(path), content);
    },
    read: (path) => readFileSync(absolute(path), 'utf8'),
    expected: (path) => {
      const { kind, revision, ident } = observe(path);
      return { ...ref(path), kind: kind === 'folder' ? 'folder' : 'file', revision, ident, parentOid: null };
    },
    tree: () => everything().filter((path) => !path.startsWith('.foldsync/')),
    trashed: () =>
      everything()
        .filter((path) => path.startsWith('.foldsync/trash/') && !path.endsWith('/'))
        .map((path) => readFileSync(join(root, path), 'utf8'))
        .sort(),
    parts: () => everything().filter((path) => path.includes('.foldsync-part-')),
  };
};

const below = (root: string, path: string): readonly string[] =>
  readdirSync(join(root, path))
    .sort()
    .flatMap((name) => {
      const child = path + name;
      return lstatSync(join(root, child)).isDirectory() ? [`${child}/`, ...below(root, `${child}/`)] : [child];
    });

export const ref = (path: string): Ref => ({ oid: null, path: parsePath(path) });

/** Content that comes from elsewhere than a local file. */
export const remoteContent = (text: string, facts: Partial<Content> = {}): Content => ({
  revision: 'r1',
  size: Buffer.byteLength(text),
  mtimeMs: 1_600_000_000_123,
  executable: null,
  localPath: null,
  stream: async function* () {
    yield Buffer.from(text);
  },
  verify: async () => undefined,
  ...facts,
});

/** The tag of what `work` fails with; `ok` if it does not fail. */
export const outcome = async (work: () => unknown): Promise<ProviderError['_tag'] | 'ok'> => {
  try {
    await work();
    return 'ok';
  } catch (thrown) {
    if (thrown instanceof ProviderFailure) return thrown.error._tag;
    throw thrown;
  }
};
