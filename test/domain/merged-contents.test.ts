import { beforeAll, describe, expect, it } from 'vitest';
import type { Event, EventOf } from '../../src/domain/event.js';
import { evolve } from '../../src/domain/evolve/evolve.js';
import type { State } from '../../src/domain/state/state.js';
import { write } from '../../src/testing/world/scenario.js';
import { dirtyIn, inStep, linkAt, nodeAt } from './known.js';
import { flown, seenAs } from './told.js';

let known: State;
beforeAll(async () => {
  known = await inStep(['inode', 'oid'], [write('/a', 'a'), write('/a.conflicted', 'somebody'), write('/c', 'c')]);
});

const hint = (...path: readonly string[]): Event => ({
  ...{ _tag: 'HintsSeen', side: 0, cursor: null },
  hints: [{ _tag: 'Touched', oid: null, path }],
});

const resolved = (state: State, answer: Partial<EventOf<'Resolved'>>, ...meanwhile: readonly Event[]): State => {
  const [local, remote] = [nodeAt(state, 0, '/a'), nodeAt(state, 1, '/a')];
  return flown(
    state,
    {
      ...{ _tag: 'Resolve', side: 0, link: local.link, with: local.link, nodes: [local.id, remote.id] },
      ...{ folder: local.parent, conflictName: 'a.conflicted' },
    },
    (action) => ({ _tag: 'Resolved', action, winner: 0, keep: false, merged: null, aside: null, ...answer }),
    ...meanwhile,
  );
};
const merged = (revision = 'merged', name = 'a') => seenAs(nodeAt(known, 0, '/a'), { revision, name, ident: revision });

describe('what a resolver answered', () => {
  it('changes nothing that is agreed on where it only chose', () => {
    const link = linkAt(resolved(known, {}), 0, '/a');
    expect(link.base).toEqual(linkAt(known, 0, '/a').base);
    expect(link.resolved).toMatchObject({
      winner: 0,
      keep: false,
      revisions: [nodeAt(known, 0, '/a').revision, nodeAt(known, 1, '/a').revision],
    });
  });

  it('is the content of LOCAL where it merged, on which nobody agreed yet', () => {
    const after = resolved(known, { merged: merged() });
    expect(nodeAt(after, 0, '/a').revision).toBe('merged');
    const none = [null, null];
    expect(linkAt(after, 0, '/a').base).toMatchObject({ names: ['a', 'a'], revisions: none, stamps: none, hashes: none });
    expect(linkAt(after, 0, '/a').resolved?.revisions).toEqual(['merged', nodeAt(known, 1, '/a').revision]);
  });

  it('is known as it is told, unless something was told of it since it was asked', () => {
    expect(dirtyIn(resolved(evolve(known, hint('a')), { merged: merged() }))).toEqual([]);
    expect(dirtyIn(resolved(known, { merged: merged() }, hint('a')))).toEqual(['0/a']);
  });

  it('has whatever was at the place of what it put aside looked at again', () => {
    const after = resolved(known, { merged: merged(), aside: merged('aside', 'a.conflicted') });
    expect(dirtyIn(after)).toEqual(['0/a.conflicted']);
    expect(nodeAt(after, 0, '/a').revision).toBe('merged');
    expect(linkAt(after, 0, '/a').id).toBe(linkAt(known, 0, '/a').id);
    const { id } = nodeAt(known, 0, '/a');
    expect(after.table.node(id)).toMatchObject({ name: 'a.conflicted', revision: 'aside', dirty: 0 });
    expect(after.table.link(after.table.node(id)?.link as never)).toMatchObject({ base: null, given: { side: 0, name: 'a.conflicted' } });
  });
});
