import { describe, expect, it } from 'vitest';
import { nodeId } from '../../src/domain/ids.js';
import { instructionOf } from '../../src/domain/plan/instruction.js';
import { closeDraft } from '../../src/domain/state/state.js';
import { type Half, smallTree } from './small-tree.js';

const lookUp = (half: Half) => {
  const { draft, node } = smallTree({ it: { local: half, remote: null } });
  return instructionOf(closeDraft(draft), { _tag: 'LookUp', side: 0, node: node('it', 0).id });
};
const UNKNOWN = nodeId(99);

describe('what is to be looked up', () => {
  it('is asked for by its path', () => {
    expect(lookUp({ name: 'a' })).toEqual({ _tag: 'LookUp', side: 0, at: { oid: null, path: ['a'] } });
    expect(lookUp({ name: 'a', oid: 'o1' })).toEqual({ _tag: 'LookUp', side: 0, at: { oid: 'o1', path: ['a'] } });
  });

  it('is asked for by its id where its folder is not known any more; where it has none, there is nothing to ask for', () => {
    expect(lookUp({ name: 'a', oid: 'o1', parent: UNKNOWN })).toEqual({ _tag: 'LookUp', side: 0, at: { oid: 'o1', path: ['a'] } });
    expect(lookUp({ name: 'a', parent: UNKNOWN })).toBeNull();
  });
});
