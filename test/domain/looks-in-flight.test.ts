import { describe, expect, it } from 'vitest';
import { plan, type Room } from '../../src/domain/plan/plan.js';
import { closeDraft, type State } from '../../src/domain/state/state.js';
import { HINTED, smallTree, UNLISTED } from './small-tree.js';

/** Files of LOCAL that were told of, and folders of LOCAL that are to be listed. */
const toLookAt = (files: number, folders: number): State => {
  const { draft, add } = smallTree();
  for (let i = 0; i < files; i += 1) add(`file${i}`, { local: HINTED });
  for (let i = 0; i < folders; i += 1) add(`folder${i}`, { kind: 'folder', local: UNLISTED });
  return closeDraft(draft);
};

/** How many looks each of these rooms lets begin, one after the other, while nothing answers: `LookUp`s and `List`s. */
const begun = (state: State, ...rooms: readonly Omit<Room, 'deeds'>[]): readonly (readonly [number, number])[] => {
  let now = state;
  return rooms.map((room) => {
    const { state: next, events } = plan(now, { ...room, deeds: 0 });
    now = next;
    const count = (tag: string) => events.filter((event) => event._tag === 'ActionStarted' && event.action._tag === tag).length;
    return [count('LookUp'), count('List')];
  });
};

describe('what looks already', () => {
  it('has its place among those that may look at once', () => {
    const room: Room = { looks: [3, 3], deeds: 0 };
    expect(begun(toLookAt(5, 0), room, room)).toEqual([
      [3, 0],
      [0, 0],
    ]);
    expect(begun(toLookAt(0, 5), room, room)).toEqual([
      [0, 3],
      [0, 0],
    ]);
    expect(begun(toLookAt(2, 5), { looks: [1, 1] }, { looks: [4, 4] })).toEqual([
      [1, 0],
      [1, 2],
    ]);
  });

  it('has, where it lists, its place among those that may list at once; else it has none there', () => {
    expect(begun(toLookAt(0, 5), { looks: [9, 9], lists: 2 }, { looks: [9, 9], lists: 2 }, { looks: [9, 9], lists: 3 })).toEqual([
      [0, 2],
      [0, 0],
      [0, 1],
    ]);
    expect(begun(toLookAt(2, 5), { looks: [2, 2], lists: 2 }, { looks: [9, 9], lists: 2 })).toEqual([
      [2, 0],
      [0, 2],
    ]);
  });
});
