import { beforeAll, describe, expect, it } from 'vitest';
import type { ActionOf } from '../../src/domain/action.js';
import { evolve, evolveAll } from '../../src/domain/evolve/evolve.js';
import type { Link } from '../../src/domain/link.js';
import { type Side, withSide } from '../../src/domain/side.js';
import type { State } from '../../src/domain/state/state.js';
import type { Traits } from '../../src/domain/traits.js';
import { mkdir, write } from '../../src/testing/world/scenario.js';
import { inStep, linkAt, nodeAt, unlistedIn } from './known.js';
import { flown, seenAs, session, started } from './told.js';

const COMPOSED = '\u00e9';
const BASE = [write('/a', 'a'), write('/B', 'b'), write(`/${COMPOSED.normalize('NFD')}`, 'e'), mkdir('/d')];

let known: State;
beforeAll(async () => {
  known = evolve(await inStep(['inode', 'oid'], BASE), { _tag: 'MadeDurable' });
});

const replace = (path: string): ActionOf<'ReplaceFile'> => {
  const [source, { id: node }] = [nodeAt(known, 0, path), nodeAt(known, 1, path)];
  return { _tag: 'ReplaceFile', side: 1, link: source.link, source: source.id, node };
};
const replaced = (state: State, path: string): State =>
  flown(state, replace(path), (action) => ({
    ...{ _tag: 'FileReplaced', action, read: 'read', trash: null },
    seen: seenAs(nodeAt(state, 1, path), { revision: 'new' }),
  }));
const makeFolder = (): ActionOf<'MakeFolder'> => {
  const { link, id: source } = nodeAt(known, 0, '/d');
  return { _tag: 'MakeFolder', side: 1, parent: known.control.roots[1].node, link, source, name: 'z' };
};
const place = () => ({ side: 1, link: linkAt(known, 0, '/a').id, node: nodeAt(known, 1, '/a').id }) as const;
const undo = { undoes: 1, row: 0 } as const;

const placedAt = (state: State, path: string) => linkAt(state, 0, path).placed?.seq;

/** The session of another boot of the machine. */
const powerLost = (state: State): State => evolve(state, session(state, { boot: `after ${state.control.boot}` }));
const killed = (state: State): State => evolve(state, session(state));

describe('contents that were placed before power was lost', () => {
  it('are compared if they may not have reached the disk, and no others', () => {
    const before = replaced(known, '/a');
    const after = powerLost(before);
    expect(placedAt(after, '/a')).toBe(after.seq);
    expect(placedAt(after, '/B')).toBe(placedAt(known, '/B'));
    expect(placedAt(powerLost(evolve(before, { _tag: 'MadeDurable' })), '/a')).toBe(placedAt(before, '/a'));
  });

  it('are believed where the machine was up all the time, or nobody knows', () => {
    const before = replaced(known, '/a');
    expect(placedAt(killed(before), '/a')).toBe(placedAt(before, '/a'));
    expect(placedAt(evolve(before, session(before, { boot: null })), '/a')).toBe(placedAt(before, '/a'));
  });

  it('are all believed where nothing was told since they were on disk', () => {
    expect(powerLost(known).control.unproven).toEqual(known.control.unproven);
    const after = powerLost(evolve(known, { _tag: 'Woke', atMs: known.control.nowMs }));
    expect(after.control.unproven).toEqual({ after: known.control.durable, until: after.seq });
  });

  it('are compared after the next time that it is lost, if they were not until then', () => {
    const first = powerLost(replaced(known, '/a'));
    const between = evolveAll(replaced(first, '/B'), [{ _tag: 'MadeDurable' }, { _tag: 'Woke', atMs: first.control.nowMs + 1 }]);
    const second = powerLost(between);
    expect(placedAt(between, '/a')).toBe(first.seq);
    expect(placedAt(second, '/a')).toBe(second.seq);
    expect(placedAt(second, '/B')).toBe(placedAt(between, '/B'));
    expect(placedAt(second, '/d')).toBe(placedAt(known, '/d'));
  });

  it('are doubted while they are under way, or were when a session before broke off', () => {
    const underWay = started(known, replace('/a'));
    for (const before of [underWay, killed(underWay)]) {
      const after = powerLost(before);
      expect(linkAt(after, 0, '/a')).toMatchObject({ compared: null, placed: { side: 1, seq: after.seq } });
      expect(placedAt(after, '/B')).toBe(placedAt(known, '/B'));
    }
    expect(placedAt(killed(underWay), '/a')).toBe(placedAt(known, '/a'));
  });

  it('are doubted where they are new, too', () => {
    const { link, source } = replace('/a');
    const files = [{ link, source, name: 'z' }];
    const after = powerLost(started(known, { _tag: 'CreateFiles', side: 1, parent: known.control.roots[1].node, files }));
    expect(placedAt(after, '/a')).toBe(after.seq);
  });

  it('are files: a folder, and what was only moved, have none', () => {
    for (const before of [started(known, makeFolder()), killed(started(known, makeFolder()))])
      expect(placedAt(powerLost(before), '/d')).toBe(placedAt(known, '/d'));
    const parent = nodeAt(known, 1, '/d').id;
    const moving = started(known, { _tag: 'Move', ...place(), parent, name: 'z', base: null, purpose: 'follow' });
    expect(placedAt(powerLost(moving), '/a')).toBe(placedAt(known, '/a'));
  });
});

