import { describe, expect, it } from 'vitest';
import { FEW_DELETES, gateChange } from '../../src/domain/plan/gate.js';
import type { Control } from '../../src/domain/state/control.js';
import type { Draft } from '../../src/domain/state/state.js';
import { GONE, type Half, NOW, smallTree } from './small-tree.js';

/** Files that LOCAL's user deleted, and what REMOTE has of each; `deleted`: what the gate let pass before. */
const gone = (remote: readonly Half[], deleted: Control['sides'][1]['deleted'] = { atMs: 0, count: 0 }): Draft => {
  const { draft, add } = smallTree({}, { policy: { maxDeletePercent: 50 }, sides: [{}, { deleted }] });
  for (const [i, half] of remote.entries()) add(`gone${i}`, { local: GONE, remote: half });
  return draft;
};

const files = (count: number): readonly Half[] => Array.from({ length: count }, () => ({}));
const TOO_MANY = FEW_DELETES + 1;
const raised = (deletes: number, counted = deletes) => ({ _tag: 'GateRaised', side: 1, deletes, files: counted });

describe('the gate counts what is about to be deleted', () => {
  it('and is raised where that is too much', () => {
    expect(gateChange(gone(files(TOO_MANY)), 1)).toEqual(raised(TOO_MANY));
    expect(gateChange(gone(files(FEW_DELETES)), 1)).toBeNull();
    expect(gateChange(gone(files(TOO_MANY)), 0)).toBeNull();
  });

  it.each<[string, Half]>([
    ['is kept away from the other side, and stays', { kept: 'unreadable' }],
    ['was edited, and comes back', { revision: 'edited' }],
    ['is a folder: its files are counted', { kind: 'folder' }],
    ['is gone there, too', GONE],
  ])('but not what %s', (_what, half) => {
    expect(gateChange(gone([...files(FEW_DELETES), half]), 1)).toBeNull();
    expect(gateChange(gone([...files(TOO_MANY), half]), 1)).toMatchObject({ deletes: TOO_MANY });
  });

  it('with what it let pass within a minute, which was there, too', () => {
    const after = (ms: number) => gateChange(gone(files(6), { atMs: NOW - ms, count: 15 }), 1);
    expect(after(60_000)).toEqual(raised(TOO_MANY));
    expect(after(60_001)).toBeNull();
  });

  it('and stays open where all of that has passed, and nothing is to come', () => {
    expect(gateChange(gone([{ revision: 'edited' }], { atMs: NOW, count: TOO_MANY }), 1)).toBeNull();
  });
});
