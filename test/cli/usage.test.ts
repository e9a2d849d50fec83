import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from './bundled.js';
import { type Desk, desk } from './desk.js';

let at: Desk;
beforeAll(() => {
  at = desk();
  at.write('A/a.txt', 'a');
  at.write('A/sub/b.txt', 'b');
  symlinkSync('A', at.path('link-to-A'));
});
afterAll(() => at.clear());

interface Wrong {
  readonly args: string;
  readonly code: number;
  readonly says: string;
}

/** What is typed, what it is answered. Nothing of it touches anything. */
const WRONG: readonly Wrong[] = [
  { args: '', code: 2, says: 'Usage: foldsync' },
  { args: 'sync', code: 2, says: "missing required argument 'a'" },
  { args: 'sync A', code: 2, says: "missing required argument 'b'" },
  { args: 'sync A B C', code: 2, says: 'too many arguments' },
  { args: 'snyc A B', code: 2, says: 'Did you mean sync?' },
  { args: 'sync --onec A B', code: 2, says: 'Did you mean --once?' },
  { args: 'sync --once A A', code: 2, says: 'are the same folder' },
  { args: 'sync --once A link-to-A', code: 2, says: 'are the same folder' },
  { args: 'sync --once A ./B/../A/', code: 2, says: 'are the same folder' },
  { args: 'sync --once A A/sub', code: 2, says: 'A/sub lies inside A' },
  { args: 'sync --once A/sub link-to-A', code: 2, says: 'A/sub lies inside link-to-A' },
  { args: 'sync --once A nowhere', code: 2, says: 'There is no folder nowhere. Make it first' },
  { args: 'sync --once nowhere B', code: 2, says: 'There is no folder nowhere. Make it first' },
  { args: 'sync --once A/a.txt B', code: 2, says: 'A/a.txt is a file, not a folder' },
  { args: 'sync --once s3:bucket/x B', code: 2, says: "There is no provider 's3'" },
  { args: 'sync --once dropbox@work:/x B', code: 2, says: "There is no provider 'dropbox'" },
  { args: 'sync --once --state A/state A B', code: 2, says: 'lies inside A, which is synced' },
  { args: 'sync --once --state A A B', code: 2, says: 'lies inside A, which is synced' },
  { args: 'sync --once --state A/../A/a.txt A B', code: 2, says: 'lies inside A, which is synced' },
  { args: 'sync --once --max-delete 200 A B', code: 2, says: '--max-delete takes a percentage from 0 to 100' },
  { args: 'sync --once --max-delete few A B', code: 2, says: "not 'few'" },
  { args: 'sync --once --max-delete -5 A B', code: 2, says: '--max-delete takes a percentage' },
  { args: 'sync --once --conflict mine A B', code: 2, says: '--conflict takes one of remote, local, newer, larger' },
  { args: 'sync --once --conflict-copies none A B', code: 2, says: '--conflict-copies takes one of both, loser' },
  { args: 'sync --once --poll 99999999999 A B', code: 2, says: '--poll takes seconds, from 1 to 86400 (a day)' },
  { args: 'sync --once file: B', code: 2, says: 'file: names no folder: file:path/of/a/folder' },
  { args: 'sync --once --state /proc/foldsync A B', code: 1, says: "The state folder /proc/foldsync can't be made" },
  { args: 'sync --apply p.json --exclude x A B', code: 2, says: "'--apply <file>' cannot be used with option '--exclude <glob>'" },
  { args: 'plan A nowhere', code: 2, says: 'There is no folder nowhere' },
  { args: 'status', code: 2, says: 'Name both places' },
  { args: 'status A', code: 2, says: 'Name both places' },
  { args: 'status A B', code: 1, says: 'A and B were never synced. Begin with: foldsync sync A B' },
  { args: 'status --state nowhere', code: 1, says: 'There is no state in nowhere' },
  { args: 'conflicts A B', code: 1, says: 'were never synced' },
  { args: 'list nowhere', code: 2, says: 'There is no folder nowhere' },
  { args: 'list A/a.txt', code: 2, says: 'is a file' },
];

