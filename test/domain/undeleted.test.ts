import { describe, expect, it } from 'vitest';
import { backingOf } from '../../src/adapters/memory/store.js';
import { ANSWERS, EFFECTS, hint, PLAN } from '../../src/testing/scenarios/example.js';
import { runScenario, runStep } from '../../src/testing/world/run.js';
import { type Step, write } from '../../src/testing/world/scenario.js';
import { settleWorld } from '../../src/testing/world/settle-world.js';
import type { World } from '../../src/testing/world/world.js';
import { NEVER } from '../../src/domain/ids.js';
import { OID, seen, told } from './told.js';

const ROUND: readonly Step[] = [PLAN, EFFECTS, ANSWERS];
const WALK: Step = { do: 'walk', side: 0 };

/** On services: what its user deleted is put back, under its old id and the name that is given; each is seen on its own. */
const undeleted = async (name: string, between: readonly Step[], after: readonly Step[]): Promise<World> => {
  const world = await runScenario({ kinds: ['oid', 'oid'], base: [write('/a', 'v1'), write('/b', 'v2')], steps: [{ do: 'stop' }] });
  const { edits, tree, hints } = backingOf(world.stores[0]);
  const found = tree.resolve(['a']);
  if (found._tag === 'Missing') throw new Error('it is not there');
  edits.takeOut(found.object, hints.add);
  for (const step of [hint(0), ...ROUND, ...between]) await runStep(world, step);
  edits.relocate(found.object, tree.root, name, hints.add);
  for (const step of [...after, hint(0), ...ROUND]) await runStep(world, step);
  await settleWorld(world);
  return world;
};

const deedsOf = ({ events, inStep }: World): readonly string[] =>
  events
    .slice(inStep)
    .flatMap((event) => (event._tag === 'ActionStarted' ? [event.action._tag] : []))
    .filter((tag) => tag !== 'LookUp' && tag !== 'List');

describe('a file that comes back under its old id, after it was seen to be gone', () => {
  const stories: readonly (readonly [string, readonly Step[], readonly Step[]])[] = [
    ['told of by a hint', [], []],
    ['seen in a listing first', [], [WALK, ...ROUND]],
    ['seen in a listing that was being made', [WALK, PLAN], [EFFECTS, ANSWERS]],
    ['told of by a hint, and then seen in a listing', [], [hint(0), ...ROUND, WALK, ...ROUND]],
  ];

  it.each(stories)('is the file that it was: nothing is written (%s)', async (_how, between, after) => {
    const world = await undeleted('a', between, after);
    for (const store of world.stores) expect(store.tree()).toEqual({ '/a': 'v1', '/b': 'v2' });
    expect(deedsOf(world)).toEqual([]);
  });

  it.each(stories)('and under another name, was renamed (%s)', async (_how, between, after) => {
    const world = await undeleted('c', between, after);
    for (const store of world.stores) expect(store.tree()).toEqual({ '/b': 'v2', '/c': 'v1' });
    expect(deedsOf(world)).toEqual(['Move']);
  });
});

const root = { parentOid: 'root' };

describe('of one id', () => {
  it('nothing is looked for any more, once it is found to be what was gone; which is looked up', () => {
    const story = told(OID, OID);
    const row = seen('a', { oid: 'a', ...root });
    const { halves } = story.pair([story.root(0), story.root(1)], [row, row]);
    story.lose(halves[0]);
    story.hint(0, null, 'a');
    const [phantom] = story.phantoms(0);
    if (phantom === undefined) throw new Error('nothing is looked for');
    const lookUp = story.start({ _tag: 'LookUp', side: 0, node: phantom.id });
    const now = story.fold({ _tag: 'LookedUp', action: lookUp, found: row, depth: null });
    expect(story.phantoms(0)).toEqual([]);
    expect(story.known(halves[0]).dirty).toBe(now);
  });

  it.each([true, false])('what comes back while its counterpart is being deleted is looked for, and new (%s)', (isBack) => {
    const story = told(OID, OID);
    const row = seen('a', { oid: 'a', ...root });
    const { link, halves } = story.pair([story.root(0), story.root(1)], [row, row]);
    story.lose(halves[0]);
    const action = story.start({ _tag: 'Discard', side: 1, link: link.id, node: halves[1].id });
    if (isBack) story.list(0, story.root(0), row);
    story.fold({ _tag: 'Discarded', action, trash: null });
    expect(story.node(halves[0].id)).toBeUndefined();
    expect(story.phantoms(0)).toMatchObject(isBack ? [{ oid: 'a', dirty: story.state().seq }] : []);
  });

  it('one is known, if what lives there is not what it was', () => {
    const story = told(OID, OID);
    const file = seen('a', { oid: 'a', ...root });
    const { halves } = story.pair([story.root(0), story.root(1)], [file, file]);
    const folder = seen('a/', { oid: 'a', ...root });
    const lookUp = story.start({ _tag: 'LookUp', side: 0, node: halves[0].id });
    story.fold({ _tag: 'LookedUp', action: lookUp, found: folder, depth: null });
    const lives = story.living(0);
    expect(lives).toMatchObject([{ kind: 'folder', dirty: NEVER }]);
    story.list(0, story.root(0), folder);
    expect(story.known(halves[0]).dirty).toBe(NEVER);
    expect(story.living(0)).toMatchObject([{ id: lives[0]?.id, kind: 'folder', dirty: NEVER }]);
  });

  it('what was gone, and looked up again, stays so where that is another one by now; which is looked up', () => {
    const story = told(OID, OID);
    const file = seen('a', { oid: 'a', ...root });
    const { halves } = story.pair([story.root(0), story.root(1)], [file, file]);
    const lookUp = story.start({ _tag: 'LookUp', side: 0, node: halves[0].id });
    story.fold({ _tag: 'LookedUp', action: lookUp, found: seen('a/', { oid: 'a', ...root }), depth: null });
    const again = story.start({ _tag: 'LookUp', side: 0, node: halves[0].id });
    const now = story.fold({ _tag: 'LookedUp', action: again, found: seen('a/', { oid: 'a', ...root }), depth: null });
    expect(story.known(halves[0])).toMatchObject({ gone: lookUp + 1, dirty: NEVER });
    expect(story.living(0)).toMatchObject([{ kind: 'folder', dirty: now }]);
  });
});
