import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import { DEFAULT_POLICY } from '../../src/domain/policy.js';
import { digestOf } from '../../src/domain/digest.js';
import { textDigest } from '../../src/history/digest.js';
import { BUNDLE_CAPS, type Bundle, decodeBundle, encodeBundle, replayBundle } from '../../src/history/index.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { runScenario } from '../../src/testing/world/run.js';
import { write } from '../../src/testing/world/scenario.js';

const VERSIONS = { foldsync: '0.1.0' };
const bundled = (events: readonly Event[]): string => encodeBundle({ versions: VERSIONS, policy: DEFAULT_POLICY, events });
const history = async (): Promise<readonly Event[]> =>
  (await runScenario({ kinds: ['inode', 'oid'], base: [write('/a.txt', 'one'), write('/b.txt', 'two')], steps: [] })).events;
const errorOf = (text: string, caps = BUNDLE_CAPS) => {
  const decoded = decodeBundle(text, caps);
  return E.isLeft(decoded) ? decoded.left : null;
};
/** A bundle whose chain fits what it says: as somebody would make it who wants to be believed. */
const forged = (events: readonly unknown[]): string => {
  return rechained(bundled([]), events);
};
const rechained = (text: string, events: readonly unknown[]): string => {
  const json = JSON.parse(text) as {
    count: number;
    end: string;
    chunks: { first: number; prev: string; digest: string; events: unknown }[];
  };
  const own = chain(JSON.stringify(events));
  return JSON.stringify({ ...json, count: events.length, end: own, chunks: [{ first: 1, prev: '', digest: own, events }] });
};
const chain = (text: string): string => textDigest(`/1/${text}`);

describe('I22 a bundle', () => {
  it('folds to the same state as the log it was made from', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(['inode', 'oid'], 'all'), async (scenario) => {
        const { events, state } = await runScenario(scenario);
        const decoded = decodeBundle(bundled(events));
        expect(E.isRight(decoded) && decoded.right.events).toEqual(events);
        if (E.isLeft(decoded)) return;
        const replayed = replayBundle(decoded.right);
        expect(E.isRight(replayed) && digestOf(replayed.right)).toBe(digestOf(state));
      }),
      { numRuns: 10 },
    );
  });

  it('is read again after somebody formatted it', async () => {
    const text = bundled(await history());
    expect(decodeBundle(JSON.stringify(JSON.parse(text), null, 2))).toEqual(decodeBundle(text));
  });

  it('says that it folds to something else, where it does', async () => {
    const decoded = decodeBundle(bundled(await history()));
    const replayed = replayBundle({ ...(decoded as E.Right<Bundle>).right, digest: '0000000000000000' });
    expect(E.isLeft(replayed) && replayed.left._tag).toBe('OtherState');
  });
});

