/** Two real folders and the built command, for each test. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect } from 'vitest';
import {
  type CommandOptions,
  differences,
  type Ended,
  leftovers,
  look,
  run,
  type Running,
  start,
} from '../../src/testing/torture/index.js';

export const command = fileURLToPath(new URL('../../dist/bin/foldsync.mjs', import.meta.url));
if (!existsSync(command)) throw new Error(`there is no ${command}: run 'npm run bundle' first`);

/** What V8 keeps of it: shared by all tests, so that each need not compile it. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

/** Number of the user without rights, as which root tries what permissions do. */
export const NOBODY = 65_534;

const made: string[] = [];
const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) {
    one.kill('SIGKILL');
    await one.ended;
  }
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

export const temporaryFolder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'foldsync-e2e-'));
  made.push(path);
  return path;
};

export interface Folders {
  /** Holds both, and the state. */
  readonly home: string;
  readonly a: string;
  readonly b: string;
  readonly options: CommandOptions;
  /** `foldsync sync --once --json ... A B` */
  readonly once: (...more: string[]) => Promise<Ended>;
  /** Any command in `home`. */
  readonly foldsync: (...args: string[]) => Promise<Ended>;
  /** In watch mode; resolves once it watches. */
  readonly watch: (user?: number) => Promise<Running>;
  readonly write: (path: string, content?: string) => void;
  readonly read: (path: string) => string;
}

/** Paths are below `home`: `A/x`. */
export const newFolders = (): Folders => {
  const home = temporaryFolder();
  const [a, b] = [join(home, 'A'), join(home, 'B')];
  for (const root of [a, b]) mkdirSync(root);
  const options: CommandOptions = {
    command,
    folder: home,
    environment: { XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: CACHE, HOME: home },
  };
  return {
    home,
    a,
    b,
    options,
    once: (...more) => run(['sync', '--once', '--json', ...more, 'A', 'B'], options),
    foldsync: (...args) => run(args, options),
    watch: async (user) => {
      const watching = start(['sync', '--json', 'A', 'B'], user === undefined ? options : { ...options, user });
      running.push(watching);
      await until(() => watching.said().includes('"watching"'));
      return watching;
    },
    write: (path, content = path) => {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), content);
    },
    read: (path) => readFileSync(join(home, path), 'utf8'),
  };
};

/** Waits for what another process does; far longer than it takes, since machines are busy. */
export const until = async (isDone: () => boolean, ms = 20_000): Promise<void> => {
  const end = Date.now() + ms;
  while (!isDone()) {
    if (Date.now() > end) throw new Error(`it did not happen within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** Both sides hold the same, nothing of ours is left, and a further run has nothing to do and writes nothing. */
export const expectInStep = async (folders: Folders): Promise<void> => {
  expect(differences(look(folders.a), look(folders.b))).toEqual([]);
  expect([...leftovers(folders.a), ...leftovers(folders.b)]).toEqual([]);
  const before = [look(folders.a), look(folders.b)];
  const again = await folders.once();
  expect({ code: again.code, changes: changesOf(again) }).toEqual({ code: 0, changes: [] });
  expect([look(folders.a), look(folders.b)]).toEqual(before);
};

interface Change {
  readonly action: string;
  readonly side: string;
  readonly kind: string;
  readonly path: string;
}

const linesOf = ({ stdout }: Ended): readonly { readonly type: string }[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly type: string });

/** What a run with `--json` did, as `action side path`. */
export const changesOf = (ended: Ended): readonly string[] =>
  linesOf(ended)
    .filter((line): line is Change & { type: string } => line.type === 'change')
    .map(({ action, side, path }) => `${action} ${side} ${path}`);

/** Names and contents in the trash of a root. */
export const trashOf = (root: string): readonly string[] => {
  const trash = join(root, '.foldsync', 'trash');
  if (!existsSync(trash)) return [];
  return readdirSync(trash)
    .flatMap((slot) => readdirSync(join(trash, slot)).map((name) => readFileSync(join(trash, slot, name), 'utf8')))
    .sort();
};

/** Everybody's names but foldsync's. */
export const namesIn = (path: string): readonly string[] =>
  readdirSync(path)
    .filter((name) => name !== '.foldsync')
    .sort();
