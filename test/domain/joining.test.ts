import { describe, expect, it } from 'vitest';
import type { ActionOf } from '../../src/domain/action.js';
import { nodeId } from '../../src/domain/ids.js';
import { act } from '../../src/domain/judge/judgement.js';
import { joins, openBatch } from '../../src/domain/plan/batch.js';
import { smallTree } from './small-tree.js';

/** A copy of a new file of LOCAL, `size` bytes long, to the root of REMOTE or into another folder there. */
const creations = () => {
  const { draft, add } = smallTree();
  return {
    draft,
    creation: (size: number, { reason = 'created', parent = 2 } = {}) => {
      const name = `f${draft.table.nextIds().link}`;
      const { id, halves } = add(name, { local: { size }, remote: null });
      const files = [{ link: id, source: halves[0], name }];
      const action: ActionOf<'CreateFiles'> = { _tag: 'CreateFiles', side: 1, parent: nodeId(parent), files };
      return act(action, reason) as Extract<ReturnType<typeof act>, { _tag: 'Act' }>;
    },
  };
};

describe('files that are copied together', () => {
  const joined = (first: number, second: number, how: { readonly reason?: string; readonly parent?: number } = {}): boolean => {
    const { draft, creation } = creations();
    const batch = openBatch(draft, creation(first));
    return batch !== null && joins(draft, { files: 2, bytes: 10 }, batch, creation(second, how));
  };

  it.each([
    [10, 10, true],
    [11, 1, false],
    [1, 11, false],
  ])('are each as large as such a file may be, and no larger: %s and %s bytes', (first, second, together) => {
    expect(joined(first, second)).toBe(together);
  });

  it('go to one folder, for one reason', () => {
    expect(joined(1, 1)).toBe(true);
    expect(joined(1, 1, { parent: 3 })).toBe(false);
    expect(joined(1, 1, { reason: 'another' })).toBe(false);
  });
});
