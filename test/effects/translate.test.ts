import { describe, expect, it } from 'vitest';
import { type RelPath, parsePath, showPath } from '../../src/domain/name.js';
import type { Translate } from '../../src/domain/answers.js';
import { type IgnoreRules, NOTHING_IGNORED } from '../../src/effects/engine/ignore-rules.js';
import { SIDES } from '../../src/domain/side.js';
import { type EngineWorld, engineWorld } from '../../src/testing/engine/index.js';
import { deedsOf, PAIRS } from './support.js';

const by = (translate: Translate): IgnoreRules => ({ ...NOTHING_IGNORED, translate: () => translate });
/** From a function from LOCAL's paths to REMOTE's, and its inverse. */
const maps = (there: (path: string) => string | null, back: (path: string) => string | null): IgnoreRules =>
  by((path: RelPath, side) => {
    const to = (side === 0 ? there : back)(showPath(path));
    return to === null ? null : parsePath(to);
  });

/** LOCAL's `/in/...` is REMOTE's `/deep/out/...`; the rest stays on its side. */
const ELSEWHERE = maps(
  (path) => (path.startsWith('/in/') ? `/deep/out/${path.slice(4)}` : path === '/in' ? '/deep/out' : null),
  (path) => (path.startsWith('/deep/out/') ? `/in/${path.slice(10)}` : path === '/deep/out' ? '/in' : null),
);
/** Files have another ending there. */
const SUFFIX = maps(
  (path) => path.replace(/\.txt$/u, '.text'),
  (path) => path.replace(/\.text$/u, '.txt'),
);

const settled = async (world: EngineWorld, rules: IgnoreRules): Promise<void> => void (await world.run({ rules }));

