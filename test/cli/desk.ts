/** A user's desk: two folders, a state folder, and the built command. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundled, CACHE } from './bundled.js';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly pid: number;
  /** Resolves with the first line of standard output, from now on or before, that matches and was not handed out yet. */
  readonly line: (pattern: RegExp) => Promise<string>;
  /** As a reader that has seen enough (`| head`). */
  readonly closeOutput: () => void;
  /** All that it said on either output so far. */
  readonly said: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ran>;
}

export interface Desk {
  readonly folder: string;
  readonly path: (path: string) => string;
  readonly write: (path: string, content: string) => void;
  readonly read: (path: string) => string;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
  /** Files and folders below, folders with a slash, without what is foldsync's own. */
  readonly tree: (path: string) => readonly string[];
  /** Everything that a write would change, of all that is below. */
  readonly marks: (path: string) => readonly string[];
  readonly run: (...args: string[]) => Ran;
  readonly start: (...args: string[]) => Running;
  readonly clear: () => void;
}

const env = (folder: string): NodeJS.ProcessEnv => {
  const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
  return { ...rest, XDG_STATE_HOME: join(folder, 'state'), XDG_CACHE_HOME: CACHE, HOME: folder };
};

/** `more`: variables of the environment; undefined = none of that name. */
export const desk = (more: NodeJS.ProcessEnv = {}): Desk => {
  const command = bundled();
  const folder = mkdtempSync(join(tmpdir(), 'foldsync-cli-'));
  const children = new Set<ChildProcess>();
  const path = (below: string): string => join(folder, below);
  const options = { cwd: folder, env: { ...env(folder), ...more }, encoding: 'utf8' } as const;
  mkdirSync(path('A'));
  mkdirSync(path('B'));
  return {
    folder,
    path,
    write: (below, content) => {
      mkdirSync(dirname(path(below)), { recursive: true });
      writeFileSync(path(below), content);
    },
    read: (below) => readFileSync(path(below), 'utf8'),
    rename: (from, to) => renameSync(path(from), path(to)),
    remove: (below) => rmSync(path(below), { recursive: true }),
    tree: (below) => all(path(below)).filter((name) => !name.startsWith('.foldsync/')),
    marks: (below) =>
      all(path(below)).map((name) => {
        const stats = lstatSync(join(path(below), name), { bigint: true });
        return `${name} ${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
      }),
    run: (...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { ...options, timeout: 60_000 });
      return { code: status, out: stdout, err: stderr };
    },
    start: (...args) => {
      const child = spawn(process.execPath, [command, ...args], options);
      children.add(child);
      return running(child);
    },
    clear: () => {
      for (const child of children) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const all = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1) + (entry.isDirectory() ? '/' : ''))
    .sort();

const running = (child: ChildProcess): Running => {
  let [out, err] = ['', ''];
  let taken = 0;
  let over = false;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
    wake();
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk;
  });
  const ended = new Promise<Ran>((resolve) =>
    child.on('close', (code) => {
      over = true;
      wake();
      resolve({ code, out, err });
    }),
  );
  const line = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const lines = out.split('\n');
        const index = lines.findIndex((text, at) => at >= taken && at < lines.length - 1 && pattern.test(text));
        if (index < 0 && !over) return;
        waiting.delete(look);
        if (index < 0) return reject(new Error(`it ended without ${String(pattern)}:\n${out}\n${err}`));
        taken = index + 1;
        resolve(lines[index] ?? '');
      };
      waiting.add(look);
      look();
    });
  return {
    pid: child.pid ?? 0,
    line,
    ended,
    said: () => out + err,
    closeOutput: () => void child.stdout?.destroy(),
    signal: (signal) => void child.kill(signal),
  };
};
