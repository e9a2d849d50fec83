/** One script on real folders, and what was wrong in the end. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Ended, run, runKilled, type Running, start } from './command.js';
import { steppedClock } from './clock.js';
import type { SmallDisk } from './disk.js';
import { newLedger } from './ledger.js';
import { contentsBelow, differences, leftovers, look, touched } from './look.js';
import type { Script } from './script.js';
import { newUsers, ownFolder } from './users.js';

export interface RoundOptions {
  readonly command: string;
  /** An empty folder, for everything. */
  readonly folder: string;
  /** A folder on a small disk, for scripts that want one. */
  readonly disk?: SmallDisk;
}

/** Runs until nothing is left to do: what one finds to do after another's is bounded by how often their work meets. */
const MAX_SETTLING_RUNS = 8;
/** How long a watching sync may take until both sides are the same, ms: far more than it needs, on a busy machine. */
const MAX_WATCH_MS = 30_000;

/** Exit code after Ctrl-C. */
const INTERRUPTED = 130;

/** Answers what is wrong: nothing, if all is well. */
export const runRound = async (script: Script, { command, folder, disk }: RoundOptions): Promise<readonly string[]> => {
  const { onSmallDisk } = script;
  if (onSmallDisk !== null && disk === undefined) throw new Error('this script wants a small disk');
  const small = disk?.folder ?? folder;
  const roots = (script.mode === 'chain' ? ['A', 'B', 'C'] : ['A', 'B']).map((name, index) =>
    join(onSmallDisk === 'second root' && index === 1 ? small : folder, name),
  );
  for (const root of roots) mkdirSync(root, { recursive: true });
  const ledger = newLedger();
  const users = newUsers({ roots, bins: roots.map((root) => join(dirname(root), 'bin')), ledger, disjoint: script.disjoint });
  const clock = steppedClock(join(folder, 'clock'));
  const environment = { XDG_STATE_HOME: join(onSmallDisk === 'state' ? small : folder, 'state') };
  const options = { command, environment, nodeArgs: clock.nodeArgs };
  const pairs = roots.slice(1).map((root, index) => [roots[index] ?? '', root] as const);
  const wrong: string[] = [];

  const argsOf = (sync: number, ...more: string[]): string[] => ['sync', '--json', '--max-delete', '100', ...more, ...(pairs[sync] ?? [])];
  const checkEnd = (ended: Ended, sync: number): void => {
    // Locked entries are failures, and are told as such.
    const isFine = ended.code === null || [0, 1, 3, INTERRUPTED].includes(ended.code);
    if (!isFine || /defect/u.test(ended.stdout + ended.stderr)) wrong.push(`sync ${sync} ended with ${ended.code}: ${tail(ended)}`);
  };

  const watchers: Running[] = [];
  const startWatcher = (sync: number): void => void (watchers[sync] = start(argsOf(sync), options));
  if (script.mode === 'watch') pairs.forEach((_, sync) => startWatcher(sync));

  for (const step of script.steps) {
    if (step._tag === 'User') users.act(step.root, step.deed);
    else if (step._tag === 'Pause') await delay(step.ms);
    else if (step._tag === 'SetClock') clock.set(step.offsetMs);
    else if (step._tag === 'Fill') disk?.fill(step.leave);
    else if (step._tag === 'Drain') disk?.drain();
    else if (script.mode === 'watch') {
      const watcher = watchers[step.sync];
      watcher?.kill(step.killAfterMs === null ? 'SIGINT' : 'SIGKILL');
      if (watcher !== undefined) checkEnd(await watcher.ended, step.sync);
      startWatcher(step.sync);
    } else {
      const args = argsOf(step.sync, '--once');
      checkEnd(step.killAfterMs === null ? await run(args, options) : await runKilled(args, step.killAfterMs, options), step.sync);
    }
  }
  users.unlock();
  disk?.drain();
  // Nobody else, and no sync, has anything to do there.
  const own = script.disjoint ? roots.map((root, user) => look(join(root, ownFolder(user)))) : [];

  if (script.mode === 'watch') {
    const until = Date.now() + MAX_WATCH_MS;
    while (differ(roots).length > 0 && Date.now() < until) await delay(100);
    const left = differ(roots);
    if (left.length > 0) wrong.push(`watching did not make both sides equal: ${left.join('; ')}`);
    for (const [sync, watcher] of watchers.entries()) {
      watcher.kill('SIGINT');
      const ended = await watcher.ended;
      checkEnd(ended, sync);
    }
  }
  wrong.push(
    ...(await settle(
      pairs.map((_, sync) => argsOf(sync, '--once')),
      options,
      roots,
    )),
  );
  wrong.push(...differ(roots));
  for (const [user, left] of own.entries()) {
    const folder = ownFolder(user);
    for (const text of differences(left, look(join(roots[0] ?? '', folder)))) wrong.push(`not as its user left it: ${text}`);
  }

  const contents = new Set(roots.flatMap((root) => [...contentsBelow(root)]));
  for (const text of ledger.missingFrom(contents)) wrong.push(`lost: ${text}`);
  for (const root of roots) for (const path of leftovers(root)) wrong.push(`left behind: ${JSON.stringify(path)}`);
  if (script.disjoint)
    for (const path of look(roots[0] ?? '', false).keys())
      if (/\.(conflicted|recovered)/u.test(path)) wrong.push(`a conflict that nobody made: ${JSON.stringify(path)}`);
  return wrong;
};

const differ = (roots: readonly string[]): readonly string[] => {
  const first = look(roots[0] ?? '');
  return roots.slice(1).flatMap((root) => differences(first, look(root)));
};

const settle = async (
  syncs: readonly string[][],
  options: Parameters<typeof run>[1],
  roots: readonly string[],
): Promise<readonly string[]> => {
  for (let round = 0; round < MAX_SETTLING_RUNS; round++) {
    const before = roots.map((root) => look(root, false));
    for (const args of syncs) {
      const ended = await run(args, options);
      if (ended.code !== 0) return [`it does not settle: ended with ${ended.code}: ${tail(ended)}`];
    }
    if (roots.every((root, index) => touched(before[index] ?? new Map(), look(root, false)).length === 0)) return [];
  }
  return [`it is not quiet after ${MAX_SETTLING_RUNS} runs`];
};

/** Characters of what it said that are told. */
const MAX_TOLD = 600;

const tail = ({ stdout, stderr }: Ended): string => `${stderr}${stdout}`.slice(-MAX_TOLD);
