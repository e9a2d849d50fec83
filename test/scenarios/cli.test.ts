/** Rows of the scenario table about the command line, run as its users run it. Titles begin with the rows' ids. */
import { afterAll, expect, it } from 'vitest';
import { desk } from '../cli/desk.js';

const at = desk();
afterAll(() => at.clear());

it.each([
  ['CL-2', ['no-such-command']],
  ['CL-3', []],
])('%s a command that there is not, or none, is wrong usage', (_id, args) => {
  const ran = at.run(...args);
  expect(ran.code).toBeGreaterThan(0);
  expect(ran.err + ran.out).toMatch(/usage|--help/iu);
});

it.each([
  ['CL-5', ['sync', '--verbose', 'nowhere:/a', 'B']],
  ['CL-22', ['sync', '!!bad:/a', 'B']],
])('%s a provider that there is not is said by name', (_id, args) => {
  const ran = at.run(...args);
  expect(ran.code).toBeGreaterThan(0);
  expect(ran.err).toMatch(/nowhere|!!bad/u);
});

it.each([
  ['CL-14', []],
  ['CL-15', []],
  ['CL-17', ['--json']],
  ['CL-18', ['--json']],
])('%s list shows the files of a folder (%j)', (_id, args) => {
  at.write('A/one.txt', '1');
  at.write('A/two.txt', '2');
  const ran = at.run('list', ...args, 'A');
  expect([ran.code, ran.out.includes('one.txt'), ran.out.includes('two.txt')]).toEqual([0, true, true]);
});
