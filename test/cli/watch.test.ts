import { renameSync, rmSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, desk } from './desk.js';

let at: Desk;
beforeEach(() => {
  at = desk();
});
afterEach(() => at.clear());

describe('foldsync sync, watching', () => {
  it('carries over each change with a line, and ends cleanly with Ctrl-C', async () => {
    at.write('A/a.txt', 'a');
    at.write('A/folder/b.txt', 'b');
    const sync = at.start('sync', 'A', 'B');
    await sync.line(/^2 files copied to B/u);
    await sync.line(/^Watching/u);
    at.write('A/new.txt', 'new');
    await sync.line(/A → B {2}new {6}new\.txt {2}\(3 B\)/u);
    at.write('B/a.txt', 'edited');
    await sync.line(/B → A {2}changed {2}a\.txt/u);
    renameSync(at.path('B/folder'), at.path('B/ordner'));
    await sync.line(/B → A {2}renamed {2}folder\/ → ordner\//u);
    rmSync(at.path('A/new.txt'));
    await sync.line(/A → B {2}deleted {2}new\.txt/u);
    sync.signal('SIGINT');
    expect((await sync.ended).code).toBe(130);
    expect(at.tree('A')).toEqual(at.tree('B'));
    expect(at.read('A/a.txt')).toBe('edited');
    expect(at.run('sync', '--once', 'A', 'B')).toEqual({ code: 0, out: 'Nothing to do.\n', err: '' });
  });

  it('answers status and conflicts while it runs, and keeps a second sync out', async () => {
    at.write('A/a.txt', 'a');
    const sync = at.start('sync', 'A', 'B');
    await sync.line(/^Watching/u);
    const status = at.run('status', 'A', 'B');
    expect(status.code).toBe(0);
    expect(status.out).toContain(`A sync is running (process ${sync.pid}).\nSettled: both sides are the same.`);
    expect(JSON.parse(at.run('status', '--json', 'A', 'B').out)).toMatchObject({
      running: true,
      pid: sync.pid,
      settled: true,
      exitCode: 0,
    });
    expect(at.run('conflicts', 'A', 'B')).toMatchObject({ code: 0, out: 'No conflicts.\n' });
    const second = at.run('sync', '--once', 'A', 'B');
    expect(second.code).toBe(1);
    expect(second.err).toContain(`being synced by another foldsync (process ${sync.pid})`);
    expect(at.run('plan', 'A', 'B')).toMatchObject({ code: 0, out: 'Nothing to do.\n' });
    sync.signal('SIGTERM');
    expect((await sync.ended).code).toBe(143);
    const after = at.run('status', 'A', 'B');
    expect(after.code).toBe(0);
    expect(after.out).toContain('No sync is running.');
  });

  it('answers where the path of its state folder is too long for a socket, to its user only', async () => {
    const state = `state/${'long'.repeat(30)}`;
    at.write('A/a.txt', 'a');
    const sync = at.start('sync', '--state', state, 'A', 'B');
    await sync.line(/^Watching/u);
    expect(at.run('status', '--state', state).out).toContain(`process ${sync.pid}`);
    sync.signal('SIGINT');
    expect((await sync.ended).code).toBe(130);
  });

  it('reads .foldsyncignore again when it changes', async () => {
    const sync = at.start('sync', 'A', 'B');
    await sync.line(/^Watching/u);
    at.write('A/.foldsyncignore', '*.tmp\n');
    await sync.line(/\.foldsyncignore/u);
    at.write('A/x.tmp', 'x');
    at.write('A/y.txt', 'y');
    await sync.line(/new {6}y\.txt/u);
    expect(at.tree('B')).not.toContain('x.tmp');
    at.write('B/.foldsyncignore', '# nothing\n');
    await sync.line(/new {6}x\.tmp/u);
    sync.signal('SIGINT');
    const { out, code } = await sync.ended;
    expect(code).toBe(130);
    expect(out).not.toContain('deleted');
  });

  it('stops, and deletes nothing, when a folder goes away under it', async () => {
    at.write('A/a.txt', 'a');
    const sync = at.start('sync', 'A', 'B');
    await sync.line(/^Watching/u);
    renameSync(at.path('A'), at.path('gone'));
    at.write('B/b.txt', 'b');
    const { code, err } = await sync.ended;
    expect(code).toBe(4);
    expect(err).toContain('A is missing');
    expect(at.tree('B')).toEqual(expect.arrayContaining(['a.txt', 'b.txt']));
  });

  it('shows a gate and waits, whatever else goes on', async () => {
    for (let i = 0; i < 50; i++) at.write(`A/folder/${i}.txt`, `${i}`);
    const sync = at.start('sync', '--json', '--yes', 'A', 'B');
    await sync.line(/"watching"/u);
    rmSync(at.path('A/folder'), { recursive: true });
    await sync.line(/"attention".*"gates":\[\{"side":1,"deletes":50/u);
    at.write('A/more.txt', 'more');
    await sync.line(/"copy".*more\.txt/u);
    expect(at.tree('B')).toContain('folder/7.txt');
    sync.signal('SIGINT');
    expect((await sync.ended).code).toBe(130);
  });

  it('keeps its socket to its user', async () => {
    const sync = at.start('sync', '--state', 'state', 'A', 'B');
    await sync.line(/^Watching/u);
    expect(statSync(at.path('state/status.sock')).mode & 0o777).toBe(0o600);
    sync.signal('SIGINT');
    expect((await sync.ended).code).toBe(130);
  });
});
