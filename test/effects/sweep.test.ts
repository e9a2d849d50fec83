import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { filesystem } from '../../src/adapters/filesystem/index.js';
import { type MemoryLog, memoryLog } from '../../src/adapters/memory-log/index.js';
import { systemClock } from '../../src/adapters/system/index.js';
import { pathOf } from '../../src/domain/evolve/nodes.js';
import type { Event } from '../../src/domain/event.js';
import type { NodeId } from '../../src/domain/ids.js';
import { SIDES, type Sides } from '../../src/domain/side.js';
import { createEngine, ignoreRules, type IgnoreRules, NOTHING_IGNORED } from '../../src/effects/index.js';
import { recover } from '../../src/effects/engine/recover.js';
import { type Differing, sweep } from '../../src/effects/engine/sweep.js';
import type { Provider } from '../../src/effects/ports/provider.js';
import { runs } from '../property/runs.js';
import { of } from './support.js';

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

interface Pair {
  readonly roots: Sides<string>;
  log: MemoryLog;
  readonly rules: IgnoreRules;
}

const newPair = (rules = NOTHING_IGNORED): Pair => {
  const home = mkdtempSync(join(tmpdir(), 'foldsync-sweep-'));
  made.push(home);
  const roots = [join(home, 'A'), join(home, 'B')] as const;
  for (const root of roots) mkdirSync(root);
  return { roots, log: memoryLog(), rules };
};

const providersOf = ({ roots }: Pair): Sides<Provider> => [
  filesystem({ root: roots[0], watch: false }),
  filesystem({ root: roots[1], watch: false }),
];

/** The same folders, asked for listings. */
const plain = (provider: Provider): Provider => {
  if (provider.immediate === undefined) throw new Error('no immediate calls');
  const { isAsKnown: _, ...immediate } = provider.immediate;
  return { ...provider, traits: provider.traits, immediate };
};

/** The same folders, of which nothing can be told at once. */
const slow = ({ immediate: _, ...provider }: Provider): Provider => provider;

const run = async (pair: Pair, how: (provider: Provider) => Provider = (provider) => provider): Promise<readonly Event[]> => {
  pair.log = pair.log.fork();
  const before = pair.log.head();
  const [a, b] = providersOf(pair);
  const engine = createEngine({
    providers: [how(a), how(b)],
    ...{
      log: pair.log,
      clock: systemClock,
      version: 'test',
      boot: 'boot',
      watch: false,
      rules: pair.rules,
      policy: { maxDeletePercent: 100 },
    },
  });
  await engine.start();
  await engine.idle();
  await engine.stop();
  const events: Event[] = [];
  for await (const batch of pair.log.fork().read(before + 1)) events.push(...(batch.events as unknown as Event[]));
  return events;
};

const swept = async (pair: Pair, how: (provider: Provider) => Provider): Promise<Differing> => {
  const [a, b] = providersOf(pair);
  for (const provider of [a, b]) await provider.connect();
  return sweep(await recover(pair.log.fork()), [how(a), how(b)], pair.rules);
};

/** What a user does in a root; nothing where it can't be done. */
const DEEDS: Readonly<Record<string, (root: string) => void>> = {
  edit: (root) => writeFileSync(join(root, 'd/e/one'), `edited ${root}`),
  add: (root) => writeFileSync(join(root, 'd/new'), 'new'),
  delete: (root) => rmSync(join(root, 'd/two')),
  move: (root) => renameSync(join(root, 'd/two'), join(root, 'two')),
  'move a folder': (root) => renameSync(join(root, 'd/e'), join(root, 'e')),
  'delete a folder': (root) => rmSync(join(root, 'd'), { recursive: true }),
  'make a folder': (root) => mkdirSync(join(root, 'd/made')),
  'make it executable': (root) => chmodSync(join(root, 'd/two'), 0o755),
  'put a link in its place': (root) => (rmSync(join(root, 'd/two')), symlinkSync('x', join(root, 'd/two'))),
  'leave out a name': (root) => writeFileSync(join(root, 'd/left.tmp'), 'x'),
  'touch what is left out': (root) => writeFileSync(join(root, 'ignored.tmp'), 'other'),
};

const apply = (root: string, deeds: readonly string[]): void => {
  for (const deed of deeds) {
    try {
      DEEDS[deed]?.(root);
    } catch {
      // An earlier deed took it away.
    }
  }
};

const fill = ([a, b]: Sides<string>): void => {
  for (const path of ['d/e/one', 'd/two', 'three', 'ignored.tmp']) {
    mkdirSync(dirname(join(a, path)), { recursive: true });
    writeFileSync(join(a, path), path);
  }
  mkdirSync(join(b, 'empty'));
};

const treeOf = (root: string, path = ''): readonly string[] =>
  readdirSync(join(root, path))
    .filter((name) => name !== '.foldsync')
    .sort()
    .flatMap((name) => {
      const child = join(path, name);
      return statSync(join(root, child), { throwIfNoEntry: false })?.isDirectory() === true
        ? [`${child}/`, ...treeOf(root, child)]
        : [child];
    });

const deeds = fc.subarray(Object.keys(DEEDS), { maxLength: 4 });
const RULES = [NOTHING_IGNORED, ignoreRules(['*.tmp'])];

