/** The program of the README with WebDAV on Apache as its remote side: what its users meet. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApache } from './apache.js';
import { canMount } from './can-mount.js';
import { type ReadmeProgram, readmeProgram } from './readme-program.js';
import { giveTo, type Server } from './server.js';

const LOGIN = { kind: 'basic', user: 'me', password: 's3cret' } as const;

let program: ReadmeProgram;
/** The same, that does not try for a minute. */
let impatient: ReadmeProgram;
beforeAll(async () => {
  [program, impatient] = await Promise.all([readmeProgram(), readmeProgram(3)]);
});
afterAll(() => {
  for (const each of [program, impatient]) each.clear();
});

describe("the README's program, with a WebDAV server", () => {
  let server: Server;
  let home: string;
  const here = (name: string): string => join(home, 'A', name);
  const there = (name: string): string => join(server.root, name);
  const put = (name: string, content: string): void => {
    writeFileSync(there(name), content);
    giveTo('www-data', there(name));
  };
  const url = (password: string = LOGIN.password): string => server.url.replace('//', `//me:${password}@`);
  const begin = (password?: string, of = program) => of.run(join(home, 'A'), url(password), join(home, 'state'));
  const names = (folder: string): readonly string[] =>
    readdirSync(folder)
      .filter((name) => name !== '.foldsync')
      .sort();
  const bothHold = (contents: Readonly<Record<string, string>>): void => {
    for (const folder of [join(home, 'A'), server.root])
      expect(Object.fromEntries(names(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))).toEqual(contents);
  };

  beforeEach(async () => {
    server = await startApache({ login: LOGIN });
    home = mkdtempSync(join(tmpdir(), 'foldsync-readme-'));
    mkdirSync(join(home, 'A'));
  });
  afterEach(async () => {
    await server.stop();
    rmSync(home, { recursive: true });
  });

  it('carries over both ways, also what happened while it did not run, and keeps the password to itself', async () => {
    writeFileSync(here('ours'), 'ours');
    put('theirs', 'theirs');
    const first = await begin().ended;
    expect([first.code, first.err]).toEqual([0, '']);
    bothHold({ ours: 'ours', theirs: 'theirs' });
    writeFileSync(here('ours'), 'ours, edited');
    rmSync(there('theirs'));
    put('late', 'late');
    const second = await begin().ended;
    expect([second.code, second.err]).toEqual([0, '']);
    bothHold({ ours: 'ours, edited', late: 'late' });
    expect(first.out + second.out).not.toContain(LOGIN.password);
    expect(first.out).toMatch(/FilesCreated[^]*STOPPED/u);
  });

  it('merges what both sides edited where it can, and keeps both versions and says so where it can not', async () => {
    writeFileSync(here('text'), 'one\ntwo\nthree\n');
    writeFileSync(here('clash'), 'base\n');
    expect(await begin().ended).toMatchObject({ code: 0 });
    writeFileSync(here('text'), 'ONE\ntwo\nthree\n');
    put('text', 'one\ntwo\nthree\nfour\n');
    writeFileSync(here('clash'), 'of ours\n');
    put('clash', 'of theirs\n');
    const ended = await begin().ended;
    expect([ended.code, ended.err]).toEqual([0, '']);
    for (const at of [here, there]) expect(readFileSync(at('text'), 'utf8')).toBe('ONE\ntwo\nthree\nfour\n');
    for (const at of [here, there]) expect(readFileSync(at('clash'), 'utf8')).toBe('of theirs\n');
    expect(readFileSync(here('clash.conflicted'), 'utf8')).toBe('of ours\n');
    expect(ended.out).toMatch(/both sides edited \{ path: '\/clash', copies: \[ '\/clash\.conflicted', null \] \}/u);
  });

  it('says that the server is not there, waits for it, and goes on once it is', async () => {
    await server.kill();
    writeFileSync(here('file'), 'x');
    const running = begin();
    await expect.poll(() => running.said(), { timeout: 30_000 }).toMatch(/DISCONNECTED_ERROR[^]*can't be reached/u);
    await server.restart();
    expect(await running.ended).toMatchObject({ code: 0 });
    bothHold({ file: 'x' });
  });

  it('fails, with the reason, if the server does not come within its time', async () => {
    await server.kill();
    writeFileSync(here('file'), 'x');
    const ended = await begin(undefined, impatient).ended;
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/did not get there within 3 s: the server can't be reached/u);
    expect(readdirSync(home).sort()).toEqual(['A', 'state']);
    await server.restart();
    expect(await begin().ended).toMatchObject({ code: 0 });
    bothHold({ file: 'x' });
  }, 120_000);

  it('goes on when the server is killed in the middle and comes back, and places no half of a file', async () => {
    const big = 'x'.repeat(2_000_000);
    const contents = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}`, `${n}${big}`]));
    for (const [name, content] of Object.entries(contents)) writeFileSync(here(name), content);
    const running = begin();
    await expect.poll(() => names(server.root).length, { timeout: 30_000 }).toBeGreaterThan(2);
    await server.kill();
    const placed = names(server.root);
    for (const name of placed) expect(readFileSync(there(name), 'utf8')).toBe(contents[name]);
    expect(placed.length).toBeLessThan(30);
    await expect.poll(() => running.said(), { timeout: 30_000 }).toMatch(/DISCONNECTED_ERROR/u);
    await server.restart();
    expect(await running.ended).toMatchObject({ code: 0, err: '' });
    bothHold(contents);
  }, 120_000);

  it('says of a wrong password that the login is refused, ends with that, and touches nothing', async () => {
    writeFileSync(here('file'), 'x');
    put('theirs', 'y');
    const ended = await begin('wr0ng', impatient).ended;
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/FoldsyncWarning: remote refuses the login/u);
    expect(ended.err).toMatch(/did not get there within 3 s: [^]*(login|password|credentials)/iu);
    expect(ended.out + ended.err).not.toContain('wr0ng');
    expect([names(join(home, 'A')), names(server.root)]).toEqual([['file'], ['theirs']]);
  }, 120_000);
});

describe.skipIf(!canMount())("the README's program, with a WebDAV server whose disk is full", () => {
  it('says so, carries over what fits, and the rest once there is space', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'foldsync-disk-'));
    const home = mkdtempSync(join(tmpdir(), 'foldsync-readme-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', disk]);
    const server = await startApache({ root: disk });
    try {
      mkdirSync(join(home, 'A'));
      writeFileSync(join(home, 'A/small'), 'fits');
      writeFileSync(join(home, 'A/large'), 'x'.repeat(6_000_000));
      const running = program.run(join(home, 'A'), server.url, join(home, 'state'));
      await expect.poll(() => running.said(), { timeout: 30_000 }).toMatch(/OUT_OF_SPACE_ERROR/u);
      await expect.poll(() => existsSync(join(disk, 'small')), { timeout: 30_000 }).toBe(true);
      expect(existsSync(join(disk, 'large'))).toBe(false);
      execFileSync('mount', ['-o', 'remount,size=32m', disk]);
      await running.ended;
      // It may have given the large one up for now.
      expect(await program.run(join(home, 'A'), server.url, join(home, 'state')).ended).toMatchObject({ code: 0, err: '' });
      expect(readFileSync(join(disk, 'large')).length).toBe(6_000_000);
    } finally {
      await server.stop();
      execFileSync('umount', [disk]);
      for (const folder of [disk, home]) rmSync(folder, { recursive: true });
    }
  }, 120_000);
});
