import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, desk } from './desk.js';

let at: Desk;
beforeEach(() => {
  at = desk();
});
afterEach(() => at.clear());

const settle = (...more: string[]): void => {
  const { code, err } = at.run('sync', '--once', ...more, 'A', 'B');
  expect(err).toBe('');
  expect(code).toBe(0);
};

describe('foldsync sync --once', () => {
  it('merges two folders, and then has nothing to do', () => {
    at.write('A/docs/a.txt', 'a');
    at.write('A/same.txt', 'same');
    at.write('B/same.txt', 'same');
    at.write('B/b c 🎉.txt', 'b');
    mkdirSync(at.path('A/empty'));
    const first = at.run('sync', '--once', 'A', 'B');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^1 file copied to B, 1 file copied to A and 2 folders made on B \(2 B\) in [\d.]+ s\.\n$/u);
    expect(at.tree('B')).toEqual(at.tree('A'));
    expect(at.tree('A')).toContain('b c 🎉.txt');

    const before = [at.marks('A'), at.marks('B')];
    const second = at.run('sync', '--once', 'A', 'B');
    expect(second).toEqual({ code: 0, out: 'Nothing to do.\n', err: '' });
    // Nothing of the user's is written; the marker in .foldsync is ours.
    const own = (marks: readonly string[]): readonly string[] => marks.filter((mark) => !mark.startsWith('.foldsync/'));
    expect([own(at.marks('A')), own(at.marks('B'))]).toEqual(before.map(own));
  });

  it('carries over what was edited, renamed, moved and deleted meanwhile', () => {
    for (const name of ['edit', 'rename', 'move', 'delete', 'other']) at.write(`A/${name}.txt`, `content of ${name}`);
    at.write('A/folder/1.txt', '1');
    at.write('A/folder/2.txt', '2');
    settle();
    at.write('A/edit.txt', 'another content');
    renameSync(at.path('A/rename.txt'), at.path('A/renamed.txt'));
    renameSync(at.path('B/folder'), at.path('B/ordner'));
    renameSync(at.path('B/move.txt'), at.path('B/ordner/move.txt'));
    rmSync(at.path('B/delete.txt'));
    const { code, out } = at.run('sync', '--once', '--verbose', 'A', 'B');
    expect(code).toBe(0);
    expect(out).toContain('A → B  changed  edit.txt');
    expect(out).toContain('A → B  renamed  rename.txt → renamed.txt');
    expect(out).toContain('B → A  renamed  folder/ → ordner/');
    expect(out).toContain('B → A  deleted  delete.txt');
    expect(at.tree('A')).toEqual(['edit.txt', 'ordner/', 'ordner/1.txt', 'ordner/2.txt', 'ordner/move.txt', 'other.txt', 'renamed.txt']);
    expect(at.tree('B')).toEqual(at.tree('A'));
    expect(at.read('B/edit.txt')).toBe('another content');
  });

  it('keeps both versions if both sides edited a file, and lists them', () => {
    at.write('A/n.txt', 'base');
    settle();
    at.write('A/n.txt', 'of A');
    at.write('B/n.txt', 'what B wrote');
    const { code, out } = at.run('sync', '--once', 'A', 'B');
    expect(code).toBe(0);
    expect(out).toContain('n.txt  (the version of A is now n.conflicted.txt)');
    for (const side of ['A', 'B']) {
      expect(at.read(`${side}/n.txt`)).toBe('what B wrote');
      expect(at.read(`${side}/n.conflicted.txt`)).toBe('of A');
    }
    const listed = at.run('conflicts', 'A', 'B');
    expect(listed.code).toBe(0);
    expect(listed.out).toMatch(
      /^n\.txt {2}12 B .* version of B\n {2}n\.conflicted\.txt {2}4 B .* version of A, which lost the name\n1 conflict\./u,
    );
  });

  it('does as --conflict and --conflict-copies say', () => {
    at.write('A/n.txt', 'base');
    settle();
    at.write('A/n.txt', 'of A');
    at.write('B/n.txt', 'what B wrote');
    expect(at.run('sync', '--once', '--conflict', 'local', '--conflict-copies', 'loser', 'A', 'B').code).toBe(0);
    expect([at.read('A/n.txt'), at.read('B/n.txt'), at.read('B/n.conflicted.txt')]).toEqual(['of A', 'of A', 'what B wrote']);
    expect(at.tree('A')).not.toContain('n.conflicted.txt');
    expect(at.run('sync', '--once', 'A', 'B', '--conflict-copies', 'loser')).toMatchObject({ code: 0, out: 'Nothing to do.\n' });
  });

  it('stops at the gate when 60 % of 1,000 files are gone, and goes on with --yes', () => {
    for (let i = 0; i < 1000; i++) at.write(`A/${i % 10}/${i}.txt`, `${i}`);
    settle();
    for (let i = 0; i < 600; i++) rmSync(at.path(`A/${i % 10}/${i}.txt`));
    for (let again = 0; again < 2; again++) {
      const stopped = at.run('sync', '--once', 'A', 'B');
      expect(stopped.code).toBe(4);
      expect(stopped.err).toContain('Stopped before deleting: 600 files of B (it has 1,000 files), since they are gone from A.');
      expect(stopped.err).toContain('foldsync sync --once --yes A B');
      expect(at.tree('B').filter((name) => name.endsWith('.txt'))).toHaveLength(1000);
    }
    expect(at.run('plan', 'A', 'B').code).toBe(4);
    expect(at.run('status', 'A', 'B').code).toBe(4);
    const approved = at.run('sync', '--once', '--yes', 'A', 'B');
    expect(approved).toMatchObject({ code: 0, err: '' });
    expect(approved.out).toContain('600 files deleted on B');
    expect(at.tree('B')).toEqual(at.tree('A'));
  });

  it('asks as --max-delete says', () => {
    for (let i = 0; i < 100; i++) at.write(`A/${i}.txt`, `${i}`);
    settle();
    for (let i = 0; i < 30; i++) rmSync(at.path(`A/${i}.txt`));
    expect(at.run('sync', '--once', '--max-delete', '20', 'A', 'B').code).toBe(4);
    settle('--max-delete', '100');
    expect(at.tree('B')).toEqual(at.tree('A'));
  });

  it('deletes nothing when a folder is missing', () => {
    at.write('A/a.txt', 'a');
    settle();
    renameSync(at.path('A'), at.path('gone'));
    const { code, err } = at.run('sync', '--once', 'A', 'B');
    expect(code).toBe(4);
    expect(err).toContain('The folder A is missing, and it was synced before. Nothing was deleted');
    expect(at.tree('B')).toContain('a.txt');
    renameSync(at.path('gone'), at.path('A'));
    settle();
  });

  it('deletes nothing when a folder was replaced by another, and merges with --yes', () => {
    at.write('A/a.txt', 'a');
    settle();
    renameSync(at.path('A'), at.path('gone'));
    at.write('A/other.txt', 'other');
    const { code, err } = at.run('sync', '--once', 'A', 'B');
    expect(code).toBe(4);
    expect(err).toContain('A is not the folder that was synced before');
    expect(at.tree('B')).not.toContain('other.txt');
    expect(at.run('sync', '--once', '--yes', 'A', 'B').code).toBe(0);
    expect(at.tree('A')).toEqual(expect.arrayContaining(['a.txt', 'other.txt']));
    expect(at.tree('B')).toEqual(expect.arrayContaining(['a.txt', 'other.txt']));
  });

  it.each([
    ['a pipe, which it does not wait for', (path: string) => void execFileSync('mkfifo', [path]), 'it is no file'],
    ['what never ends', (path: string) => symlinkSync('/dev/zero', path), 'it is no file'],
    ['a folder', (path: string) => mkdirSync(path), 'it is a folder'],
    ['very large', (path: string) => writeFileSync(path, '#'.repeat(10_000_001)), 'it has 10000001 bytes'],
  ])('refuses a .foldsyncignore that is %s', (_what, make, says) => {
    make(at.path('A/.foldsyncignore'));
    const { code, err } = at.run('sync', '--once', 'A', 'B');
    expect([code, err]).toEqual([1, expect.stringContaining(`.foldsyncignore can't be read (${says}`)]);
  });

  it('leaves out what .foldsyncignore of either side and --exclude say, and deletes none of it', () => {
    at.write('A/keep.txt', 'keep');
    at.write('A/was-synced.tmp', 'tmp');
    settle();
    at.write('A/.foldsyncignore', '*.tmp\nnode_modules/\n');
    at.write('B/.foldsyncignore', '*.bak\n');
    at.write('A/x.tmp', 'x');
    at.write('A/x.bak', 'x');
    at.write('A/node_modules/p/index.js', 'x');
    at.write('A/secret.key', 'x');
    rmSync(at.path('A/was-synced.tmp'));
    expect(at.run('sync', '--once', '--exclude', '*.key', 'A', 'B').code).toBe(0);
    const there = at.tree('B').filter((name) => !name.endsWith('.foldsyncignore'));
    expect(there).toEqual(['keep.txt', 'was-synced.tmp']);
    // Both sides wrote rules, so one file has a conflict name now: its rules hold on.
    expect(at.run('plan', '--exclude', '*.key', 'A', 'B')).toMatchObject({ code: 0, out: 'Nothing to do.\n' });
  });

  it('counts symbolic links, and lists them with --verbose', () => {
    at.write('A/a.txt', 'a');
    symlinkSync('a.txt', at.path('A/link'));
    const quiet = at.run('sync', '--once', 'A', 'B');
    expect(quiet.code).toBe(0);
    expect(quiet.err).toContain('Skipped: 1 symbolic link');
    expect(at.run('sync', '--once', '--verbose', 'A', 'B').err).toContain('link on A (symbolic link)');
    expect(at.tree('B')).not.toContain('link');
  });

  it('says which entries can not be synced, and why, with exit code 3', () => {
    at.write('A/a.txt', 'a');
    writeFileSync(Buffer.concat([Buffer.from(`${at.path('A')}/`), Buffer.from([0x66, 0xff])]), 'not UTF-8');
    const { code, err } = at.run('sync', '--once', 'A', 'B');
    expect(code).toBe(3);
    expect(err).toMatch(/Can't be synced.*\n {2}f.* on A: its name is not valid UTF-8; rename it/u);
    expect(at.tree('B')).toContain('a.txt');
    expect(at.run('status', 'A', 'B').code).toBe(3);
  });

  it('writes JSON lines that parse, and nothing else, with --json', () => {
    at.write('A/docs/a.txt', 'a');
    const { code, out, err } = at.run('sync', '--once', '--json', 'A', 'B');
    expect([code, err]).toEqual([0, '']);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ type }) => type)).toEqual(['started', 'change', 'change', 'summary']);
    expect(lines[2]).toMatchObject({ action: 'copy', side: 'remote', path: 'docs/a.txt', kind: 'file', bytes: 1, reason: 'created' });
    expect(lines.at(-1)).toMatchObject({ settled: true, exitCode: 0, entries: [] });
    const wrong = at.run('sync', '--once', '--json', 'A', 'nowhere');
    expect(JSON.parse(wrong.out)).toMatchObject({ type: 'error', reason: 'no-such-folder', exitCode: 2 });
  });

  it('says the same where it had nothing to do, and was spared the engine', () => {
    at.write('A/docs/a.txt', 'a');
    at.write('A/left.tmp', 'x');
    const run = () => at.run('sync', '--once', '--json', '--exclude', '*.tmp', 'A', 'B');
    run();
    const lines = run()
      .out.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ type }) => type)).toEqual(['started', 'summary']);
    const status = JSON.parse(at.run('status', '--json', 'A', 'B').out) as Record<string, unknown>;
    const report = ['settled', 'events', 'lastEventAtMs', 'files', 'toLookAt', 'inFlight', 'entries', 'more', 'gates', 'down', 'skipped'];
    for (const field of report) expect(lines[1]?.[field], field).toEqual(status[field]);
    expect(lines[1]).toMatchObject({ exitCode: 0, bytes: 0, conflicts: [], changes: { local: {}, remote: {} } });
    expect(at.run('sync', '--once', '--exclude', '*.tmp', 'A', 'B')).toEqual({ code: 0, out: 'Nothing to do.\n', err: '' });
    const log = at.run('log', '--json', 'A', 'B').out.trimEnd().split('\n');
    expect(log.at(-1)).toContain('"differing":[[],[]]');
  });

  it('says nothing with --quiet', () => {
    at.write('A/a.txt', 'a');
    expect(at.run('sync', '--once', '--quiet', 'A', 'B')).toEqual({ code: 0, out: '', err: '' });
    expect(at.tree('B')).toContain('a.txt');
  });
});

