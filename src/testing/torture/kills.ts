/** SIGKILL at random moments, in first syncs and later ones: what is left, and what the next run makes of it. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, runKilled } from './command.js';
import { fillFolder } from './fill.js';
import { contentsBelow, differences, leftovers, look } from './look.js';

export interface KillsOptions {
  readonly command: string;
  /** An empty folder, for everything. */
  readonly folder: string;
  readonly rounds: number;
  readonly files: number;
  /** A number from 0 to 1, another at each call. */
  readonly random: () => number;
}

export interface KillsResult {
  readonly kills: number;
  /** Kills that left something on its way: those are the ones that count. */
  readonly midway: number;
  readonly wrong: readonly string[];
}

/** A new pair each time. */
export const killFirstSyncs = async (options: KillsOptions): Promise<KillsResult> => {
  let result = NOTHING;
  for (let round = 0; round < options.rounds; round++) {
    const pair = newPair(join(options.folder, `first-${round}`));
    fillFolder(pair.roots[0], options.files, 'left');
    fillFolder(pair.roots[1], Math.ceil(options.files / 3), 'right');
    const after = await killOnce(pair, options, `first sync, round ${round}`);
    result = plus(result, after);
    if (after.wrong.length === 0) rmSync(pair.folder, { recursive: true });
  }
  return result;
};

/** One pair, in which much is edited, renamed, moved, made and deleted on both sides between runs. */
export const killLaterSyncs = async (options: KillsOptions): Promise<KillsResult> => {
  let result = NOTHING;
  const pair = newPair(join(options.folder, 'later'));
  fillFolder(pair.roots[0], options.files, 'left');
  fillFolder(pair.roots[1], options.files, 'right');
  await run(argsOf(pair), { command: options.command, ...pair });
  for (let round = 0; round < options.rounds && result.wrong.length === 0; round++) {
    change(pair.roots[0], 'left', round);
    change(pair.roots[1], 'right', round);
    result = plus(result, await killOnce(pair, options, `later sync, round ${round}`));
    // Else every round would take longer than the one before: what is in the trash is looked for anew each time.
    for (const root of pair.roots) rmSync(join(root, '.foldsync', 'trash'), { recursive: true, force: true });
  }
  return result;
};

interface Pair {
  readonly folder: string;
  readonly roots: readonly [string, string];
  readonly environment: Readonly<Record<string, string>>;
}

const newPair = (folder: string): Pair => {
  const roots = [join(folder, 'A'), join(folder, 'B')] as const;
  for (const root of roots) mkdirSync(root, { recursive: true });
  return { folder, roots, environment: { XDG_STATE_HOME: join(folder, 'state') } };
};

const argsOf = ({ roots }: Pair): string[] => ['sync', '--once', '--json', '--max-delete', '100', ...roots];

const NOTHING: KillsResult = { kills: 0, midway: 0, wrong: [] };
const plus = (a: KillsResult, b: KillsResult): KillsResult => ({
  kills: a.kills + b.kills,
  midway: a.midway + b.midway,
  wrong: [...a.wrong, ...b.wrong],
});

/** Nothing is done before this, ms: it is how long the command takes to start. */
const FIRST_MS = 90;
/** By then it is done, mostly. */
const LAST_MS = 500;

const killOnce = async (pair: Pair, { command, random }: KillsOptions, label: string): Promise<KillsResult> => {
  const options = { command, environment: pair.environment };
  const owed = new Set(pair.roots.flatMap((root) => [...contentsBelow(root)]));
  const killed = await runKilled(argsOf(pair), FIRST_MS + random() * (LAST_MS - FIRST_MS), options);
  const isMidway = killed.code === null && differences(look(pair.roots[0], false), look(pair.roots[1], false)).length > 0;
  const ended = await run(argsOf(pair), options);
  const wrong: string[] = [];
  if (ended.code !== 0) wrong.push(`the next run ended with ${ended.code}: ${ended.stdout.slice(-600)}${ended.stderr}`);
  wrong.push(...differences(look(pair.roots[0]), look(pair.roots[1])));
  const kept = new Set(pair.roots.flatMap((root) => [...contentsBelow(root)]));
  const lost = [...owed].filter((digest) => !kept.has(digest));
  if (lost.length > 0) wrong.push(`${lost.length} contents are lost`);
  for (const root of pair.roots) for (const path of leftovers(root)) wrong.push(`left behind: ${path}`);
  for (const path of look(pair.roots[0], false).keys())
    if (/\.(conflicted|recovered)/u.test(path)) wrong.push(`nobody made this conflict: ${path}`);
  return { kills: killed.code === null ? 1 : 0, midway: isMidway ? 1 : 0, wrong: wrong.map((text) => `${label}: ${text}`) };
};

/** Both sides work on entries of their own. */
const change = (root: string, label: string, round: number): void => {
  const folders = [...look(root, false)].filter(([path, { kind }]) => kind === 'folder' && path.startsWith(label) && !path.includes('/'));
  folders.forEach(([folder], index) => {
    const files = [...look(join(root, folder), false)].filter(([, { kind }]) => kind === 'file').map(([path]) => join(root, folder, path));
    files.forEach((file, at) => {
      if ((at + round) % 5 === 0) writeFileSync(file, `${label}, edited in round ${round}: ${file};`.repeat(at === 0 ? 20_000 : 1));
      else if ((at + round) % 5 === 1) renameSync(file, `${file.replace(/ r\d+$/u, '')} r${round}`);
      else if ((at + round) % 17 === 2) rmSync(file);
    });
    writeFileSync(join(root, folder, `made ${round}`), `${label} ${index} ${round}`.repeat(index === 0 ? 100_000 : 1));
    if ((index + round) % 4 === 0) renameSync(join(root, folder), join(root, `${folder.replace(/ m\d+$/u, '')} m${round}`));
  });
};
