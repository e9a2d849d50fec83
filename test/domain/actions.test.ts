import { describe, expect, it } from 'vitest';
import { type Action, isUndoing, linksOf, ownersOf, singly } from '../../src/domain/action.js';
import { factsOf } from '../../src/domain/facts.js';
import type { Event } from '../../src/domain/event.js';
import { linkId, NO_LINK, nodeId, type NodeId } from '../../src/domain/ids.js';
import { seenById } from './told.js';

const [one, two] = [linkId(1), linkId(2)];
const [here, there] = [nodeId(5), nodeId(6)];
const made = (link: typeof one) => ({ link, source: here, name: 'a' });
const nodes: [NodeId, NodeId] = [here, there];
const undoing = { side: 0, undoes: 7, row: 0, then: 'hold' } as const;

const compare = (other: typeof one): Action => ({ _tag: 'Compare', side: 0, link: one, with: other, nodes });
const resolve = (other: typeof one): Action => ({ ...compare(other), _tag: 'Resolve', folder: there, conflictName: 'x' }) as Action;
const restore = (link: typeof one): Action => ({ ...undoing, _tag: 'Restore', link, parent: here, name: 'a', trash: null });
const makeFolder = (link: typeof one): Action => ({ _tag: 'MakeFolder', side: 0, parent: there, ...made(link) });

describe('the entries that an action is about', () => {
  it.each<[string, Action, readonly number[]]>([
    ['a look is about none', { _tag: 'List', side: 0, node: here }, []],
    ['files that are made together are about each', { _tag: 'CreateFiles', side: 0, parent: there, files: [made(one), made(two)] }, [1, 2]],
    ['files of one entry are compared', compare(one), [1]],
    ['files of two entries are compared: about both', compare(two), [1, 2]],
    ['a conflict of one entry', resolve(one), [1]],
    ['a conflict of two entries: about both', resolve(two), [1, 2]],
    ['a delete', { _tag: 'Discard', side: 0, link: two, node: here }, [2]],
    ['a move that is undone', { ...undoing, _tag: 'MoveBack', link: two, node: here, parent: there, name: 'a' }, [2]],
    ['what is made again beside what is there', restore(one), [1]],
    ["what is made again, and is nobody's counterpart", restore(NO_LINK), []],
  ])('%s', (_what, action, links) => expect(linksOf(action)).toEqual(links));

  it('a folder on the way to something is made for that', () => {
    const table = { node: (id: NodeId) => (id === here ? { link: two } : undefined) };
    expect(ownersOf(table, makeFolder(one))).toEqual([1]);
    expect(ownersOf(table, makeFolder(NO_LINK))).toEqual([2]);
    expect(ownersOf({ node: () => undefined }, makeFolder(NO_LINK))).toEqual([NO_LINK]);
  });
});

it('an action is told of as one of each file', () => {
  const files = [made(one), made(two)];
  const together: Action = { _tag: 'CreateFiles', side: 0, parent: there, files };
  expect(singly(together)).toEqual(files.map((file) => ({ ...together, files: [file] })));
  expect(singly(compare(two))).toEqual([compare(two)]);
});

it('an action undoes another, or is one of the planner', () => {
  const undo: readonly Action[] = [
    restore(one),
    { ...undoing, _tag: 'PutBack', link: one, node: here, trash: 't' },
    { ...undoing, _tag: 'TakeBack', link: one, node: here },
    { ...undoing, _tag: 'MoveBack', link: one, node: here, parent: there, name: 'a' },
  ];
  const planned: readonly Action[] = [compare(one), { _tag: 'Discard', side: 0, link: one, node: here }];
  expect([...undo, ...planned].map(isUndoing)).toEqual([true, true, true, true, false, false]);
});

it('facts are counted: rows that were seen, files that are begun or copied, and whatever else happens', () => {
  const listed = (rows: number): Event => ({
    _tag: 'Listed',
    action: 1,
    complete: true,
    rows: Array(rows).fill(seenById('a')),
    absent: [],
  });
  const begun = (count: number): Event => {
    const action: Action = { _tag: 'CreateFiles', side: 0, parent: there, files: Array(count).fill(made(one)) };
    for (const each of singly(action)) expect(factsOf({ _tag: 'ActionStarted', action: each, reason: '' })).toBe(1);
    return { _tag: 'ActionStarted', action, reason: '' };
  };
  const copied = (count: number): Event => ({
    ...{ _tag: 'FilesCreated', action: 1 },
    files: Array(count).fill({ _tag: 'Created', read: 'r', seen: seenById('a') }),
  });
  for (const events of [listed, begun, copied]) expect([0, 1, 3].map((count) => factsOf(events(count)))).toEqual([1, 1, 3]);
  expect(factsOf({ _tag: 'ActionStarted', action: makeFolder(one), reason: '' })).toBe(1);
  expect(factsOf({ _tag: 'Paused' })).toBe(1);
});