describe('foldsync sync, interrupted', () => {
  it('ends with 130, and the next one goes on from there', async () => {
    for (let i = 0; i < 2000; i++) at.write(`A/${i % 7}/${i}.txt`, `${i}`);
    const sync = at.start('sync', '--once', '--verbose', 'A', 'B');
    await sync.line(/new {6}.*\.txt/u);
    sync.signal('SIGINT');
    const { code, err } = await sync.ended;
    expect(code).toBe(130);
    expect(err).toContain('Stopping');
    expect(at.run('status', 'A', 'B')).toMatchObject({ code: 1 });
    settle();
    expect(at.tree('B')).toEqual(at.tree('A'));
  });

  it('goes on when nobody reads what it says any more', async () => {
    for (let i = 0; i < 500; i++) at.write(`A/${i}.txt`, `${i}`);
    const sync = at.start('sync', '--once', '--verbose', 'A', 'B');
    await sync.line(/new/u);
    sync.closeOutput();
    expect((await sync.ended).code).toBe(0);
    expect(at.tree('B')).toEqual(at.tree('A'));
  });
});

describe('foldsync plan', () => {
  it('shows what would be done, and changes nothing', () => {
    at.write('A/docs/a.txt', 'a');
    at.write('B/b.txt', 'b');
    const before = [at.marks('.')];
    const plan = at.run('plan', 'A', 'B');
    expect(plan).toMatchObject({ code: 0, err: '' });
    expect(plan.out).toContain('copy     docs/a.txt  (1 B)  new on the other side');
    expect(plan.out).toContain('In all: 1 file to copy to B, 1 file to copy to A and 1 folder to make on B (2 B).');
    expect([at.marks('.')]).toEqual(before);
    expect(at.run('sync', '--dry-run', 'A', 'B').out).toBe(plan.out);
  });

  it('knows what was synced before, and leaves the state as it is', () => {
    at.write('A/a.txt', 'a');
    at.write('A/b.txt', 'b');
    settle();
    expect(at.run('plan', 'A', 'B')).toMatchObject({ code: 0, out: 'Nothing to do.\n' });
    rmSync(at.path('A/a.txt'));
    renameSync(at.path('B/b.txt'), at.path('B/c.txt'));
    const before = at.marks('.');
    const { code, out } = at.run('plan', '--json', 'A', 'B');
    expect(code).toBe(0);
    const planned = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(planned).toEqual([
      expect.objectContaining({ type: 'planned', action: 'delete', side: 'remote', path: 'a.txt', reason: 'deleted-there' }),
      expect.objectContaining({ type: 'planned', action: 'rename', side: 'local', from: 'b.txt', path: 'c.txt' }),
      expect.objectContaining({ type: 'summary', exitCode: 0 }),
    ]);
    expect(at.marks('.')).toEqual(before);
  });
});

