import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, desk } from './desk.js';

let at: Desk;
beforeAll(() => {
  at = desk();
});
afterAll(() => at.clear());

it('I26 does exactly what a saved plan says, or nothing, and says what moved', () => {
  at.write('A/a.txt', 'one');
  at.write('B/a.txt', 'two!');
  at.write('A/docs/b.txt', 'b');
  const before = at.marks('.');
  const planned = at.run('plan', '--save', 'p.json', 'A', 'B');
  expect([planned.code, planned.err]).toEqual([0, '']);
  expect(at.marks('.').filter((mark) => !mark.startsWith('p.json'))).toEqual(before);
  expect(JSON.parse(at.read('p.json'))).toMatchObject({
    version: 1,
    seq: 0,
    actions: expect.arrayContaining([
      expect.objectContaining({ text: 'copy /docs/b.txt to remote, as /docs/b.txt, because it is new there' }),
    ]),
  });

  at.write('B/later.txt', 'later');
  const refused = at.run('sync', '--apply', 'p.json', 'A', 'B');
  expect([refused.code, refused.out]).toEqual([1, '']);
  expect(refused.err).toBe(
    'foldsync: The folders have moved on since this plan was made:\n' +
      '  not in the plan: copy /later.txt to local, as /later.txt, because it is new there\n' +
      'Nothing was done. Make a new plan: foldsync plan --save FILE A B\n',
  );
  expect(at.tree('B')).toEqual(['a.txt', 'later.txt']);

  at.remove('B/later.txt');
  expect(at.run('sync', '--apply', 'p.json', 'A', 'B')).toMatchObject({ code: 0, err: '' });
  expect(at.tree('A')).toEqual(['a.conflicted.txt', 'a.txt', 'docs/', 'docs/b.txt']);
  expect(at.tree('B')).toEqual(at.tree('A'));
  expect(at.run('sync', '--once', 'A', 'B')).toMatchObject({ code: 0, out: 'Nothing to do.\n' });
});

it('is carried out under what it was planned under, deletes that were approved included', () => {
  for (let n = 0; n < 30; n++) at.write(`A/many/${n}.txt`, String(n));
  at.write('A/left-out.tmp', 'x');
  expect(at.run('sync', '--once', '--exclude', '*.tmp', 'A', 'B').code).toBe(0);
  at.remove('A/many');
  at.write('A/a.txt', 'local wins');
  at.write('B/a.txt', 'remote loses');
  const options = ['--conflict', 'local', '--exclude', '*.tmp', '--yes'];
  expect(at.run('plan', '--save', 'p2.json', ...options, 'A', 'B').code).toBe(0);
  expect(at.run('sync', '--apply', 'p2.json', 'A', 'B')).toMatchObject({ code: 0, err: '' });
  expect(at.tree('B')).toEqual(['a.conflicted.txt', 'a.conflicted2.txt', 'a.txt', 'docs/', 'docs/b.txt']);
  expect(at.read('B/a.txt')).toBe('local wins');
});

it('shows with --dry-run what would be done, and does not do it', () => {
  at.write('A/later.txt', 'later');
  expect(at.run('plan', '--save', 'p3.json', 'A', 'B').out).toContain('To do exactly that: foldsync sync --apply p3.json A B\n');
  const before = [at.marks('A'), at.marks('B'), at.marks('state')];
  const shown = at.run('sync', '--dry-run', '--apply', 'p3.json', 'A', 'B');
  expect(shown).toMatchObject({ code: 0, err: '', out: expect.stringContaining('This is a preview: nothing was changed.') });
  expect([at.marks('A'), at.marks('B'), at.marks('state')]).toEqual(before);
  expect(at.run('sync', '--quiet', '--apply', 'p3.json', 'A', 'B')).toEqual({ code: 0, err: '', out: '' });
  expect(at.read('B/later.txt')).toBe('later');
});

it.each([
  ['nothing', '', /can't be applied: this is no plan: it is not JSON/u],
  ['another version', '{"version": 2}', /can't be applied: the plan has version 2: this foldsync reads version 1/u],
  [
    'what is no action',
    '{"version": 1, "actions": [{ "action": { "_tag": "Run" } }]}',
    /can't be applied: this is no plan: an action of it/u,
  ],
])('refuses %s', (_name, text, says) => {
  at.write('bad.json', text);
  expect(at.run('sync', '--apply', 'bad.json', 'A', 'B')).toMatchObject({ code: 1, out: '', err: expect.stringMatching(says) });
});
