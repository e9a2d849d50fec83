/** Rows of the scenario table about the command line, run as its users run it. Titles begin with the rows' ids. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryDrives, memoryStore } from '../../src/adapters/memory/index.js';
import { list } from '../../src/cli/commands/list.js';
import { output } from '../../src/cli/output.js';
import { registerProvider } from '../../src/registry/index.js';
import { desk } from '../cli/desk.js';

const at = desk();
afterAll(() => at.clear());

it.each([
  ['CL-2', ['no-such-command']],
  ['CL-3', []],
])('%s a command that there is not, or none, is wrong usage', (_id, args) => {
  const ran = at.run(...args);
  expect(ran.code).toBeGreaterThan(0);
  expect(ran.err).toMatch(/^Usage: |--help/mu);
  expect(ran.out).toBe('');
});

it.each([
  ['CL-5', ['sync', '--verbose', 'nowhere:/a', 'B']],
  ['CL-22', ['sync', '!!bad:/a', 'B']],
])('%s a provider that there is not is said by name', (_id, args) => {
  const ran = at.run(...args);
  expect(ran.code).toBeGreaterThan(0);
  expect(ran.err).toMatch(/nowhere|!!bad/u);
});

describe('list shows the files of a folder', () => {
  beforeAll(() => {
    at.write('A/one.txt', '1');
    at.write('A/two.txt', '22');
  });

  it.each([
    ['CL-14', 'file:A'],
    ['CL-15', 'filesystem:A'],
    ['CL-15', 'A'],
  ])('%s of %s: by name', (_id, place) => {
    expect(at.run('list', place)).toEqual({ code: 0, out: 'one.txt\ntwo.txt\n', err: '' });
  });

  it.each([
    ['CL-17', 'file:A'],
    ['CL-18', 'filesystem:A'],
  ])('%s of %s: long, with sizes and times', (_id, place) => {
    const ran = at.run('list', '--long', place);
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^\s*1 B {2}\d{4}-\d\d-\d\d \d\d:\d\d {5}one\.txt\n\s*2 B {2}\d{4}-\d\d-\d\d \d\d:\d\d {5}two\.txt\n$/u);
  });

  it.each([
    ['CL-17', 'file:A'],
    ['CL-18', 'filesystem:A'],
  ])('%s of %s: for programs, one object a line', (_id, place) => {
    const ran = at.run('list', '--json', place);
    const entries = ran.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries).toMatchObject([
      { type: 'entry', name: 'one.txt', kind: 'file', size: 1 },
      { type: 'entry', name: 'two.txt', kind: 'file', size: 2 },
    ]);
  });
});

describe('CL-19 list tells the namespaces of a place', () => {
  const told = async (place: string, options: object) => {
    const [lines, notes]: [unknown[], string[]] = [[], []];
    const out = { ...output(), line: (text: string) => void lines.push(text), json: (value: object) => void lines.push(value) };
    await list(place, { namespaces: true, ...options }, { ...out, note: (text) => void notes.push(text) });
    return { lines, notes };
  };

  it('CL-19 one a line, or one object a line', async () => {
    const drives = { mine: memoryStore(), shared: memoryStore({ label: 'shared' }) };
    registerProvider({ name: 'drives', example: 'drives:', open: async () => memoryDrives(drives) });
    expect((await told('drives:/', {})).lines).toEqual(['mine', 'shared']);
    expect((await told('drives:/', { json: true })).lines).toEqual([
      { type: 'namespace', id: 'mine', name: 'mine' },
      { type: 'namespace', id: 'shared', name: 'shared' },
    ]);
  });

  it('CL-19 or that it has none', () => {
    expect(at.run('list', '--namespaces', 'file:A')).toEqual({ code: 0, out: '', err: 'filesystem has no namespaces.\n' });
  });
});