describe('foldsync list and log', () => {
  it('lists a place as it is seen', () => {
    at.write('A/docs/a.txt', 'a');
    at.write('A/z.txt', 'zz');
    symlinkSync('z.txt', at.path('A/link'));
    expect(at.run('list', 'A')).toEqual({ code: 0, out: 'docs/\nlink  (never synced: symlink)\nz.txt\n', err: '' });
    expect(at.run('list', '-l', `file://${at.path('A')}`).out).toMatch(/ {6}2 B {2}\d{4}-\d\d-\d\d \d\d:\d\d {5}z\.txt\n$/u);
  });

  it('tells what happened', () => {
    at.write('A/a.txt', 'a');
    settle();
    const { code, out } = at.run('log', 'A', 'B');
    expect(code).toBe(0);
    expect(out).toMatch(/^local is A, remote is B\n/u);
    expect(out).toMatch(/ {2}remote {2}going to copy \/a\.txt to remote, as \/a\.txt, because it is new there\n/u);
    expect(out).toMatch(/ {2}remote {2}copied \/a\.txt \(1 byte\)\n/u);
    expect(out).not.toContain('time passed');
    const none = at.run('log', '--path', 'nowhere', 'A', 'B');
    expect([none.code, none.err]).toEqual([0, expect.stringMatching(/^None of the \d+ events in the log matches these options\.\n$/u)]);
    expect(at.run('log', '--since', '9999', 'A', 'B')).toMatchObject({ code: 1, err: expect.stringContaining('There is no event 9999') });
    for (const line of at.run('log', '--json', 'A', 'B').out.trimEnd().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ type: 'event' });
  });
});
