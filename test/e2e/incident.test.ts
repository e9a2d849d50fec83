/** A bad day, on real folders: what happened is told truly, and taken back byte for byte. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, desk } from '../cli/desk.js';

let at: Desk;
/** Contents of both sides when both had been apart, and nothing was synced yet. */
let before: readonly string[];
let since: number;

const FILES = 400;

const contents = (): readonly string[] =>
  ['A', 'B'].flatMap((side) =>
    at.tree(side).map((path) => `${side}/${path} ${path.endsWith('/') ? '' : readFileSync(at.path(`${side}/${path}`)).toString('base64')}`),
  );
const explain = (path: string): string => at.run('explain', path, 'A', 'B').out.replace(/^ +#\d+ +\S+ +/gmu, '');
/** However the kill falls, also into the very delete: whose doing it was is told. */
const deletedAfter = (by: string, on: string): RegExp =>
  new RegExp(`It was removed on ${by}, and therefore deleted on ${on} \\(#\\d+\\)\\.\\n$`, 'u');
const head = (): number => (JSON.parse(at.run('status', '--json', 'A', 'B').out) as { readonly events: number }).events;

beforeAll(async () => {
  at = desk();
  at.write('A/report.txt', 'draft');
  at.write('A/notes.txt', 'notes');
  at.write('A/old.txt', 'old');
  at.write('A/photos/beach.jpg', 'sea');
  at.write('A/data/measured.csv', '1;2;3');
  at.write('A/data/more/deep.csv', '4;5;6');
  expect(at.run('sync', '--once', 'A', 'B').code).toBe(0);
  // A wrong rule: with it, what is in data/ seems to be A's own affair.
  at.write('A/.foldsyncignore', 'data/\n');
  expect(at.run('sync', '--once', 'A', 'B').code).toBe(0);
  at.remove('A/data');
  expect(at.run('sync', '--once', 'A', 'B').code).toBe(0);
  since = head() + 1;
  // Apart: both edit and rename.
  at.write('A/.foldsyncignore', '# nothing\n');
  at.write('A/report.txt', 'draft, as A has it');
  at.write('B/report.txt', 'draft, as B has it, longer');
  at.rename('A/photos', 'A/holiday');
  at.rename('B/notes.txt', 'B/ideas.txt');
  at.write('B/ideas.txt', 'notes, and more of them');
  at.remove('B/old.txt');
  for (let n = 0; n < FILES; n++) at.write(`A/archive/${n % 10}/${n}.txt`, `${n}`.repeat(50));
  before = contents();
  // A crash in the middle of it.
  const killed = at.start('sync', '--once', '--json', 'A', 'B');
  await killed.line(/"action":"copy".*archive\//u);
  killed.signal('SIGKILL');
  await killed.ended;
  expect(at.run('sync', '--once', 'A', 'B')).toMatchObject({ code: 0 });
}, 60_000);
afterAll(() => at.clear());

describe('after an incident', () => {
  it('tells what became of every file', () => {
    expect(explain('data/measured.csv')).toMatch(/it is kept away from syncing on local: ignored/u);
    // What is removed while a rule keeps it away says nothing of the other side: it comes back with the rule gone.
    expect(explain('data/measured.csv')).toMatch(
      /kept what lives, as new: \/data\/measured\.csv, because it was gone where it had been kept away/u,
    );
    expect(explain('data/measured.csv')).toMatch(/measured\.csv is settled, on local and remote\.\n$/u);
    expect(explain('report.txt')).toMatch(/a conflict, of which both versions are kept/u);
    expect(explain('report.txt')).toMatch(/report\.txt is settled, on local and remote\.\n$/u);
    expect(explain('photos/beach.jpg')).toMatch(/what was there is now at \/holiday\/beach\.jpg \(#\d+\)\.\n$/u);
    expect(explain('ideas.txt')).toMatch(/moved .*\/notes\.txt.* to \/ideas\.txt/u);
    expect(explain('old.txt')).toMatch(deletedAfter('remote', 'local'));
    for (const n of [0, 123, FILES - 1]) expect(explain(`archive/${n % 10}/${n}.txt`)).toMatch(/is settled, on local and remote\.\n$/u);
  });

  it('gives the same digests from a bundle without a name or a content in it', () => {
    expect(at.run('bundle', 'A', 'B', '--anonymise', '-o', 'bundle.json').code).toBe(0);
    const text = at.read('bundle.json');
    // As a word: six random letters may well end in one of three.
    for (const word of [
      'report',
      'notes',
      'ideas',
      'old.txt',
      'photos',
      'beach',
      'holiday',
      'data',
      'measured',
      'archive',
      'deep',
      'foldsync/trash',
    ])
      expect([word, new RegExp(`(?<![\\p{L}\\p{N}])${word}`, 'iu').test(text)]).toEqual([word, word === 'data' && /"data/u.test(text)]);
    for (const content of ['draft', '1;2;3', 'sea"']) expect(text).not.toContain(content);
    const replayed = at.run('replay', '--verify', 'bundle.json');
    expect(replayed).toMatchObject({ code: 0, out: expect.stringMatching(/verified: it folds to what it did where it was made/u) });
    const counts = (out: string): readonly string[] => out.split('\n').filter((line) => /^(?:local|remote|base) {2}/u.test(line));
    expect(counts(replayed.out)).toEqual(counts(at.run('replay', 'A', 'B').out));
  });

  it('brings both sides back, byte for byte', () => {
    const undone = at.run('undo', '--since', String(since), '--max-delete', '100', 'A', 'B');
    expect([undone.code, undone.err, undone.out]).toEqual([0, '', expect.stringContaining('Undone: ')]);
    expect(contents()).toEqual(before);
    expect(existsSync(at.path('A/data'))).toBe(false);
    expect(at.read('B/data/more/deep.csv')).toBe('4;5;6');
  });
});
