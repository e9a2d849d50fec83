import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import { evolve, evolveAll } from '../../src/domain/evolve/evolve.js';
import { nodeId } from '../../src/domain/ids.js';
import { isNotable, notificationOfError, notificationsOf } from '../../src/domain/notifications.js';
import { DEFAULT_POLICY } from '../../src/domain/policy.js';
import type { ProviderError } from '../../src/domain/provider-error.js';
import { initialState, type State } from '../../src/domain/state/state.js';
import { memory } from '../../src/adapters/memory/index.js';
import { LOCAL, REMOTE, type Side, SYNC } from '../../src/index.js';
import { bench, settle, turns } from './support.js';

const { traits } = memory();
const begun: Event = {
  ...{ _tag: 'SessionStarted', atMs: 1000, version: '1', boot: null, traits: [traits, traits], forgetBases: false, policy: DEFAULT_POLICY },
  roots: [
    { identity: 'a', oid: 'o1' },
    { identity: 'b', oid: 'o2' },
  ],
};

/** What a history says, event by event. */
const story = (events: readonly Event[], from: State = initialState()): readonly string[] => {
  const said: string[] = [];
  let state = from;
  for (const event of events) {
    const after = evolve(state, event);
    const found = notificationsOf(state, event, after);
    if (found.length > 0 && !isNotable(event, DEFAULT_POLICY)) throw new Error(`${event._tag} is notable after all`);
    said.push(...found.map(({ source, type, path }) => `${['LOCAL', 'REMOTE', 'SYNC'][source]} ${type}${path === null ? '' : ` ${path}`}`));
    state = after;
  }
  return said;
};

const lost = (side: Side, _tag: ProviderError['_tag']): Event => ({ _tag: 'SideLost', side, error: { _tag, message: '' } });

describe('notifications, as a function of events', () => {
  it('tell that a session began, and that both sides are there', () => {
    expect(story([begun])).toEqual(['SYNC STARTED', 'LOCAL CONNECTED', 'REMOTE CONNECTED']);
  });

  it('tell once that a side is lost, anew if for another reason, and that it is back', () => {
    const events: readonly Event[] = [
      lost(REMOTE, 'Disconnected'),
      lost(REMOTE, 'Disconnected'),
      lost(REMOTE, 'Throttled'),
      { _tag: 'SideRegained', side: REMOTE },
      { _tag: 'SideRegained', side: REMOTE },
      lost(REMOTE, 'Disconnected'),
    ];
    expect(story(events, evolve(initialState(), begun))).toEqual([
      'REMOTE DISCONNECTED_ERROR',
      'REMOTE TEMPORARY_ERROR',
      'REMOTE CONNECTED',
      'REMOTE DISCONNECTED_ERROR',
    ]);
  });

  it('name a missing root', () => {
    expect(story([begun, lost(LOCAL, 'RootMissing')]).at(-1)).toBe('LOCAL ROOT_MISSING_ERROR');
  });

  it('tell a failing listing with its side and place, once', () => {
    const root = evolve(initialState(), begun).control.roots[LOCAL].node;
    const started: Event = { _tag: 'ActionStarted', action: { _tag: 'List', side: LOCAL, node: root }, reason: 'unlisted' };
    const failed = (action: number): Event => ({ _tag: 'ActionFailed', action, side: LOCAL, error: { _tag: 'Temporary', message: '' } });
    expect(story([begun, started, failed(2), started, failed(4)]).slice(3)).toEqual(['LOCAL TEMPORARY_ERROR /']);
  });

  it('say nothing of an action that is none, nor of errors that looking again heals', () => {
    const root = evolve(initialState(), begun).control.roots[LOCAL].node;
    const started: Event = { _tag: 'ActionStarted', action: { _tag: 'List', side: LOCAL, node: root }, reason: 'unlisted' };
    const failed = (action: number, _tag: ProviderError['_tag']): Event => ({
      _tag: 'ActionFailed',
      action,
      side: LOCAL,
      error: { _tag, message: '' },
    });
    expect(story([begun, failed(77, 'Temporary'), started, failed(3, 'NotFound')]).slice(3)).toEqual([]);
  });

  it('may come of what turned out to have no counterpart, and of no other translation', () => {
    const translated = (...to: readonly (string[] | null)[]): Event => ({
      _tag: 'Translated',
      answers: to.map((path, i) => ({ node: nodeId(i + 1), to: path && { path } })),
    });
    expect(isNotable(translated(['a'], null), DEFAULT_POLICY)).toBe(true);
    expect(isNotable(translated(['a'], ['b']), DEFAULT_POLICY)).toBe(false);
  });

  it('tell of a gate', () => {
    expect(story([{ _tag: 'GateRaised', side: REMOTE, deletes: 30, files: 40 }], evolveAll(initialState(), [begun]))).toEqual([
      'REMOTE GATE_RAISED',
    ]);
  });

  it.each<[ProviderError['_tag'], string | null]>([
    ['OutOfSpace', 'OUT_OF_SPACE_ERROR'],
    ['Temporary', 'TEMPORARY_ERROR'],
    ['Throttled', 'TEMPORARY_ERROR'],
    ['Failed', 'TEMPORARY_ERROR'],
    ['Disconnected', 'DISCONNECTED_ERROR'],
    ['RootMissing', 'ROOT_MISSING_ERROR'],
    ['NameRefused', 'FILE_NAME_ERROR'],
    ['Corrupt', 'SYNC_CORRUPT_IGNORED'],
    ['Unauthorized', null],
    ['NamespaceInvalid', 'NAMESPACE_ERROR'],
    ['CursorInvalid', null],
    ['Exists', null],
  ])('call %s %s', (_tag, type) => {
    expect(notificationOfError(SYNC, { _tag, message: 'm' }, '/a')).toEqual(type && { source: SYNC, type, path: '/a', message: 'm' });
  });
});

