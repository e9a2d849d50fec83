import { describe, expect, it } from 'vitest';
import { evolve } from '../../src/domain/evolve/evolve.js';
import type { EventOf } from '../../src/domain/event.js';
import { linkId, seq } from '../../src/domain/ids.js';
import { isDirty } from '../../src/domain/node.js';
import { foldQuietSession, isQuietSession } from '../../src/domain/quiet-session.js';
import { initialState, type State } from '../../src/domain/state/state.js';
import { runScenario } from '../../src/testing/world/run.js';
import { write } from '../../src/testing/world/scenario.js';
import { nodeAt, pathTextOf } from './known.js';
import { after, session } from './told.js';

/** A session like the last one, of which nothing is new. */
const again = (state: State): EventOf<'SessionStarted'> => {
  const { remembers: _, ...like } = session(state, { atMs: state.control.nowMs + 5, version: 'next' });
  return like;
};

const settled = async (): Promise<State> => {
  const { state } = await runScenario({ kinds: ['inode', 'oid'], base: [write('/a', '1')], steps: [] });
  expect(isQuietSession(state, again(state))).toBe(true);
  return state;
};

describe('a session is not quiet', () => {
  it('that is the first', () => {
    expect(isQuietSession(initialState(), again(initialState()))).toBe(false);
    expect(foldQuietSession(initialState(), again(initialState()))).toBeNull();
  });

  it('that finds something under way: it is interrupted', async () => {
    const state = await settled();
    const actions = new Map([[state.seq, { seq: state.seq, action: { _tag: 'List', side: 0, node: state.control.roots[0].node } }]]);
    const listing = { ...state, flights: { ...state.flights, actions: actions as never } };
    expect(isQuietSession(listing, again(listing))).toBe(false);
  });

  it('that finds what was being placed as the one before broke off: it is forgotten, or goes on being looked for', async () => {
    const state = await settled();
    const interrupted = { ...state, control: { ...state.control, interrupted: { links: {}, places: {} } } };
    expect(evolve(interrupted, again(interrupted)).control.interrupted).toBeUndefined();
    expect(isQuietSession(interrupted, again(interrupted))).toBe(false);
  });

  it('that gives something blocked another chance, whatever was judged of it', async () => {
    const state = await settled();
    const table = state.table.edit();
    const link = table.link(nodeAt(state, 0, '/a').link);
    if (link === undefined) throw new Error('it has no link');
    table.setLink({ ...link, blocked: { reason: 'Denied', message: '', since: seq(1) } });
    const blocked = { ...state, table: table.finish() };
    expect(evolve(blocked, again(blocked)).table.link(linkId(link.id))?.blocked).toBeNull();
    expect(isQuietSession(blocked, again(blocked))).toBe(false);
  });
});

it('a node is dirty from when it was told of until it is looked at', async () => {
  const state = await settled();
  const told = after(state, () => [{ _tag: 'HintsSeen', side: 0, hints: [{ _tag: 'Touched', oid: null, path: ['a'] }], cursor: null }]);
  const dirty = (known: State) => [...known.table.nodes()].filter(isDirty).map((node) => pathTextOf(known, node));
  expect([dirty(state), dirty(told)]).toEqual([[], ['/a']]);
});
