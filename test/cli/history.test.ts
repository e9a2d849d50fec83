import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLevelLog } from '../../src/adapters/level/index.js';
import { bisect } from '../../src/cli/commands/bisect.js';
import { bundle } from '../../src/cli/commands/bundle.js';
import { explain } from '../../src/cli/commands/explain.js';
import { log } from '../../src/cli/commands/log.js';
import { replay } from '../../src/cli/commands/replay.js';
import type { Output } from '../../src/cli/output.js';
import type { Interruption } from '../../src/cli/signals.js';
import { digestOf } from '../../src/domain/digest.js';
import { DEFAULT_POLICY } from '../../src/domain/policy.js';
import type { Event } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { initialState, type State } from '../../src/domain/state/state.js';
import { encodeSnapshot } from '../../src/effects/engine/snapshot.js';
import type { Json } from '../../src/effects/ports/event-log.js';
import * as E from 'fp-ts/lib/Either.js';
import { decodeBundle, encodeBundle, INVARIANTS, stateAt } from '../../src/history/index.js';
import { numberOf, week } from '../history/support.js';

/** What commands say. */
interface Heard {
  readonly code: number;
  readonly lines: readonly string[];
  readonly json: readonly Readonly<Record<string, unknown>>[];
}

const STAYS: Interruption = { race: (promise) => promise, exitCode: () => 0, signal: () => null, interrupt: () => undefined };
const same = (text: string): string => text;
const colors = new Proxy({}, { get: () => same }) as Output['colors'];

const hear = async (command: (out: Output) => Promise<number>): Promise<Heard> => {
  const lines: string[] = [];
  const json: Record<string, unknown>[] = [];
  const code = await command({
    colors,
    noteColors: colors,
    line: (text) => void lines.push(...text.split('\n')),
    json: (value) => void json.push(JSON.parse(JSON.stringify(value)) as Record<string, unknown>),
    note: () => undefined,
    progress: () => undefined,
    hasTerminal: false,
    onClosed: () => undefined,
    flush: () => Promise.resolve(null),
  });
  return { code, lines, json };
};

/** A state folder with these events, and a snapshot of a state. */
const stateFolder = async (folder: string, events: readonly Event[], snapshot: State | null): Promise<string> => {
  const opened = await openLevelLog(folder)();
  if (E.isLeft(opened)) throw new Error(opened.left.message);
  const log = opened.right;
  await log.append({ first: 1, atMs: 0, events: events as unknown as readonly Json[] }, { sync: true })();
  if (snapshot !== null) expect(E.isRight(await log.saveSnapshot(encodeSnapshot(snapshot))())).toBe(true);
  await log.close()();
  return folder;
};