describe('a hostile bundle', () => {
  it('is refused when it was cut, at any place', async () => {
    const text = bundled(await history());
    fc.assert(
      fc.property(fc.nat(text.trimEnd().length - 1), (length) => {
        expect(errorOf(text.slice(0, length))?._tag).toBe('NotABundle');
      }),
    );
  });

  it('is refused when a digit or a letter of an event was changed', async () => {
    const text = bundled(await history());
    const from = text.indexOf('"chunks"');
    fc.assert(
      fc.property(fc.integer({ min: from, max: text.length - 1 }), fc.constantFrom('0', '7', 'x'), (at, character) => {
        fc.pre(/[0-9a-z]/u.test(text.charAt(at)) && text.charAt(at) !== character);
        expect(errorOf(text.slice(0, at) + character + text.slice(at + 1))).not.toBe(null);
      }),
    );
  });

  it('is refused when events are missing at its end, or in its middle', async () => {
    const events = Array.from({ length: 3500 }, (_, i): Event => ({ _tag: 'Woke', atMs: i }));
    const json = JSON.parse(bundled(events)) as { chunks: unknown[] };
    const without = (n: number): string => JSON.stringify({ ...json, chunks: json.chunks.filter((_, i) => i !== n) });
    expect(errorOf(without(3))).toMatchObject({ _tag: 'Damaged', lastGood: 3000 });
    expect(errorOf(without(1))).toMatchObject({ _tag: 'Damaged', lastGood: 1000 });
  });

  it('is refused when it is of a version that is not known', () => {
    const json = JSON.parse(bundled([])) as object;
    expect(errorOf(JSON.stringify({ ...json, version: 2 }))).toMatchObject({ _tag: 'UnknownVersion', version: 2 });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['other JSON', '[1]'],
    ['null', 'null'],
    ['another file', '{"format":"x","version":1}'],
    ['no chunks', '{"format":"foldsync-bundle","version":1}'],
  ])('is refused when it is %s', (_, text) => {
    expect(errorOf(text)?._tag).toBe('NotABundle');
  });

  it('is refused when it is too much of anything', () => {
    const text = bundled([{ _tag: 'Paused' }, { _tag: 'Resumed' }]);
    expect(errorOf(text, { ...BUNDLE_CAPS, length: 100 })?._tag).toBe('TooMuch');
    expect(errorOf(text, { ...BUNDLE_CAPS, events: 1 })?._tag).toBe('TooMuch');
    expect(errorOf('['.repeat(1_000_000))?._tag).toBe('TooMuch');
    expect(errorOf(`{"a":${'{"a":'.repeat(40)}1${'}'.repeat(41)}`)?._tag).toBe('TooMuch');
    const hints = [{ _tag: 'FolderTouched', path: ['x'.repeat(5000)] }];
    expect(errorOf(forged([{ _tag: 'HintsSeen', side: 0, hints, cursor: null }]))).toMatchObject({ _tag: 'BadEvent', seq: 1 });
  });

  it.each([
    ['an unknown event', { _tag: 'RunThis', command: 'rm -rf /' }],
    ['no event', 7],
    ['a link that is no number of ours', { _tag: 'LinkEnded', link: -1, reason: 'x' }],
    ['a node beyond all numbers', { _tag: 'Listed', action: 1, complete: true, rows: [], absent: [1e15] }],
    ['a third side', { _tag: 'WalkRequested', side: 2 }],
    ['a prototype', JSON.parse('{"_tag":"Woke","atMs":1,"__proto__":{"polluted":true}}')],
    ['a number that is none', { _tag: 'Woke', atMs: 'soon' }],
  ])('is refused when it holds %s', (_, event) => {
    expect(errorOf(forged([{ _tag: 'Paused' }, event]))).toMatchObject({ _tag: 'BadEvent', seq: 2 });
    expect(({} as { polluted?: boolean }).polluted).toBe(undefined);
  });

  it('is refused when it moves a folder into itself', async () => {
    const world = await runScenario({
      kinds: ['inode', 'oid'],
      base: [write('/f/g/a.txt', 'one'), { act: 'mkdir', path: '/f/g' }],
      steps: [],
    });
    const folders = [...world.state.table.nodes()].filter((node) => node.side === 0 && node.kind === 'folder');
    const [outer, inner] = [folders.find(({ name }) => name === 'f'), folders.find(({ name }) => name === 'g')];
    if (outer === undefined || inner === undefined) throw new Error('no folders');
    const start: Event = {
      _tag: 'ActionStarted',
      action: { _tag: 'Move', side: 0, link: outer.link, node: outer.id, parent: inner.id, name: 'f', base: null, purpose: 'follow' },
      reason: 'x',
    };
    const seen = {
      oid: null,
      parentOid: null,
      name: 'f',
      kind: 'folder',
      ident: null,
      revision: null,
      stamp: null,
      hash: null,
      size: 0,
      mtimeMs: 0,
      executable: null,
      kept: null,
    } as const;
    const events: readonly Event[] = [...world.events, start, { _tag: 'Moved', action: world.events.length + 1, seen }, start];
    const decoded = decodeBundle(forged(events));
    expect(E.isRight(decoded) && replayBundle(decoded.right)).toMatchObject({ left: { _tag: 'BadEvent', seq: world.events.length + 2 } });
  });

  it('is folded without harm whatever its events say, or refused', async () => {
    const real = await history();
    const anything = fc.constantFrom<Event>(
      { _tag: 'LinksMerged', from: 2 as never, into: 2 as never, reason: '<script>alert(1)</script>' },
      { _tag: 'LinksMerged', from: 3 as never, into: 2 as never, reason: 'x' },
      { _tag: 'HalfRecognised', link: 2 as never, side: 0, node: 4 as never, reason: 'x' },
      { _tag: 'LinkSplit', link: 1 as never, side: 0, reason: 'x' },
      { _tag: 'LinkEnded', link: 1 as never, reason: 'x' },
      { _tag: 'LinkRevived', link: 2 as never, reason: 'x' },
      { _tag: 'Discarded', action: 3, trash: '../../etc/passwd' },
      { _tag: 'ActionStarted', action: { _tag: 'Discard', side: 0, link: 1 as never, node: 1 as never }, reason: 'x' },
      {
        _tag: 'ActionStarted',
        action: {
          _tag: 'Move',
          side: 0,
          link: 2 as never,
          node: 1 as never,
          parent: 1 as never,
          name: '../x',
          base: null,
          purpose: 'follow',
        },
        reason: 'x',
      },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(anything, fc.constantFrom(...real)), { maxLength: 12 }), (events) => {
        const decoded = decodeBundle(forged([...real, ...events]));
        expect(E.isRight(decoded)).toBe(true);
        if (E.isRight(decoded))
          expect(['OtherState', 'BadEvent']).toContain((replayBundle(decoded.right) as E.Left<{ _tag: string }>).left._tag);
      }),
    );
  });
});
