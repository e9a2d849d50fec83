/** The built command, as a process of its own. */
import { spawn } from 'node:child_process';

export interface Ended {
  /** Null if it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** What it has said so far on standard output. */
  readonly said: () => string;
}

export interface CommandOptions {
  /** Path of the built `foldsync.mjs`. */
  readonly command: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Arguments of Node, ahead of the command. */
  readonly nodeArgs?: readonly string[];
  /** Number of the user to run as; only root may say so. */
  readonly user?: number;
}

export const start = (args: readonly string[], options: CommandOptions): Running => {
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), options.command, ...args], {
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
    env: { ...process.env, NO_COLOR: '1', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.user === undefined ? {} : { uid: options.user, gid: options.user }),
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said.err += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: said.out, stderr: said.err }));
  });
  return { pid: child.pid ?? 0, ended, kill: (signal) => void child.kill(signal), said: () => said.out };
};

export const run = (args: readonly string[], options: CommandOptions): Promise<Ended> => start(args, options).ended;

/** Killed after `ms`, unless it ended before. */
export const runKilled = async (args: readonly string[], ms: number, options: CommandOptions): Promise<Ended> => {
  const running = start(args, options);
  const timer = setTimeout(() => running.kill('SIGKILL'), ms);
  try {
    return await running.ended;
  } finally {
    clearTimeout(timer);
  }
};
