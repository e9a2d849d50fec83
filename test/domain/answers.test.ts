import { describe, expect, it } from 'vitest';
import { answersAfter, type Functions } from '../../src/domain/answers.js';
import type { Event } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { nodeId } from '../../src/domain/ids.js';
import { LOCAL, REMOTE, type Side } from '../../src/domain/side.js';
import type { State } from '../../src/domain/state/state.js';
import { runScenario } from '../../src/testing/world/run.js';
import { local, mkdir, move, write } from '../../src/testing/world/scenario.js';
import { nodeAt, pathTextOf } from './known.js';
import { after, afterStart, begins, listed, lookedUp, seenById } from './told.js';

/** What is told of which paths, after these events. */
const told = (before: State, events: readonly Event[], functions: Functions): readonly unknown[] => {
  const state = evolveAll(before, events);
  const of = (id: number) => pathTextOf(state, { id: nodeId(id) });
  return answersAfter(before, events, functions).map((event) => {
    if (event._tag === 'FilesRequested') return event.nodes.map(of);
    if (event._tag === 'Prioritized') return event.answers.map(({ node, priority }) => [of(node), priority]);
    return event._tag === 'Translated' ? event.answers.map(({ node, to }) => [of(node), to]) : event;
  });
};

/** LOCAL's root, or REMOTE's, is listed for the first time. */
const seen = (state: State, side: Side, ...rows: Parameters<typeof seenById>[]): readonly Event[] =>
  listed(state, nodeAt(state, side, '/'), ...rows.map((each) => seenById(...each)));

/** With what users' functions answer about it. */
const answered = (state: State, events: readonly Event[], functions: Functions): State =>
  evolveAll(state, [...events, ...answersAfter(state, events, functions)]);

describe('priorities', () => {
  const prioritize: Functions['prioritize'] = (path) => ({ first: -1, odd: NaN })[path.join('/')] ?? 0;
  const start = afterStart();
  const events = seen(start, LOCAL, ['first'], ['odd'], ['plain']);

  it('are told where they are other than they were: what is no number is none', () => {
    expect(told(start, events, { prioritize })).toEqual([[['/first', -1]]]);
  });

  it('are not told again in a session in which they are the same', () => {
    const known = answered(start, events, { prioritize });
    expect(answersAfter(known, [begins()], { prioritize })).toEqual([]);
    expect(told(known, [begins()], { prioritize: () => 0 })).toEqual([[['/first', 0]]]);
  });

  it('are told in one order, whatever moved into what', async () => {
    const { state: base } = await runScenario({
      kinds: ['oid', 'oid'],
      base: [write('/old', '1'), mkdir('/new')],
      steps: [...local(move('/old', '/new/old'))],
    });
    const folder = nodeAt(base, LOCAL, '/new');
    const renamed = lookedUp(base, folder, { ...folder, name: 'newer', parentOid: nodeAt(base, LOCAL, '/').oid });
    expect(told(base, renamed, { prioritize: () => 1 })).toEqual([
      [
        ['/newer/old', 1],
        ['/newer', 1],
      ],
    ]);
  });

  it('are asked for of what was gone, and is back in a folder that was renamed meanwhile', async () => {
    const { state: base } = await runScenario({ kinds: ['oid', 'oid'], base: [write('/d/a', '1')], steps: [] });
    const [file, folder] = [nodeAt(base, REMOTE, '/d/a'), nodeAt(base, REMOTE, '/d')];
    const found = { ...file, parentOid: folder.oid };
    const gone = after(
      base,
      (state) => lookedUp(state, file, null),
      (state) => lookedUp(state, folder, { ...folder, name: 'e', parentOid: nodeAt(state, REMOTE, '/').oid }),
    );
    expect(told(gone, lookedUp(gone, file, found), { prioritize: () => 1 })).toEqual([[['/e/a', 1]]]);
  });
});

describe('translations', () => {
  const start = afterStart();
  const events = seen(start, LOCAL, ['a']);

  it.each([
    ['to a name that leads elsewhere', ['x', '..']],
    ['to the root', []],
    ['to nothing', null],
  ])('%s leave it where it is', (_where, to) => {
    expect(told(start, events, { translate: () => to })).toEqual([[['/a', null]]]);
  });

  it('are told where they are other than its own path', () => {
    expect(told(start, events, { translate: () => ['b'] })).toEqual([[['/a', { name: 'b' }]]]);
    expect(told(start, events, { translate: (path) => path })).toEqual([]);
  });

  it('are not told again in a session in which they are the same, also of what rules keep where it is', () => {
    const ignored = seen(start, LOCAL, ['a'], ['b', { kept: 'ignored' }]);
    const known = answered(start, ignored, { translate: () => null });
    expect(nodeAt(known, LOCAL, '/a').kept).toBe('untranslatable');
    expect(answersAfter(known, [begins()], { translate: () => null })).toEqual([]);
  });
});

describe('files on demand', () => {
  const wants: Functions['wants'] = (path) => path.join('/').endsWith('a');
  const files = (state: State, side: Side) => seen(state, side, ['a'], ['b'], ['a/']);

  it('are requested where they are wanted: files of REMOTE alone', () => {
    const start = afterStart({ onDemand: true });
    expect(told(start, files(start, REMOTE), { wants })).toEqual([['/a']]);
    expect(told(start, files(start, LOCAL), { wants })).toEqual([]);
  });

  it('are no matter where nothing is on demand', () => {
    const start = afterStart();
    expect(answersAfter(start, files(start, REMOTE), { wants })).toEqual([]);
  });

  it.each(['FilesRequested', 'FilesReleased'] as const)('are what a person said last (%s), whatever is wanted', (_tag) => {
    const start = afterStart({ onDemand: true });
    const known = after(start, (state) => files(state, REMOTE));
    const said = after(known, (state) => [{ _tag, nodes: [nodeAt(state, REMOTE, '/a').id], again: false }]);
    expect(told(known, [begins({ onDemand: true })], { wants })).toEqual([['/a']]);
    expect(answersAfter(said, [begins({ onDemand: true })], { wants })).toEqual([]);
  });
});
