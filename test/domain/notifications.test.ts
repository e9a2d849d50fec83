import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/domain/action.js';
import type { Event } from '../../src/domain/event.js';
import { evolve } from '../../src/domain/evolve/evolve.js';
import { linkId, nodeId } from '../../src/domain/ids.js';
import { isNotable, notificationsOf, placeOf, refusedNamesOf } from '../../src/domain/notifications.js';
import { DEFAULT_POLICY } from '../../src/domain/policy.js';
import { settle } from '../../src/domain/plan/settle.js';
import { LOCAL, REMOTE, type Side } from '../../src/domain/side.js';
import type { State } from '../../src/domain/state/state.js';
import { nodeAt } from './known.js';
import { after, afterStart, listed, lookedUp, OID, seenById } from './told.js';

const ON_DEMAND = { onDemand: true };
const policy = { ...DEFAULT_POLICY, ...ON_DEMAND };

/** What these events say, one by one: type and path. */
const said = (state: State, events: readonly Event[]): readonly unknown[] => {
  let before = state;
  return events.flatMap((event) => {
    const [from, next] = [before, evolve(before, event)];
    before = next;
    const found = notificationsOf(from, event, next);
    if (found.length > 0) expect(isNotable(event, next.control.policy)).toBe(true);
    return found.map(({ source, type, path }) => [source, type, path]);
  });
};

const unsynced = (path: string) => [REMOTE, 'SYNC_SMART_UNSYNCED', path];

describe('a file of REMOTE that nobody asked for is told of', () => {
  const start = afterStart(ON_DEMAND);
  const known = after(start, (state) => listed(state, nodeAt(state, REMOTE, '/'), seenById('a'), seenById('d/')));
  const changed = seenById('a', { revision: 'r2' });

  it('when a listing shows it first, and when it shows another content', () => {
    expect(said(start, listed(start, nodeAt(start, REMOTE, '/'), seenById('a'), seenById('d/')))).toEqual([unsynced('/a')]);
    expect(said(known, listed(known, nodeAt(known, REMOTE, '/'), changed, seenById('b')))).toEqual([unsynced('/a'), unsynced('/b')]);
    expect(said(known, listed(known, nodeAt(known, REMOTE, '/'), seenById('a', { stamp: 's2' })))).toEqual([]);
  });

  it('when it is looked up, and has another content', () => {
    const a = nodeAt(known, REMOTE, '/a');
    expect(said(known, lookedUp(known, a, changed))).toEqual([unsynced('/a')]);
    expect(said(known, lookedUp(known, a, seenById('a')))).toEqual([]);
    expect(said(known, lookedUp(known, a, null))).toEqual([]);
  });

  it('unless somebody asked, it is of LOCAL, or nothing is on demand', () => {
    const requested = after(known, (state) => [{ _tag: 'FilesRequested', nodes: [nodeAt(state, REMOTE, '/a').id], again: false }]);
    expect(said(requested, listed(requested, nodeAt(requested, REMOTE, '/'), changed))).toEqual([]);
    expect(said(start, listed(start, nodeAt(start, LOCAL, '/'), seenById('a')))).toEqual([]);
    const plain = afterStart();
    expect(said(plain, listed(plain, nodeAt(plain, REMOTE, '/'), seenById('a')))).toEqual([]);
  });
});