describe('notifications, delivered', () => {
  it('come in order, from the beginning of a session to its end', async () => {
    const { sync, types } = bench();
    await settle(sync);
    expect(types()).toEqual(['STARTED', 'CONNECTED', 'CONNECTED', 'STOPPED']);
    await settle(sync);
    expect(types().slice(4)).toEqual(['STARTED', 'CONNECTED', 'CONNECTED', 'STOPPED']);
  });

  it('tell of a full side, with the path, once however often it is tried again', async () => {
    const { sync, stores, told, clock } = bench({ kinds: [{}, { quota: 3 }] });
    stores[0].write('/big', '12345');
    await sync.start({ daemon: true });
    await clock.advance(20_000);
    expect(told.filter(({ type }) => type.endsWith('ERROR')).map(({ source, type, path }) => [source, type, path])).toEqual([
      [SYNC, 'OUT_OF_SPACE_ERROR', '/big'],
    ]);
    expect(sync.inBackoff).toBeGreaterThan(0);
    stores[0].write('/big', '1');
    await clock.advance(120_000);
    expect(stores[1].tree()).toEqual({ '/big': '1' });
    expect(sync.inBackoff).toBe(0);
    await sync.stop();
  });

  it('tell of a name that the other side can not store, before it is tried', async () => {
    const { sync, stores, told } = bench({ kinds: [{}, { forbiddenCharacters: '?' }] });
    stores[0].write('/why?', '1');
    await settle(sync);
    expect(told.filter(({ type }) => type.endsWith('ERROR')).map(({ source, type, path }) => [source, type, path])).toEqual([
      [REMOTE, 'FILE_NAME_ERROR', '/why?'],
    ]);
  });

  it('tell of a side that goes offline with much under way, once, and of its return', async () => {
    const { sync, stores, told, clock } = bench();
    for (let i = 0; i < 20; i++) stores[0].write(`/f${i}`, `${i}`);
    await sync.start({ daemon: true });
    stores[1].setOffline(true);
    await clock.advance(5000);
    stores[1].setOffline(false);
    await clock.advance(120_000);
    expect(Object.keys(stores[1].tree())).toHaveLength(20);
    expect(told.slice(3).map(({ source, type }) => [source, type])).toEqual([
      [REMOTE, 'DISCONNECTED_ERROR'],
      [REMOTE, 'CONNECTED'],
    ]);
    await sync.stop();
  });

  it('go on after a handler that throws, or rejects, and wait for one that takes its time', async () => {
    const order: string[] = [];
    const warnings: string[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', onWarning);
    let count = 0;
    const { sync } = bench({
      handleNotification: ({ type }) => {
        order.push(`+${type}`);
        if (count++ === 0) throw new Error('thrown');
        if (count === 2) return Promise.reject(new Error('rejected'));
        return turns(2).then(() => void order.push(`-${type}`));
      },
    });
    await settle(sync);
    await turns();
    process.off('warning', onWarning);
    expect(order).toEqual(['+STARTED', '+CONNECTED', '+CONNECTED', '-CONNECTED', '+STOPPED', '-STOPPED']);
    expect(warnings).toEqual([expect.stringContaining('thrown'), expect.stringContaining('rejected')]);
  });
});