describe('the sweep before a session', () => {
  it('a look at the folders and a listing of each find the same ones to differ', async () => {
    await fc.assert(
      fc.asyncProperty(deeds, deeds, fc.constantFrom(...RULES), fc.constantFrom(...RULES), async (here, there, before, after) => {
        const pair = newPair(before);
        fill(pair.roots);
        await run(pair);
        apply(pair.roots[0], here);
        apply(pair.roots[1], there);
        const now = { ...pair, rules: after };
        const differing = await swept(now, (provider) => provider);
        expect(differing).toEqual(await swept(now, plain));
        expect(await swept(now, slow)).toEqual([null, null]);
        // What was left out of the listing is what a listing of everything finds to be no news.
        const events = await run({ ...now, log: now.log.fork() }, slow);
        const told = of(events, 'Listed').filter(({ rows, absent }) => rows.length + absent.length > 0);
        if (differing.every((folders) => folders?.length === 0)) expect(told).toEqual([]);
      }),
      runs(25),
    );
  });

  it('and what follows is what a listing of everything would have led to', async () => {
    await fc.assert(
      fc.asyncProperty(deeds, deeds, fc.constantFrom(...RULES), async (here, there, rules) => {
        const trees: (readonly string[])[] = [];
        for (const how of [(provider: Provider) => provider, plain, slow]) {
          const pair = newPair(rules);
          fill(pair.roots);
          await run(pair, how);
          apply(pair.roots[0], here);
          apply(pair.roots[1], there);
          await run(pair, how);
          await run(pair, how);
          trees.push([...treeOf(pair.roots[0]), '---', ...treeOf(pair.roots[1])]);
        }
        expect(trees[1]).toEqual(trees[0]);
        expect(trees[2]).toEqual(trees[0]);
      }),
      runs(12),
    );
  });

  it('where nothing changed, a session is one event, however it was found out', async () => {
    const pair = newPair(ignoreRules(['*.tmp']));
    fill(pair.roots);
    await run(pair);
    for (const how of [(provider: Provider) => provider, plain]) {
      const events = await run(pair, how);
      expect(events).toMatchObject([{ _tag: 'SessionStarted', differing: [[], []] }]);
    }
    const events = await run(pair, slow);
    expect(of(events, 'Listed').length).toBeGreaterThan(0);
    expect(of(events, 'Listed').every(({ rows, absent }) => rows.length + absent.length === 0)).toBe(true);
  });

  it('only a folder that differs is listed', async () => {
    const pair = newPair();
    fill(pair.roots);
    await run(pair);
    writeFileSync(join(pair.roots[1], 'd/new'), 'new');
    const events = await run(pair);
    const { table } = await recover(pair.log.fork());
    const listed = of(events, 'ActionStarted').flatMap(({ action }) =>
      action._tag === 'List' ? [[action.side, pathOf(table, action.node)]] : [],
    );
    expect(listed).toEqual([[1, ['d']]]);
  });

  it('a folder that can be read no more is left to be listed, and nothing in it is deleted', async () => {
    const pair = newPair();
    fill(pair.roots);
    await run(pair);
    for (const side of SIDES) {
      const folder = join(pair.roots[side], 'd/e');
      renameSync(folder, `${folder}.away`);
      writeFileSync(folder, 'a file');
      const differing = await swept(pair, (provider) => provider);
      expect(differing[side]).toHaveLength(2);
      expect(await swept(pair, plain)).toEqual(differing);
      rmSync(folder);
      renameSync(`${folder}.away`, folder);
    }
    expect(await swept(pair, (provider) => provider)).toEqual([[], []]);
  });

  it('a root that is gone differs', async () => {
    const pair = newPair();
    fill(pair.roots);
    await run(pair);
    const providers = providersOf(pair);
    for (const provider of providers) await provider.connect();
    renameSync(pair.roots[1], `${pair.roots[1]}.away`);
    mkdirSync(pair.roots[1]);
    const state = await recover(pair.log.fork());
    const differing = await sweep(state, providers, NOTHING_IGNORED);
    expect(differing[0]).toEqual([]);
    expect(differing[1]).toContain(state.control.roots[1].node);
  });

  it('takes the answer for REMOTE from elsewhere, if there is one', async () => {
    const pair = newPair();
    fill(pair.roots);
    await run(pair);
    writeFileSync(join(pair.roots[1], 'new'), 'new');
    const providers = providersOf(pair);
    for (const provider of providers) await provider.connect();
    const state = await recover(pair.log.fork());
    const asked: number[] = [];
    const elsewhere = (answer: readonly NodeId[] | null) => async (_: unknown, side: number) => (asked.push(side), answer);
    expect(await sweep(state, providers, NOTHING_IGNORED, elsewhere([]))).toEqual([[], []]);
    expect(await sweep(state, providers, NOTHING_IGNORED, elsewhere(null))).toEqual([[], [state.control.roots[1].node]]);
    expect(asked).toEqual([1, 1]);
    expect(await sweep(state, [providers[0], slow(providers[1])], NOTHING_IGNORED, elsewhere([]))).toEqual([[], null]);
    expect(asked).toEqual([1, 1]);
  });

  it('is not believed by a session that merges anew', async () => {
    const pair = newPair();
    fill(pair.roots);
    await run(pair);
    const id = pair.log.id;
    // The roots know of a later event than the log: it is an old copy.
    for (const provider of providersOf(pair)) await provider.marker?.write(id, 1_000_000);
    const [session] = of(await run(pair), 'SessionStarted');
    expect(session).toMatchObject({ forgetBases: true });
    expect(session).not.toHaveProperty('differing');
    expect(treeOf(pair.roots[0])).toEqual(treeOf(pair.roots[1]));
  });
});
