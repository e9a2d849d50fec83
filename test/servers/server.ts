/** Real servers on loopback, for the tests that need them: started on a free port, in a folder of their own, and stopped. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Server {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** What the server serves, as a folder of this machine. */
  readonly root: string;
  /** Ends its process, as a crash would; the folder stays. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port, over the same folder. */
  readonly restart: () => Promise<void>;
  /** Ends it, and removes its folder. */
  readonly stop: () => Promise<void>;
}

export interface Recipe {
  readonly command: string;
  readonly args: (home: string) => readonly string[];
  /** Writes what the command reads. */
  readonly prepare: (home: string, root: string, port: number) => void;
}

/** Longest that a server may take to listen, milliseconds. */
const START_MS = 10_000;

/** `rootFolder`: serve this one instead of a new folder. */
export const startServer = async (recipe: Recipe, rootFolder?: string): Promise<Server> => {
  const home = mkdtempSync(join(tmpdir(), 'foldsync-server-'));
  // Servers drop to another user, who has to reach the folder.
  chmodSync(home, 0o755);
  const root = rootFolder ?? join(home, 'root');
  mkdirSync(root, { recursive: true });
  chmodSync(root, 0o777);
  const port = await freePort();
  recipe.prepare(home, root, port);
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    const started = spawn(recipe.command, recipe.args(home), { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    let said = '';
    started.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    child = started;
    const untilMs = Date.now() + START_MS;
    while (!(await isListening(port))) {
      if (started.exitCode !== null || Date.now() > untilMs) throw new Error(`${recipe.command} does not start: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running?.pid === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    // The whole group: servers have workers.
    process.kill(-running.pid, 'SIGKILL');
    await ended;
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    root,
    kill,
    restart: start,
    stop: async () => {
      await kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
};

/** Lets a server's own user write there, where we are root. */
export const giveTo = (user: string, ...folders: readonly string[]): void => {
  if (process.getuid?.() !== 0) return;
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' })));
  for (const folder of folders) chownSync(folder, uid ?? 0, gid ?? 0);
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