describe('what broke off with its session', () => {
  const after = (action: Parameters<typeof started>[1]): Link => linkAt(killed(started(known, action)), 0, '/a');

  it('is in doubt where it deletes', () => {
    const doubt = { side: 1, after: 'interruption' };
    expect(after({ _tag: 'Discard', ...place() }).doubt).toEqual(doubt);
    expect(after({ _tag: 'TakeBack', ...place(), ...undo, then: 'carry' }).doubt).toEqual(doubt);
    expect(after(replace('/a')).doubt).toBeNull();
  });

  it('leaves nothing agreed on where an undo may have put back what is to be held', () => {
    const putBack = (then: 'hold' | 'carry') => after({ _tag: 'PutBack', ...place(), ...undo, trash: 't', then });
    const { base } = linkAt(known, 0, '/a');
    const none = [null, null];
    expect(putBack('hold')).toMatchObject({ doubt: null, base: { names: ['a', 'a'], revisions: none, stamps: none, hashes: none } });
    expect(putBack('carry')).toMatchObject({ doubt: null, base });
  });
});

describe('a session', () => {
  const traitsOf = (side: Side, fields: Partial<Traits>): Partial<ReturnType<typeof session>> => {
    const [local, remote] = withSide<Traits>(known.control.traits, side, { ...known.control.traits[side], ...fields });
    return { traits: [local, remote] };
  };
  const at = ({ table, control }: State, side: Side, key: string) => table.at(control.roots[side].node, key).map(({ name }) => name);

  it('lists nothing anew that was seen to be as it was', () => {
    const [local, remote] = [nodeAt(known, 0, '/d').id, known.control.roots[1].node];
    expect(unlistedIn(killed(known))).toEqual([]);
    expect(unlistedIn(evolve(known, session(known, { differing: [[local], [remote]] })))).toEqual(['0/d', '1/']);
    expect(unlistedIn(evolve(known, session(known, { differing: [null, []] })))).toEqual(['0/', '0/d']);
  });

  it.each([
    [0, { caseSensitive: false }, 'b', 'B'],
    [1, { caseSensitive: false }, 'b', 'B'],
    [0, { unicode: 'nfc' }, COMPOSED, COMPOSED.normalize('NFD')],
    [1, { unicode: 'nfc' }, COMPOSED, COMPOSED.normalize('NFD')],
  ] as const)('whose side %s has other rules for names finds by these, and lists all anew: %o', (side, fields, key, name) => {
    expect(at(killed(known), side, key)).toEqual([]);
    const after = evolve(known, session(known, traitsOf(side, fields)));
    expect(at(after, side, key)).toEqual([name]);
    expect(unlistedIn(after)).toEqual(['0/', '0/d', '1/', '1/d']);
  });

  it('never goes back in time', () => {
    const { nowMs } = known.control;
    expect(evolve(known, session(known, { atMs: nowMs - 5 })).control.nowMs).toBe(nowMs);
    expect(evolve(known, session(known, { atMs: nowMs + 5 })).control.nowMs).toBe(nowMs + 5);
  });

  it('knows what its roots are now', () => {
    const after = evolve(
      known,
      session(known, {
        roots: [
          { identity: 'here', oid: null },
          { identity: 'there', oid: null },
        ],
      }),
    );
    expect(after.control.roots.map(({ identity }) => identity)).toEqual(['here', 'there']);
    expect(after.control.roots.map(({ node }) => node)).toEqual(known.control.roots.map(({ node }) => node));
  });

  it('that merges anew knows nothing but its roots, which are listed', () => {
    const after = evolve(known, session(known, { forgetBases: true }));
    expect([...after.table.nodes()].map(({ parent }) => parent)).toEqual([0, 0]);
    expect(unlistedIn(after)).toEqual(['0/', '1/']);
  });
});