describe('events are worth a look', () => {
  const seen = (...rows: ReturnType<typeof seenById>[]): Event => ({ _tag: 'Listed', action: 1, complete: true, rows, absent: [] });
  const found = (it: ReturnType<typeof seenById> | null): Event => ({ _tag: 'LookedUp', action: 1, found: it, depth: null });

  it('of what was seen where files are on demand, if anything was', () => {
    expect([seen(seenById('a')), seen(), found(seenById('a')), found(null)].map((event) => isNotable(event, policy))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    for (const event of [seen(seenById('a')), seen(), found(seenById('a')), found(null)])
      expect(isNotable(event, DEFAULT_POLICY)).toBe(false);
  });

  it('of files that were copied, if one of them failed', () => {
    const copied = { _tag: 'Created', read: 'r', seen: seenById('a') } as const;
    const failed = { _tag: 'Failed', side: REMOTE, error: { _tag: 'Denied', message: '' } } as const;
    const created = (...files: (typeof copied | typeof failed)[]): Event => ({ _tag: 'FilesCreated', action: 1, files });
    const events = [created(copied), created(copied, failed), created()];
    expect(events.map((event) => isNotable(event, policy))).toEqual([false, true, false]);
  });

  it('if they may say something at all', () => {
    expect(isNotable({ _tag: 'Woke', atMs: 1 }, policy)).toBe(false);
  });
});

describe('what has no counterpart', () => {
  const start = after(afterStart(), (state) =>
    listed(state, nodeAt(state, LOCAL, '/'), seenById('a'), seenById('b'), seenById('c', { kept: 'ignored' })),
  );
  const translated: Event = {
    _tag: 'Translated',
    answers: [
      { node: nodeAt(start, LOCAL, '/a').id, to: null },
      { node: nodeAt(start, LOCAL, '/b').id, to: { name: 'x' } },
      { node: nodeAt(start, LOCAL, '/c').id, to: null },
    ],
  };

  it('is told of, and nothing else that was translated, nor what rules keep anyway', () => {
    expect(said(start, [translated])).toEqual([[LOCAL, 'SYNC_DISCARDED', '/a']]);
  });
});

describe('a name that the other side can not store', () => {
  const refusing = (...events: readonly ((state: State) => readonly Event[])[]): State => {
    const state = after(
      afterStart({}, [OID, { ...OID, forbiddenCharacters: '?' }]),
      (known) => listed(known, nodeAt(known, REMOTE, '/')),
      ...events,
    );
    return settle(state).state;
  };
  const told = (before: State, later: State) => refusedNamesOf(before, later).map(({ source, path, message }) => [source, path, message]);
  const bad = 'name-has-forbidden-character';

  it('is told of once', () => {
    const first = refusing((state) => listed(state, nodeAt(state, LOCAL, '/'), seenById('a?')));
    expect(told(afterStart(), first)).toEqual([[REMOTE, '/a?', bad]]);
    expect(told(first, first)).toEqual([]);
    const second = settle(after(first, (state) => listed(state, nodeAt(state, LOCAL, '/'), seenById('b?')))).state;
    expect(told(first, second)).toEqual([[REMOTE, '/b?', bad]]);
  });

  it('is told of its folder alone, of all that can not be stored with it', () => {
    const state = refusing(
      (known) => listed(known, nodeAt(known, LOCAL, '/'), seenById('d?/')),
      (known) => listed(known, nodeAt(known, LOCAL, '/d?'), seenById('a'), seenById('b')),
    );
    expect(told(afterStart(), state)).toEqual([[REMOTE, '/d?', bad]]);
  });
});

describe('the place of an action', () => {
  const state = after(
    afterStart(),
    (known) => listed(known, nodeAt(known, LOCAL, '/'), seenById('d/'), seenById('a')),
    (known) => listed(known, nodeAt(known, LOCAL, '/d'), seenById('b')),
  );
  const [folder, file] = [nodeAt(state, LOCAL, '/d').id, nodeAt(state, LOCAL, '/d/b').id];
  const side: Side = LOCAL;
  const made = (name: string) => ({ link: linkId(1), source: nodeId(1), name });

  it.each<[string, Action, string | null]>([
    ['that makes one file is that of the file', { _tag: 'CreateFiles', side, parent: folder, files: [made('x')] }, '/d/x'],
    ['that makes many is that of their folder', { _tag: 'CreateFiles', side, parent: folder, files: [made('x'), made('y')] }, '/d'],
    ['that makes a folder is the new one', { _tag: 'MakeFolder', side, parent: folder, ...made('x') }, '/d/x'],
    ['on a file is that of the file', { _tag: 'Discard', side, link: linkId(1), node: file }, '/d/b'],
    ['on something unknown is none', { _tag: 'LookUp', side, node: nodeId(99) }, null],
  ])('%s', (_what, action, place) => expect(placeOf(state, action)).toBe(place));
});
