import { beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../src/domain/action.js';
import type { Event, EventOf } from '../../src/domain/event.js';
import { evolve } from '../../src/domain/evolve/evolve.js';
import { backoffMs } from '../../src/domain/evolve/fold-failure.js';
import { NO_NODE } from '../../src/domain/ids.js';
import type { ProviderError } from '../../src/domain/provider-error.js';
import type { Retry } from '../../src/domain/state/control.js';
import type { State } from '../../src/domain/state/state.js';
import { write } from '../../src/testing/world/scenario.js';
import { dirtyIn, inStep, nodeAt, nodesThat, unlistedIn } from './known.js';
import { failed, flown } from './told.js';

/** LOCAL has names alone, REMOTE ids. */
let known: State;
beforeAll(async () => {
  known = await inStep(['inode', 'oid'], [write('/d/b', 'b')]);
});

const idAt = (side: 0 | 1, path: string) => nodeAt(known, side, path).id;
const lookUp = () => ({ _tag: 'LookUp', side: 1, node: idAt(1, '/d/b') }) as const;
const list = () => ({ _tag: 'List', side: 1, node: idAt(1, '/d') }) as const;
const listRoot = () => ({ ...list(), node: known.control.roots[1].node });

const FOLDER = { _tag: 'FolderTouched', path: ['d'] } as const;
const seen = (...hints: EventOf<'HintsSeen'>['hints']): Event => ({ _tag: 'HintsSeen', side: 1, hints, cursor: null });

/** So many look-ups or listings that fail with it, one after the other. */
const retriesOf = (state: State, action: Extract<Action, { _tag: 'LookUp' | 'List' }>, tag: ProviderError['_tag'], times: number) => {
  const retries: (Retry | undefined)[] = [];
  let now = state;
  for (let time = 0; time < times; time += 1) {
    now = failed(now, action, tag);
    retries.push(now.control.lookRetries[action.node]);
  }
  const inMs = retries.map((retry) => (retry === undefined ? null : retry.atMs - now.control.nowMs));
  return { state: now, inMs, attempts: retries.map((retry) => retry?.attempts ?? null) };
};

describe('a look that fails', () => {
  const hint = () => ({ _tag: 'Touched', oid: nodeAt(known, 1, '/d/b').oid, path: null }) as const;
  const hinted = () => evolve(known, seen(hint()));
  const unknown = () => evolve(known, seen({ _tag: 'Touched', oid: 'nowhere', path: null }));

  it('is tried later and later, and after five times tells that its object cannot be read', () => {
    const { state, inMs, attempts } = retriesOf(hinted(), lookUp(), 'Temporary', 6);
    expect(attempts).toEqual([1, 2, 3, 4, 5, null]);
    expect(inMs).toEqual([100, 200, 400, 800, 1600, null]);
    expect(nodesThat(state, ({ kept }) => kept === 'unreadable')).toEqual(['1/d/b']);
    expect(dirtyIn(state)).toEqual([]);
  });

  it('is tried later where it is a listing, too', () => {
    const { inMs, attempts } = retriesOf(evolve(known, seen(FOLDER)), list(), 'Temporary', 2);
    expect([attempts, inMs]).toEqual([
      [1, 2],
      [100, 200],
    ]);
  });

  it('is repeated at once where it found something else than it expected, but only the first time', () => {
    expect(retriesOf(hinted(), lookUp(), 'Interrupted', 3).inMs).toEqual([0, 200, 400]);
  });

  it.each(['Temporary', 'Denied'] as const)('is never given up where nothing is known yet: %s', (tag) => {
    const phantom = unknown().table.byOid(1, 'nowhere')[0]?.id ?? NO_NODE;
    const { state, attempts } = retriesOf(unknown(), { _tag: 'LookUp', side: 1, node: phantom }, tag, 7);
    expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(state.table.node(phantom)).toMatchObject({ oid: 'nowhere', kept: null });
    expect(state.control.sides[1].health._tag).toBe('Up');
  });

  it('tells at once that its object cannot be read where that is denied', () => {
    const { state, attempts } = retriesOf(hinted(), lookUp(), 'Denied', 1);
    expect(attempts).toEqual([null]);
    expect(nodesThat(state, ({ kept }) => kept === 'unreadable')).toEqual(['1/d/b']);
  });

  it('tells nothing of what was hinted at since', () => {
    const state = failed(hinted(), lookUp(), 'Denied', seen(hint()));
    expect(nodesThat(state, ({ kept }) => kept !== null)).toEqual([]);
    expect(dirtyIn(state)).toEqual(['1/d/b']);
    const folder = failed(known, list(), 'Denied', seen(FOLDER));
    expect(nodesThat(folder, ({ kept }) => kept !== null)).toEqual([]);
    expect(unlistedIn(folder)).toEqual(['1/d']);
  });

  it('has its folder looked up where that is not there; a root has no place for that', () => {
    expect(dirtyIn(failed(known, list(), 'NotFound'))).toEqual(['1/d']);
    expect(dirtyIn(failed(known, list(), 'Temporary'))).toEqual([]);
    expect(dirtyIn(failed(known, listRoot(), 'NotFound'))).toEqual([]);
  });

  it('of a root that is denied tells that the side is away', () => {
    const state = failed(known, listRoot(), 'Denied');
    expect(state.control.sides[1].health).toMatchObject({ _tag: 'Down', error: { _tag: 'Denied' } });
    expect(nodesThat(state, ({ kept }) => kept !== null)).toEqual([]);
  });
});

describe('a listing that shows a part', () => {
  const part = (state: State) => flown(state, list(), (action) => ({ _tag: 'Listed', action, complete: false, rows: [], absent: [] }));

  it('is made again, later and later; after five times it is what there is', () => {
    let state = evolve(known, seen(FOLDER));
    const listings: unknown[] = [];
    for (let time = 0; time < 6; time += 1) {
      state = part(state);
      const retry = state.control.lookRetries[idAt(1, '/d')];
      listings.push([retry?.attempts ?? null, retry === undefined ? null : retry.atMs - state.control.nowMs, unlistedIn(state).length]);
    }
    expect(listings).toEqual([...[1, 2, 3, 4, 5].map((n) => [n, backoffMs(n), 1]), [null, null, 0]]);
  });
});