describe('wrong usage', () => {
  for (const { args, code, says } of WRONG) {
    it(`answers "foldsync ${args}" with ${code}: ${says}`, () => {
      const ran = at.run(...args.split(' ').filter((word) => word !== ''));
      expect(ran.err).toContain(says);
      expect(ran).toMatchObject({ code, out: '' });
    });
  }

  it('has touched nothing by all that', () => {
    expect(at.tree('.')).toEqual(['A/', 'A/a.txt', 'A/sub/', 'A/sub/b.txt', 'B/', 'link-to-A']);
  });
});

it('answers what is typed wrong as JSON, too, where that was asked for', () => {
  const { code, out } = at.run('sync', '--json', '--bogus', 'A', 'B');
  expect([code, JSON.parse(out)]).toEqual([2, { type: 'error', reason: 'usage', message: "unknown option '--bogus'", exitCode: 2 }]);
});

it('shows names as they are, never as commands to the terminal', () => {
  expect(at.run('list', 'no\u001b[31m\u202esuch').err).toBe('foldsync: There is no folder no\\u001b[31m\\u202esuch.\n');
});

describe('help', () => {
  it('is there for every command', () => {
    for (const command of [
      'sync',
      'plan',
      'status',
      'conflicts',
      'list',
      'log',
      'explain',
      'replay',
      'bisect',
      'undo',
      'bundle',
      'inspect',
      'demo',
    ]) {
      const { code, out, err } = at.run('help', command);
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain(`Usage: foldsync ${command}`);
    }
    expect(at.run('--help')).toMatchObject({ code: 0, err: '' });
  });

  it('tells the version', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(at.run('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect(at.run('-V').out).toBe(`${version}\n`);
  });
});

describe('a state folder', () => {
  const stateOf = (name: string): string => {
    const state = `state-${name}`;
    rmSync(at.path(state), { recursive: true, force: true });
    const { code } = at.run('sync', '--once', '--yes', '--state', state, 'A', 'B');
    expect(code).toBe(0);
    return state;
  };

  it('that a newer version wrote is refused, and left as it is', () => {
    const state = stateOf('newer');
    writeFileSync(at.path(`${state}/FORMAT`), '99\n');
    const before = at.marks(state);
    const { code, err } = at.run('sync', '--once', '--state', state, 'A', 'B');
    expect(code).toBe(1);
    expect(err).toContain('Use a newer foldsync. Nothing was changed.');
    expect(at.run('status', '--state', state)).toMatchObject({ code: 1 });
    expect(at.run('plan', '--state', state, 'A', 'B').err).toContain(`${state} has format 99`);
    expect(at.marks(state)).toEqual(before);
  });

  it('of other places is refused, and still tells whose it is', () => {
    const state = stateOf('of-others');
    mkdirSync(at.path('C'));
    expect(at.run('sync', '--once', '--state', state, 'A', 'C')).toMatchObject({
      code: 4,
      err: expect.stringContaining('C is not the folder'),
    });
    const { code, err } = at.run('status', '--state', state, 'A', 'C');
    expect([code, err]).toEqual([2, expect.stringContaining(`The state in ${state} is of ${at.path('A')} and ${at.path('B')}.`)]);
    expect(at.run('status', '--state', state)).toMatchObject({ code: 0, out: expect.stringContaining(`foldsync plan --state ${state}`) });
    rmSync(at.path('C'), { recursive: true });
  });

  it('that is broken is refused, and it says how to go on', () => {
    const state = stateOf('broken');
    for (const name of readdirSync(at.path(state))) {
      if (/^(MANIFEST|.*\.log|.*\.ldb)/u.test(name)) writeFileSync(at.path(`${state}/${name}`), 'garbage'.repeat(50));
    }
    const { code, err } = at.run('sync', '--once', '--state', state, 'A', 'B');
    expect(code).toBe(1);
    expect(err).toMatch(/move .* away/u);
    expect(err).toContain('deletes nothing');
  });

  it('that belongs to the other order is not used by accident', () => {
    expect(at.run('sync', '--once', 'A', 'B').code).toBe(0);
    const { code, err } = at.run('sync', '--once', 'B', 'A');
    expect(code).toBe(2);
    expect(err).toContain('the other way round before. Keep to that order: A B');
  });

  it('is for its owner only', () => {
    const state = stateOf('private');
    expect(statSync(at.path(state)).mode & 0o077).toBe(0);
  });
});

describe.skipIf(!existsSync('/dev/full'))('standard output on a full disk', () => {
  it('is told of, and no success', () => {
    const full = openSync('/dev/full', 'w');
    try {
      const { status, stderr } = spawnSync(process.execPath, [bundled(), 'list', 'A'], {
        cwd: at.folder,
        encoding: 'utf8',
        stdio: ['ignore', full, 'pipe'],
      });
      expect([status, stderr]).toEqual([1, expect.stringMatching(/Not all could be written to standard output: .*no space/iu)]);
    } finally {
      closeSync(full);
    }
  });
});

describe('permissions', () => {
  // Root may do anything: another user is asked.
  const isRoot = process.getuid?.() === 0;
  const asNobody = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bundled(), ...args], {
      cwd: at.folder,
      encoding: 'utf8',
      env: { ...process.env, XDG_STATE_HOME: at.path('nobody-state'), HOME: at.folder },
      ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
    });
    return { code: status, out: stdout, err: stderr };
  };
  beforeAll(() => {
    chmodSync(at.folder, 0o755);
    mkdirSync(at.path('nobody-state'));
    chmodSync(at.path('nobody-state'), 0o777);
    mkdirSync(at.path('open'));
    chmodSync(at.path('open'), 0o777);
    mkdirSync(at.path('read-only'));
    chmodSync(at.path('read-only'), 0o555);
    mkdirSync(at.path('closed'));
    chmodSync(at.path('closed'), 0o000);
  });

  it('missing for reading are named', () => {
    const { code, err } = asNobody('sync', '--once', 'open', 'closed');
    expect(err).toContain("The folder closed can't be read");
    expect(code).toBe(1);
  });

  it('missing for the state do not make it look as if there was none', () => {
    const home = at.path('nobody-state/foldsync');
    mkdirSync(home);
    chmodSync(home, 0o000);
    for (const command of ['status', 'log']) {
      const { code, err } = asNobody(command, 'open', 'read-only');
      expect([code, err]).toEqual([1, expect.stringMatching(/The state folder .* can't be read \(EACCES\): check its owner and mode/u)]);
    }
    rmSync(home, { recursive: true });
  });

  it('missing for a file below are no reason to stop: the rest goes on, with exit code 3', () => {
    mkdirSync(at.path('open/locked'));
    chmodSync(at.path('open/locked'), 0o000);
    writeFileSync(at.path('open/fine.txt'), 'fine');
    mkdirSync(at.path('target'));
    chmodSync(at.path('target'), 0o777);
    const { code, err } = asNobody('sync', '--once', 'open', 'target');
    expect(err).toContain('locked/ on open: it can not be read; check its owner and mode');
    expect(code).toBe(3);
    expect(readFileSync(at.path('target/fine.txt'), 'utf8')).toBe('fine');
  });

  it('missing for writing are named, and a plan needs none', () => {
    const { code, err } = asNobody('sync', '--once', 'open', 'read-only');
    expect(err).toContain("The folder read-only can't be written to");
    expect(code).toBe(1);
    expect(asNobody('plan', 'open', 'read-only').out).toContain('fine.txt');
  });
});
