import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLevelLog } from '../../src/adapters/level/index.js';
import { explain } from '../../src/cli/commands/explain.js';
import type { Output } from '../../src/cli/output.js';
import type { Event } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { initialState, type State } from '../../src/domain/state/state.js';
import { encodeSnapshot } from '../../src/effects/engine/snapshot.js';
import type { Json } from '../../src/effects/ports/event-log.js';
import * as E from 'fp-ts/lib/Either.js';
import { week } from '../history/support.js';

/** What commands say. */
interface Heard {
  readonly code: number;
  readonly lines: readonly string[];
  readonly json: readonly Readonly<Record<string, unknown>>[];
}

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
    flush: () => Promise.resolve(),
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
