/** `foldsync demo`: a minute of two folders, with the very commands that a user types. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import type { Interruption } from '../signals.js';

interface DemoOptions {
  readonly keep?: boolean;
}

/** Files of the sync that is killed: so many that it is still at it when its first changes are told. */
const MANY = 1500;
/** Copies after which it is killed. */
const ENOUGH = 200;

export const demo = async (options: DemoOptions, out: Output, interruption: Interruption): Promise<ExitCode> => {
  const folder = mkdtempSync(join(tmpdir(), 'foldsync-demo-'));
  const stage = stageIn(folder, out);
  try {
    for (const scene of SCENES) {
      if (interruption.signal() !== null) return interruption.exitCode();
      await scene(stage);
    }
    stage.say(options.keep === true ? `All of it is in ${folder}.` : 'That was it. (Its folder is deleted now; with --keep it stays.)');
    return EXIT.settled;
  } finally {
    if (options.keep !== true) rmSync(folder, { recursive: true, force: true });
  }
};

const SCENES: readonly ((stage: Stage) => Promise<void>)[] = [
  async ({ say, write, foldsync }) => {
    say('Two folders, the first sync.');
    write('laptop/report.txt', 'draft\n');
    write('laptop/todo.txt', 'milk\n');
    write('laptop/photos/beach.jpg', 'sea\n');
    await foldsync('sync', '--once', 'laptop', 'desktop');
  },
  async ({ say, write, move, remove, foldsync }) => {
    say('Apart, both edit the report, one renames a folder, one deletes a file.');
    write('laptop/report.txt', 'draft, as the laptop has it\n');
    write('desktop/report.txt', 'draft, as the desktop has it\n');
    move('laptop/photos', 'laptop/holiday');
    remove('desktop/todo.txt');
    await foldsync('sync', '--once', 'laptop', 'desktop');
  },
  async ({ say, write, killed, foldsync, same }) => {
    say('A crash in the middle of a sync. The next one goes on.');
    for (let n = 0; n < MANY; n++) write(`laptop/archive/${n % 30}/${n}.txt`, `${n}\n`);
    await killed('sync', '--once', 'laptop', 'desktop');
    await foldsync('sync', '--once', '--quiet', 'laptop', 'desktop');
    same('laptop', 'desktop');
  },
  async ({ say, foldsync }) => {
    say('Where did todo.txt go?');
    await foldsync('explain', 'todo.txt', 'laptop', 'desktop');
  },
  async ({ say, remove, foldsync }) => {
    say('Someone deletes the photos on the desktop, and the sync follows. Take that back.');
    remove('desktop/holiday');
    await foldsync('sync', '--once', 'laptop', 'desktop');
    await foldsync('undo', 'laptop', 'desktop');
    await foldsync('sync', '--once', 'laptop', 'desktop');
  },
  async ({ say, foldsync }) => {
    say('Everything that is known is a fold of the log: fold it again.');
    await foldsync('replay', '--verify', 'laptop', 'desktop');
  },
];

interface Stage {
  readonly say: (text: string) => void;
  readonly write: (path: string, text: string) => void;
  readonly move: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
  /** Runs the command, and shows what it says. */
  readonly foldsync: (...args: string[]) => Promise<void>;
  /** The same, but it is killed in the middle of its copies. */
  readonly killed: (...args: string[]) => Promise<void>;
  /** Says whether two folders hold the same. */
  readonly same: (a: string, b: string) => void;
}

const stageIn = (folder: string, out: Output): Stage => {
  const { bold, dim } = out.colors;
  const at = (path: string): string => join(folder, path);
  const command = (args: readonly string[], more = ''): void => out.line(bold(`$ foldsync ${args.join(' ')}`) + dim(more));
  const run = (args: readonly string[], onText: (text: string, kill: () => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, XDG_STATE_HOME: at('state') };
      const child = spawn(process.execPath, [process.argv[1] ?? '', ...args], { cwd: folder, env });
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => onText(text, () => child.kill('SIGKILL')));
      child.on('error', reject);
      child.on('close', () => resolve());
    });
  for (const side of ['laptop', 'desktop']) mkdirSync(at(side));
  return {
    say: (text) => out.line(`${dim(`# ${text}`)}`),
    write: (path, text) => {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
    },
    move: (from, to) => renameSync(at(from), at(to)),
    remove: (path) => rmSync(at(path), { recursive: true }),
    foldsync: async (...args) => {
      command(args);
      let text = '';
      await run(args, (more) => void (text += more));
      if (text !== '') out.line(text.trimEnd());
      out.line('');
    },
    killed: async (...args) => {
      command(args, '     # killed in the middle');
      let copied = 0;
      await run([...args, '--json'], (text, kill) => {
        copied += text.split('"action":"copy"').length - 1;
        if (copied >= ENOUGH) kill();
      });
      out.line(`(killed when the desktop had ${filesIn(at('desktop')).length} of ${filesIn(at('laptop')).length} files)`);
    },
    same: (a, b) => {
      const [left, right] = [contentsOf(at(a)), contentsOf(at(b))];
      const isSame = left.join('\n') === right.join('\n');
      out.line(isSame ? `(both hold the same ${left.length} files)` : `(${a} and ${b} differ: that is a defect)`);
      out.line('');
    },
  };
};

/** All files below, but for what is foldsync's own, with what is in them. */
const contentsOf = (folder: string): readonly string[] =>
  filesIn(folder).map((path) => `${path} ${JSON.stringify(readFileSync(join(folder, path), 'utf8'))}`);

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('.foldsync'))
    .sort();
