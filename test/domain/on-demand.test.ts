import { beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import { evolve, evolveAll } from '../../src/domain/evolve/evolve.js';
import { NO_LINK, NO_NODE } from '../../src/domain/ids.js';
import type { State } from '../../src/domain/state/state.js';
import { write } from '../../src/testing/world/scenario.js';
import { dirtyIn, inStep, linkAt, nodeAt, nodesThat } from './known.js';

let disk: State;
let service: State;
beforeAll(async () => {
  disk = await inStep(['inode', 'oid'], [write('/a', 'a'), write('/b', 'b')]);
  service = await inStep(['oid', 'oid'], [write('/a', 'a'), write('/b', 'b')]);
});

const requested = (state: State, again: boolean): Event => ({ _tag: 'FilesRequested', nodes: [nodeAt(state, 1, '/a').id], again });
const hinted = (state: State): State => {
  const { oid } = nodeAt(state, 0, '/a');
  return evolve(state, { _tag: 'HintsSeen', side: 0, hints: [{ _tag: 'Touched', oid, path: ['a'] }], cursor: null });
};

describe('a file that is asked for', () => {
  it('is wanted, and nothing else is', () => {
    const after = evolve(disk, requested(disk, false));
    expect(linkAt(after, 1, '/a')).toEqual({ ...linkAt(disk, 1, '/a'), demand: 'requested' });
    expect(linkAt(after, 1, '/b').demand).toBeNull();
    const released = evolve(after, { _tag: 'FilesReleased', nodes: [nodeAt(after, 1, '/a').id] });
    expect(linkAt(released, 1, '/a').demand).toBe('released');
    expect(linkAt(evolve(disk, { _tag: 'FileWanted', link: linkAt(disk, 1, '/a').id, reason: 'test' }), 1, '/a').demand).toBe('requested');
  });

  it('is none that is not known by now', () => {
    const nowhere: Event = { _tag: 'FilesRequested', nodes: [9999 as never], again: true };
    expect(evolve(disk, nowhere).table).toBe(disk.table);
  });

  it('again is not here, and nothing of it is agreed on', () => {
    const after = evolve(disk, requested(disk, true));
    const halves = [NO_NODE, nodeAt(disk, 1, '/a').id];
    expect(linkAt(after, 1, '/a')).toMatchObject({ halves, base: null, compared: null, placed: null, demand: 'requested' });
    expect(nodesThat(after, ({ side }) => side === 0)).toEqual(['0/', '0/b']);
  });

  it('again, of which something was told, is looked for at its place', () => {
    const before = hinted(disk);
    const after = evolve(evolveAll(before, [{ _tag: 'Woke', atMs: before.control.nowMs }]), requested(before, true));
    expect(dirtyIn(after)).toEqual(['0/a']);
    expect(after.table.at(after.control.roots[0].node, 'a')).toMatchObject([{ link: NO_LINK, dirty: before.seq }]);
  });

  it.each([
    ['nothing was told', (state: State) => state],
    ['something was told', hinted],
  ])('again, is looked for by its id, where it has one and %s', (_what, before) => {
    const { oid } = nodeAt(service, 0, '/a');
    const after = evolve(before(service), requested(service, true));
    expect(after.table.byOid(0, oid ?? '')).toMatchObject([{ link: NO_LINK, dirty: after.seq }]);
    expect(after.table.at(after.control.roots[0].node, 'a')).toEqual([]);
  });
});