describe.each(PAIRS)('translate, on %s', (_, kinds) => {
  it('puts entries elsewhere, makes the folders on the way, and finds them again', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/in/a/f', '1');
    world.stores[0].write('/mine', 'stays');
    await settled(world, ELSEWHERE);
    expect(world.stores[1].tree()).toEqual({ '/deep/': null, '/deep/out/': null, '/deep/out/a/': null, '/deep/out/a/f': '1' });
    world.stores[1].write('/deep/out/a/g', '2');
    world.stores[1].write('/deep/out/a/f', 'edited');
    world.stores[1].write('/deep/theirs', 'stays');
    await settled(world, ELSEWHERE);
    expect(world.stores[0].tree()).toEqual({ '/in/': null, '/in/a/': null, '/in/a/f': 'edited', '/in/a/g': '2', '/mine': 'stays' });
    await settled(world, ELSEWHERE);
    const before = (await world.events()).length;
    await settled(world, ELSEWHERE);
    expect(deedsOf((await world.events()).slice(before))).toEqual([]);
  });

  it('carries moves and deletes over, under the names of each side', async () => {
    const world = engineWorld({ kinds });
    for (const name of ['a', 'b', 'c']) world.stores[0].write(`/d/${name}.txt`, name);
    await settled(world, SUFFIX);
    expect(world.stores[1].tree()).toEqual({ '/d/': null, '/d/a.text': 'a', '/d/b.text': 'b', '/d/c.text': 'c' });
    world.stores[0].move('/d', '/e');
    world.stores[1].move('/d/a.text', '/d/z.text');
    world.stores[1].remove('/d/b.text');
    world.stores[0].write('/e/n.txt', 'n');
    await settled(world, SUFFIX);
    expect(world.stores[1].tree()).toEqual({ '/e/': null, '/e/c.text': 'c', '/e/n.text': 'n', '/e/z.text': 'a' });
    expect(world.stores[0].tree()).toEqual({ '/e/': null, '/e/c.txt': 'c', '/e/n.txt': 'n', '/e/z.txt': 'a' });
  });

  it('deletes nothing there for what has no place there any more, and goes on when it has one again', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/inner/f', '1');
    world.stores[0].write('/g', '2');
    await settled(world, NOTHING_IGNORED);
    const hides = maps(
      (path) => (path.startsWith('/inner') ? null : path),
      (path) => (path.startsWith('/inner') ? null : path),
    );
    await settled(world, hides);
    world.stores[0].remove('/inner/f');
    world.stores[1].write('/inner/new', '3');
    await settled(world, hides);
    expect(world.stores[1].tree()).toEqual({ '/g': '2', '/inner/': null, '/inner/f': '1', '/inner/new': '3' });
    expect(world.stores[0].tree()).toEqual({ '/g': '2', '/inner/': null });
    await settled(world, NOTHING_IGNORED);
    expect(world.stores[0].tree()).toEqual(world.stores[1].tree());
  });

  it('does not undo what is moved where it has no place', async () => {
    const world = engineWorld({ kinds });
    const hides = maps(
      (path) => (path.startsWith('/private') ? null : path),
      (path) => (path.startsWith('/private') ? null : path),
    );
    world.stores[0].write('/a', '1');
    world.stores[0].mkdir('/private');
    await settled(world, hides);
    world.stores[0].move('/a', '/private/a');
    await settled(world, hides);
    expect(world.stores.map((store) => store.tree())).toEqual([{ '/private/': null, '/private/a': '1' }, { '/a': '1' }]);
  });

  it('goes with a folder that holds one side as a whole, wherever its user moves it, on either side', async () => {
    const within = (path: string) => `/c${path === '/' ? '' : path}`;
    const without = (path: string) => (path.startsWith('/c/') ? path.slice(2) : null);
    for (const of of SIDES) {
      const world = engineWorld({ kinds });
      const rules = of === 1 ? maps(within, without) : maps(without, within);
      const [holder, held] = of === 1 ? [world.stores[1], world.stores[0]] : [world.stores[0], world.stores[1]];
      held.write('/b/f', '1');
      held.write('/g', '2');
      await settled(world, rules);
      expect(holder.tree()).toEqual({ '/c/': null, '/c/b/': null, '/c/b/f': '1', '/c/g': '2' });
      holder.move('/c', '/t');
      holder.mkdir('/c');
      holder.move('/t', '/c/a');
      const before = (await world.events()).length;
      await settled(world, rules);
      expect(holder.tree()).toEqual({ '/c/': null, '/c/a/': null, '/c/a/b/': null, '/c/a/b/f': '1', '/c/a/g': '2' });
      expect(held.tree()).toEqual({ '/a/': null, '/a/b/': null, '/a/b/f': '1', '/a/g': '2' });
      const deeds = deedsOf((await world.events()).slice(before)).map((deed) => deed.split(' ')[0]);
      if (kinds[of]?.identity === 'oid') expect(deeds.sort()).toEqual(['MakeFolder', 'Move', 'Move']);
    }
  });

  it('brings both sides in step where the function is another one with the next start', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/d/a.txt', 'a');
    await settled(world, SUFFIX);
    await settled(world, NOTHING_IGNORED);
    expect(world.stores.map((store) => store.tree())).toEqual([
      { '/d/': null, '/d/a.text': 'a' },
      { '/d/': null, '/d/a.text': 'a' },
    ]);
  });

  it('never writes over what stays there', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/a', 'local');
    world.stores[1].write('/x/b', 'remote');
    const oneWay = maps(
      (path) => (path === '/a' ? '/x/b' : path),
      () => null,
    );
    await settled(world, oneWay);
    expect(world.stores.map((store) => store.tree())).toEqual([{ '/a': 'local' }, { '/x/': null, '/x/b': 'remote' }]);
  });

  it('renames nothing for ever where every path is given one place: what does not fit is blocked', async () => {
    const world = engineWorld({ kinds });
    for (const name of ['a', 'b', 'd']) world.stores[0].write(`/${name}`, `ours ${name}`);
    world.stores[1].write('/e', 'theirs');
    const rules = by(() => ['c']);
    await world.start({ rules });
    const progress = await world.settle();
    expect(progress.blocked).toBeGreaterThan(0);
    const live = new Set(world.stores.flatMap((store) => Object.values(store.tree())));
    for (const text of ['ours a', 'ours b', 'ours d', 'theirs']) expect(live).toContain(text);
    await world.stop();
  });
});
