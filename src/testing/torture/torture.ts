/** Rounds of random users on real folders, killed syncs in between: what fails is shrunk and printed as a script. */
import fc from 'fast-check';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { smallDisk } from './disk.js';
import { runRound } from './round.js';
import { type Mode, type Script, scripts } from './script.js';

export interface TortureOptions {
  readonly command: string;
  /** Where the folders of each round are made. */
  readonly below: string;
  /** The same, on a small disk: for mode `full`. */
  readonly disk?: string;
  readonly mode: Mode;
  readonly rounds: number;
  readonly seed: number;
  /** Permissions are taken away and given back; that means nothing to root. */
  readonly locks: boolean;
  /** Time for making a failing script smaller, ms. */
  readonly shrinkMs: number;
}

export interface Counterexample {
  readonly script: Script;
  readonly wrong: readonly string[];
}

/** Answers what failed; folders of failing rounds stay. */
export const torture = async (options: TortureOptions, print: (line: string) => void): Promise<readonly Counterexample[]> => {
  const found: Counterexample[] = [];
  let done = 0;
  for (let seed = options.seed; done < options.rounds; seed++) {
    let smallest: Counterexample | null = null;
    const property = fc.asyncProperty(scripts(options.mode, options.locks), async (script) => {
      if (smallest === null) done++;
      const wrong = await replay(script, options);
      if (done % 10 === 0 && smallest === null) print(`${options.mode}: ${done} rounds`);
      if (wrong.length === 0) return true;
      if (smallest === null) print(`seed ${seed}, round ${done}: ${wrong.join('\n  ')}`);
      smallest = { script, wrong };
      return false;
    });
    const checked = await fc.check(property, {
      seed,
      numRuns: options.rounds - done,
      // The clock of shrinking begins with the first failure only in effect: rounds before it are not cut short.
      endOnFailure: options.shrinkMs === 0,
      ...(options.shrinkMs === 0 ? {} : { interruptAfterTimeLimit: shrinkUntil(options), markInterruptAsFailure: false }),
    });
    // Not the sync, but these tests are wrong.
    if (smallest === null && checked.failed)
      throw checked.errorInstance instanceof Error ? checked.errorInstance : new Error(String(checked.errorInstance));
    if (smallest === null) break;
    found.push(smallest);
    const { script, wrong } = smallest as Counterexample;
    const file = join(options.below, `counterexample-${seed}.json`);
    writeFileSync(file, `${JSON.stringify(script, null, 1)}\n`);
    print(`  ${script.steps.length} steps: ${file}${options.shrinkMs === 0 ? '' : `\n  ${wrong.join('\n  ')}`}`);
  }
  return found;
};

/** fast-check has one limit for everything: rounds take some seconds each. */
const ROUND_MS = 20_000;
const shrinkUntil = ({ rounds, shrinkMs }: TortureOptions): number => rounds * ROUND_MS + shrinkMs;

export const replay = async (
  script: Script,
  { command, below, disk }: Pick<TortureOptions, 'command' | 'below' | 'disk'>,
): Promise<readonly string[]> => {
  const folder = mkdtempSync(join(below, 'round-'));
  chmodSync(folder, 0o755);
  const small = disk === undefined ? null : smallDisk(join(disk, basename(folder)));
  const wrong = await runRound(script, { command, folder, ...(small === null ? {} : { disk: small }) });
  if (small !== null) {
    // The next round wants its room.
    if (wrong.length > 0) cpSync(small.folder, join(folder, 'small disk'), { recursive: true });
    rmSync(small.folder, { recursive: true, force: true });
  }
  if (wrong.length === 0) rmSync(folder, { recursive: true, force: true });
  return wrong.length === 0 ? wrong : [...wrong, `(in ${folder})`];
};
