import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, desk } from './desk.js';

let at: Desk;
beforeAll(() => {
  at = desk();
});
afterAll(() => at.clear());

it('replays and searches a history as it is typed, and touches nothing by that', () => {
  at.write('A/docs/a.txt', 'a');
  at.write('there.mjs', "export default (state, look) => look.at('remote', 'docs/a.txt') === null;");
  expect(at.run('sync', '--once', 'A', 'B').code).toBe(0);
  const before = at.marks('.');

  const replayed = at.run('replay', '--diff', '0', '1000000', 'A', 'B');
  expect(replayed).toMatchObject({ code: 1, out: '' });
  expect(replayed.err).toMatch(/^foldsync: There is no event 1000000: the last one is \d+\.\n$/u);

  const found = at.run('bisect', 'A', 'B', '--predicate', './there.mjs');
  expect([found.code, found.err]).toEqual([1, '']);
  expect(found.out).toMatch(
    /^local is A, remote is B\n +\d+ .* remote .*\n\.\/there\.mjs holds before event \d+, and not after it: it says no\n$/u,
  );
  expect(at.marks('.')).toEqual(before);
});
