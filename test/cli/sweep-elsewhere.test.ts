import { mkdirSync, renameSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesystem } from '../../src/adapters/filesystem/index.js';
import { openLevelLog } from '../../src/adapters/level/index.js';
import { ignoreFiles } from '../../src/cli/ignore-files.js';
import { sweepElsewhere } from '../../src/cli/sweep-elsewhere.js';
import { pathOf } from '../../src/domain/evolve/nodes.js';
import type { NodeId } from '../../src/domain/ids.js';
import type { Sides } from '../../src/domain/side.js';
import type { State } from '../../src/domain/state/state.js';
import { recover } from '../../src/effects/engine/recover.js';
import { sweep } from '../../src/effects/engine/sweep.js';
import { bundled } from './bundled.js';
import { type Desk, desk } from './desk.js';

let at: Desk;
beforeEach(() => {
  at = desk();
  for (const path of ['a/one', 'a/b/two', 'a/b/left.tmp', 'c/three', 'four']) at.write(`A/${path}`, path);
  at.write('A/.foldsyncignore', '*.tmp\n');
  expect(at.run('sync', '--once', '--state', 'S', 'A', 'B').code).toBe(0);
});
afterEach(() => at.clear());

const known = async (): Promise<{ readonly state: State; readonly id: string }> => {
  const opened = await openLevelLog(at.path('S'))();
  if (opened._tag === 'Left') throw new Error(opened.left.message);
  const log = opened.right;
  const state = await recover(log);
  await log.close()();
  return { state, id: log.id };
};

const roots = (): Sides<string> => [at.path('A'), at.path('B')];
const command = pathToFileURL(bundled());
const elsewhere = (logId: string, more: { readonly command?: URL; readonly fromFiles?: number } = {}) =>
  sweepElsewhere({ command, roots: roots(), excludes: [], logId, fromFiles: 0, ...more });

const paths = (state: State, folders: readonly NodeId[] | null): readonly string[] | undefined =>
  folders?.map((id) => pathOf(state.table, id)?.join('/') ?? '?').sort();

describe('the sweep of a side in a thread', () => {
  it.each<[string, () => void, readonly string[]]>([
    ['nothing', () => undefined, []],
    ['an edit', () => at.write('B/a/b/two', 'edited'), ['a/b']],
    ['what the rules leave out', () => at.write('B/a/other.tmp', 'x'), ['a']],
    ['a folder moved', () => at.rename('B/c', 'B/a/c'), ['', 'a', 'c']],
    ['other rules', () => at.write('A/.foldsyncignore', '*.tmp\nfour\n'), ['']],
  ])('finds what a sweep here finds: %s', async (_, deed, expected) => {
    deed();
    const { state, id } = await known();
    expect(paths(state, await elsewhere(id)(state, 1))).toEqual(expected);
    const [local, remote] = [filesystem({ root: at.path('A'), watch: false }), filesystem({ root: at.path('B'), watch: false })];
    for (const provider of [local, remote]) await provider.connect();
    const { rules } = ignoreFiles(roots(), [], () => undefined);
    expect(await sweep(state, [local, remote], rules, elsewhere(id))).toEqual(await sweep(state, [local, remote], rules));
    for (const provider of [local, remote]) await provider.disconnect();
  });

  it('is done here where the folder is another one, the thread fails, or the side is small', async () => {
    const { state, id } = await known();
    expect(await elsewhere(id, { command: pathToFileURL(at.path('nothing.mjs')) })(state, 1)).toBeNull();
    expect(await elsewhere(id, { command: new URL('http://localhost/no-thread-can-run-this') })(state, 1)).toBeNull();
    expect(await elsewhere(id, { fromFiles: 100 })(state, 1)).toBeNull();
    renameSync(at.path('B'), at.path('away'));
    expect(await elsewhere(id)(state, 1)).toBeNull();
    mkdirSync(at.path('B'));
    expect(await elsewhere(id)(state, 1)).toBeNull();
  });
});
