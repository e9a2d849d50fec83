/** `foldsync replay --as-scenario`: what a bundle shows that should not be, as a test that fails. */
import { dirname, relative, resolve } from 'node:path';
import { brokenPromises, type BrokenPromise, type Bundle } from '../../history/index.js';
import { CliError, EXIT } from '../exit-code.js';
import type { Output } from '../output.js';
import { plural, shown } from '../render/words.js';
import { VERSION } from '../version.js';
import { writeNewFile } from '../write-new-file.js';

export interface ScenarioOptions {
  readonly asScenario: string;
  /** A module of the user's own: what should hold. */
  readonly predicate?: string;
  readonly json?: boolean;
}

/** Throws `CliError`. */
export const writeScenario = (bundle: Bundle, file: string, options: ScenarioOptions, out: Output): void => {
  const broken = brokenPromises(bundle.events);
  if (broken.length === 0 && options.predicate === undefined)
    throw new CliError(
      EXIT.failed,
      `Nothing that foldsync promises is broken in ${shown(file)}: a test of it would not fail. Say what should hold with --predicate, a module as for foldsync bisect.`,
      'nothing-broken',
    );
  const from = dirname(resolve(options.asScenario));
  const path = (to: string): string => {
    const way = relative(from, resolve(to)).replaceAll('\\', '/');
    return JSON.stringify(way.startsWith('.') ? way : `./${way}`);
  };
  writeNewFile(options.asScenario, testOf(path(file), options.predicate === undefined ? null : path(options.predicate), broken));
  const expects = broken.map(wordsOf);
  if (options.json === true) out.json({ type: 'scenario', file: options.asScenario, broken });
  else
    out.line(
      `${shown(options.asScenario)} fails until foldsync does otherwise: ${[...expects, ...(options.predicate === undefined ? [] : ['your predicate'])].join('; ')}. Run it with vitest.`,
    );
};

const wordsOf = (broken: BrokenPromise): string => {
  switch (broken._tag) {
    case 'Invariant':
      return `${broken.name} does not hold from event ${broken.seq} on`;
    case 'Unsettled':
      return `${plural(broken.count, 'entry is', 'entries are')} not in step at the end`;
    case 'OtherVerdicts':
      return `${plural(broken.count, 'verdict')} would be another today`;
  }
};

/** What a bundle holds goes into no line of code: it is read when the test runs. */
const testOf = (
  bundle: string,
  predicate: string | null,
  broken: readonly BrokenPromise[],
): string => `/** Made by foldsync ${VERSION} from a bundle: it fails until foldsync does otherwise. */
import { readFileSync } from 'node:fs';
import { bisect, counterfactual, decodeBundle, holds, INVARIANTS, replayBundle, unsettled } from 'foldsync/history';
import { describe, expect, it } from 'vitest';
${predicate === null ? '' : `import predicate from ${predicate};\n`}
const right = (either) => {
  if (either._tag === 'Left') throw new Error(either.left.message);
  return either.right;
};
const bundle = right(decodeBundle(readFileSync(new URL(${bundle}, import.meta.url), 'utf8')));

describe('a bundle', () => {
  it('folds to what it did where it was made', () => {
    expect(replayBundle(bundle)._tag).toBe('Right');
  });
${[...broken.map(expectationOf), ...(predicate === null ? [] : [PREDICATE])].join('')}});
`;

const PREDICATE = `
  it('keeps to the predicate', () => {
    expect(bisect(bundle.events, (state) => predicate(state) === true)._tag).toBe('Holds');
  });
`;

const expectationOf = (broken: BrokenPromise): string => {
  switch (broken._tag) {
    case 'Invariant':
      return `
  it('keeps ${broken.name} after every event', () => {
    expect(bisect(bundle.events, holds(INVARIANTS['${broken.name}']))._tag).toBe('Holds');
  });
`;
    case 'Unsettled':
      return `
  it('ends with both sides in step', () => {
    expect(unsettled(right(replayBundle(bundle)))).toEqual([]);
  });
`;
    case 'OtherVerdicts':
      return `
  it('is decided as it was decided then', () => {
    expect(counterfactual(bundle.events, {})).toEqual([]);
  });
`;
  }
};