let folder: string;
let state: string;
let events: readonly Event[];
const below = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'foldsync-history-'));
  events = (await week()).events;
  state = await stateFolder(below('state'), events, evolveAll(initialState(), events.slice(0, 30)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('foldsync explain', () => {
  const explained = (path: string, options: object = {}): Promise<Heard> =>
    hear((out) => explain(path, undefined, undefined, { state, ...options }, out));

  it('tells a path back through its renames', async () => {
    const { code, lines } = await explained('papers/c.txt');
    expect(code).toBe(0);
    expect(lines[0]).toBe('local is the first folder, remote is the second folder');
    expect(lines[1]).toBe('/papers/c.txt');
    expect(lines.some((line) => line.includes('/docs/a.txt'))).toBe(true);
    expect(lines.at(-1)).toBe('/papers/c.txt is settled, on local and remote.');
  });

  it('tells who removed what is gone', async () => {
    const { code, lines } = await explained('docs/b.txt');
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatch(/^Nothing is at \/docs\/b\.txt any more\. It was removed on local, and therefore deleted on remote/u);
    const { json } = await explained('docs/b.txt', { json: true });
    expect(json).toMatchObject([{ type: 'explanation', path: '/docs/b.txt', status: { _tag: 'Gone', by: 0 } }]);
  });

  it('fails for what was never there', async () => {
    await expect(explained('never.txt')).rejects.toMatchObject({ code: 1, reason: 'unknown-path' });
    await expect(explained('x', { state: below('no-state') })).rejects.toMatchObject({ code: 1, reason: 'never-synced' });
  });
});

describe('foldsync replay', () => {
  const replayed = (options: object = {}, a?: string, b?: string): Promise<Heard> =>
    hear((out) => replay(a, b, a === undefined ? { state, ...options } : options, out));
  const whole = (): State => evolveAll(initialState(), events);

  it('folds the log to what it was, and counts', async () => {
    const { code, lines } = await replayed({ verbose: true });
    expect(code).toBe(0);
    expect(lines[1]).toMatch(new RegExp(`^after event ${events.length}, .*: digest ${digestOf(whole())}$`, 'u'));
    expect(lines.slice(2, 5)).toEqual([
      'local   3 files, 1 folder',
      'remote  3 files, 1 folder',
      'base    3 files, 1 folder: what both sides agreed on',
    ]);
    expect(lines).toContain('local   /papers/');
    expect(lines.filter((line) => line.startsWith('local   /'))).toHaveLength(4);
  });

  it('tells what was known at a moment, by number and by time', async () => {
    const number = 20;
    const { json } = await replayed({ at: String(number), json: true });
    const state = evolveAll(initialState(), events.slice(0, number));
    expect(json).toMatchObject([{ type: 'state', event: number, digest: digestOf(state) }]);
    const atMs = state.control.nowMs;
    const byTime = await replayed({ at: new Date(atMs).toISOString(), json: true });
    expect(byTime.json).toMatchObject([{ digest: digestOf(stateAt(events, { _tag: 'Time', atMs })) }]);
  });

  it('tells what changed between two moments, also where places follow them', async () => {
    const [first, last] = ['0', String(events.length)];
    const { lines } = await replayed({ diff: [first, last] });
    expect(lines).toContain('local  + /papers/c.txt');
    const back = await replayed({ diff: [last, first] });
    expect(back.lines).toContain('local  - /papers/c.txt');
    expect((await replayed({ diff: [first, last, '/no/a', '/no/b'] })).lines[0]).toBe('local is /no/a, remote is /no/b');
    await expect(replayed({ diff: [first, last, '/no/a', '/no/b', '/no/c'] })).rejects.toMatchObject({ code: 2 });
    await expect(replayed({ diff: [first] })).rejects.toMatchObject({ code: 2 });
    await expect(replayed({ at: '1e9' })).rejects.toMatchObject({ code: 2 });
    await expect(replayed({ at: String(events.length + 1) })).rejects.toMatchObject({ code: 1, reason: 'no-such-event' });
  });

  it('verifies that the snapshot and the events after it give what all events give', async () => {
    const { code, json } = await replayed({ verify: true, json: true });
    expect([code, json.at(-1)]).toEqual([0, { type: 'verified', digest: digestOf(whole()), snapshot: 30 }]);
  });

  it('finds a snapshot that is of another history', async () => {
    const start = stateAt(events, { _tag: 'Event', seq: 30 });
    const other: State = { ...start, control: { ...start.control, nowMs: start.control.nowMs + 1 } };
    const lying = await stateFolder(below('lying'), events.slice(0, 31), other);
    await expect(replayed({ state: lying, verify: true })).rejects.toMatchObject({ code: 1, reason: 'snapshot-differs' });
    expect((await replayed({ state: lying })).code).toBe(0);
  });

  it('replays a bundle, and refuses one that was changed', async () => {
    const text = encodeBundle({ versions: {}, policy: whole().control.policy, events });
    writeFileSync(below('bundle.json'), text);
    writeFileSync(below('changed.json'), text.replace('c.txt', 'd.txt'));
    writeFileSync(below('none.json'), '{}');
    const { code, json } = await replayed({ json: true, verify: true }, below('bundle.json'));
    expect([code, json.map(({ digest }) => digest)]).toEqual([0, [digestOf(whole()), digestOf(whole())]]);
    await expect(replayed({}, below('changed.json'))).rejects.toMatchObject({ code: 1, reason: 'damaged-bundle' });
    await expect(replayed({}, below('none.json'))).rejects.toMatchObject({ code: 1, reason: 'not-a-bundle' });
    await expect(replayed({}, below('nothing.json'))).rejects.toMatchObject({ code: 2 });
  });
});

describe('foldsync bisect', () => {
  const searched = (options: object): Promise<Heard> => hear((out) => bisect(undefined, undefined, { state, ...options }, out));
  const predicate = (name: string, text: string): string => {
    writeFileSync(below(name), text);
    return below(name);
  };

  it('finds that every invariant holds', async () => {
    for (const invariant of Object.keys(INVARIANTS)) {
      const { code, lines } = await searched({ invariant });
      expect([code, lines.at(-1)]).toEqual([0, `${invariant} holds, wherever it was looked at among ${events.length} events.`]);
    }
  });

  it('finds the event after which a predicate of mine fails', async () => {
    const file = predicate('renamed.mjs', "export default (state, look) => look.at('local', 'papers') === null || 'papers is there';");
    const { code, json } = await searched({ predicate: file, json: true });
    const number = json[0]?.['number'] as number;
    expect([code, json.length]).toEqual([1, 1]);
    expect(json[0]).toMatchObject({ type: 'bisected', result: 'Broken', fault: 'papers is there', line: { seq: number } });
    // That is when the rename of the folder was seen; a hint had told of its new place before.
    expect(number).toBe(numberOf(events, (event) => event._tag !== 'HintsSeen' && JSON.stringify(event).includes('"papers"')));
    expect((await searched({ predicate: file })).lines.at(-1)).toContain(`holds before event ${number}, and not after it: papers is there`);
  });

  it('finds since when something is gone, from a moment at which it was there', async () => {
    const there = predicate('there.mjs', "export default (state, look) => look.at('local', '/docs/b.txt') !== null;");
    expect(await searched({ predicate: there, json: true })).toMatchObject({ code: 1, json: [{ result: 'NeverHeld' }] });
    const good = String(numberOf(events, (event) => JSON.stringify(event).includes('"c.txt"')));
    const { json } = await searched({ predicate: there, good, json: true });
    expect(json).toMatchObject([{ result: 'Broken', fault: 'it says no' }]);
    const number = json[0]?.['number'] as number;
    const gone = await hear((out) => explain('docs/b.txt', undefined, undefined, { state, json: true }, out));
    expect(
      (gone.json[0]?.['steps'] as { seq: number; kind: string; side: number }[]).find(({ kind }) => kind === 'vanished'),
    ).toMatchObject({
      seq: number,
      side: 0,
    });
  });

  it('says what is wrong with what it was given', async () => {
    await expect(searched({})).rejects.toMatchObject({ code: 2 });
    await expect(searched({ invariant: 'x', predicate: 'y' })).rejects.toMatchObject({ code: 2 });
    await expect(searched({ invariant: 'toString' })).rejects.toMatchObject({ code: 2, reason: 'no-such-invariant' });
    await expect(searched({ predicate: below('none.mjs') })).rejects.toMatchObject({ code: 2, reason: 'no-such-predicate' });
    const never = predicate('never.mjs', 'export default () => false;');
    expect(await searched({ predicate: never })).toMatchObject({
      code: 1,
      lines: [expect.anything(), expect.stringContaining('before the first')],
    });
    const faults: readonly (readonly [string, string])[] = [
      ['export const x = 1;', 'no-predicate'],
      ['export default () => 1;', 'predicate-failed'],
      ["export default () => { throw new Error('no'); };", 'predicate-failed'],
      ['export default (;', 'predicate-failed'],
    ];
    for (const [index, [text, reason]] of faults.entries())
      await expect(searched({ predicate: predicate(`fault-${index}.mjs`, text) })).rejects.toMatchObject({ reason });
  });
});

describe('foldsync bundle', () => {
  const bundled = (output: string, options: object = {}): Promise<Heard> =>
    hear((out) => bundle(undefined, undefined, { state, output, ...options }, out));
  const replayed = (file: string): Promise<Heard> => hear((out) => replay(file, undefined, { json: true }, out));

  it('writes a file, for its owner only, that folds to the same elsewhere', async () => {
    const file = below('plain.json');
    const { code, lines } = await bundled(file);
    expect([code, lines.length]).toEqual([0, 1]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(decodeBundle(readFileSync(file, 'utf8'))).toMatchObject({ right: { events, anonymised: false } });
    const { json } = await replayed(file);
    expect(json[0]).toMatchObject({ event: events.length, digest: digestOf(evolveAll(initialState(), events)) });
  });

  it('has no names in it if it is anonymised, and other pseudonyms each time', async () => {
    const files = [below('first.json'), below('second.json')] as const;
    for (const output of files) expect((await bundled(output, { anonymise: true })).code).toBe(0);
    const texts = files.map((file) => readFileSync(file, 'utf8'));
    for (const text of texts) expect(text).not.toMatch(/docs|papers/u);
    expect(texts[0]).not.toBe(texts[1]);
    const states = await Promise.all(files.map(replayed));
    for (const { json } of states) expect(json[0]).toMatchObject({ event: events.length, counts: { local: { files: 3, folders: 1 } } });
  });

  it('does not replace a file, and says where it can not write', async () => {
    writeFileSync(below('mine.json'), 'mine');
    await expect(bundled(below('mine.json'))).rejects.toMatchObject({ code: 1, reason: 'file-exists' });
    expect(readFileSync(below('mine.json'), 'utf8')).toBe('mine');
    await expect(bundled(below('no/such/folder.json'))).rejects.toMatchObject({ code: 1, reason: 'not-written' });
  });
});

describe('foldsync replay, otherwise', () => {
  const otherwise = (options: object): Promise<Heard> =>
    hear((out) => replay(undefined, undefined, { state, json: true, ...options }, out));

  it('says which verdicts another policy or other rules would have changed', async () => {
    writeFileSync(below('rules'), 'b.txt\n');
    const ruled = (await otherwise({ ignoreFile: below('rules') })).json.filter(({ type }) => type === 'otherwise');
    expect(ruled.map(({ path }) => path)).toEqual(['/docs/b.txt', '/docs/b.txt']);
    const local = (await otherwise({ conflict: 'local' })).json.filter(({ type }) => type === 'otherwise');
    expect(local.map(({ path }) => path)).toContain('/docs/c.txt');
    expect((await otherwise({ conflict: 'remote' })).json.filter(({ type }) => type === 'otherwise')).toEqual([]);
    await expect(otherwise({ ignoreFile: below('no-rules') })).rejects.toMatchObject({ code: 2 });
    await expect(otherwise({ asScenario: below('x.test.ts') })).rejects.toMatchObject({ code: 2 });
  });
});

describe('foldsync log', () => {
  const logged = (options: object = {}): Promise<Heard> => hear((out) => log(undefined, undefined, { state, ...options }, out, STAYS));
  const numbers = async (options: object): Promise<readonly unknown[]> =>
    (await logged({ json: true, ...options })).json.map(({ number }) => number);
  const all = (): readonly number[] => events.map((_, index) => index + 1);

  it('shows all, or what is asked for', async () => {
    expect(await numbers({})).toEqual(all());
    expect(await numbers({ since: '80' })).toEqual(all().slice(79));
    expect(await numbers({ since: '1970-01-01T00:00:00Z' })).toEqual(all());
    expect(await numbers({ since: '2026-01-31 14:05' })).toEqual([]);
    const deletes = all().filter((number) => events[number - 1]?._tag === 'Discarded');
    expect(await numbers({ kind: ['discarded'] })).toEqual(deletes);
    expect(await numbers({ path: '/docs/b.txt', kind: ['Discarded'], side: 'remote' })).toEqual(deletes);
    expect(await numbers({ path: 'x', kind: ['Discarded'] })).toEqual([]);
    expect(await numbers({ path: 'docs', kind: ['Discarded'], side: 'local' })).toEqual([]);
    expect((await logged({ kind: ['FileReplaced'], path: 'x' })).lines).toEqual([
      'local is the first folder, remote is the second folder',
      expect.stringContaining('replaced the content of /x (9 bytes)'),
    ]);
  });

  it('ends where it is asked to', async () => {
    expect(await numbers({ since: '10', until: '12' })).toEqual([10, 11, 12]);
    expect(await numbers({ until: '1969-12-31T00:00:00Z' })).toEqual([]);
  });

  it('shows a bundle as well, and does not follow it', async () => {
    writeFileSync(below('for-log.json'), encodeBundle({ versions: {}, policy: DEFAULT_POLICY, events }));
    const shown = await hear((out) => log(below('for-log.json'), undefined, { json: true }, out, STAYS));
    expect(shown.json.map(({ number }) => number)).toEqual(all());
    await expect(hear((out) => log(below('for-log.json'), undefined, { follow: true }, out, STAYS))).rejects.toMatchObject({ code: 2 });
  });

  it('refuses what it does not know', async () => {
    for (const wrong of [{ kind: ['Nothing'] }, { side: 'left' }, { since: 'yesterday' }])
      await expect(logged(wrong)).rejects.toMatchObject({ code: 2 });
  });
});
