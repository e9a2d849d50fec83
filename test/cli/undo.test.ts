import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, desk } from './desk.js';

let at: Desk;
beforeAll(() => {
  at = desk();
});
afterAll(() => at.clear());

const contents = (side: string): readonly string[] =>
  at.tree(side).map((path) => (path.endsWith('/') ? path : `${path} ${JSON.stringify(at.read(`${side}/${path}`))}`));

it('takes back what the last sync did, on real folders, and that again', () => {
  at.write('A/a.txt', 'one');
  at.write('A/b.txt', 'two');
  at.write('A/docs/c.txt', 'three');
  expect(at.run('sync', '--once', 'A', 'B').code).toBe(0);
  at.write('A/a.txt', 'one, edited');
  at.write('B/a.txt', 'one, edited otherwise');
  at.write('B/new.txt', 'new');
  at.rename('A/docs', 'A/papers');
  at.remove('A/b.txt');
  const before = [contents('A'), contents('B')];
  expect(at.run('sync', '--once', 'A', 'B').code).toBe(0);
  const after = [contents('A'), contents('B')];
  const marks = at.marks('.');
  const preview = at.run('undo', '--dry-run', 'A', 'B');
  expect([preview.code, preview.err]).toEqual([0, '']);
  expect(preview.out).toContain('  restore /b.txt on remote from the trash (3 bytes)\n');
  expect(preview.out).toContain('  move /papers on remote back to /docs\n');
  expect(at.marks('.')).toEqual(marks);

  const undone = at.run('undo', 'A', 'B');
  expect([undone.code, undone.err]).toEqual([0, '']);
  expect(undone.out).toContain(`${preview.out}Undone: `);
  expect([contents('A'), contents('B')]).toEqual(before);
  expect(at.run('status', 'A', 'B')).toMatchObject({ code: 1, out: expect.stringContaining('an undo left it different on both sides') });

  expect(at.run('undo', 'A', 'B').code).toBe(0);
  expect([contents('A'), contents('B')]).toEqual(after);
  expect(at.run('sync', '--once', 'A', 'B')).toMatchObject({ code: 0, out: 'Nothing to do.\n' });
});

it('says what it can not undo before it does anything, and never touches what was changed since', () => {
  at.write('A/a.txt', 'one, for all');
  at.write('A/x.txt', 'x');
  expect(at.run('sync', '--once', 'A', 'B').code).toBe(0);
  at.write('B/x.txt', 'x, changed since');
  const before = [contents('A'), contents('B')];
  const refused = at.run('undo', 'A', 'B');
  expect(refused.code).toBe(4);
  expect(refused.out).toContain('Can not be undone:\n  /x.txt on remote: foldsync put it there, but it was changed since\n');
  expect(refused.err).toBe('Not all of it can be undone, so nothing was done. To undo the rest: foldsync undo --yes A B\n');
  expect([contents('A'), contents('B')]).toEqual(before);
  expect(at.run('undo', '--yes', 'A', 'B')).toMatchObject({ code: 0, err: '' });
  expect([at.read('B/a.txt'), at.read('B/x.txt')]).toEqual(['one, edited otherwise', 'x, changed since']);
  expect(at.run('undo', '--action', '999999', 'A', 'B').err).toMatch(/^foldsync: There is no event 999999: the last one is \d+\.\n$/u);
  expect(at.run('undo', '--since', '2999-01-01', 'A', 'B')).toMatchObject({ code: 0, out: 'There is nothing to undo.\n' });
});

it('asks before it deletes much', () => {
  for (let n = 0; n < 30; n++) at.write(`A/many/${n}.txt`, String(n));
  // The one that was undone before still differs.
  expect(at.run('sync', '--once', 'A', 'B').code).toBe(3);
  const asked = at.run('undo', 'A', 'B');
  expect([asked.code, asked.err]).toEqual([
    4,
    expect.stringMatching(/^This would delete 30 files of \d+ in B\. Nothing was done\. If that is right: foldsync undo --yes A B\n$/u),
  ]);
  expect(at.run('undo', '--yes', 'A', 'B').code).toBe(0);
  expect(at.tree('B').filter((path) => path.startsWith('many'))).toEqual([]);
  expect(at.tree('A').filter((path) => path.startsWith('many')).length).toBe(31);
});
