import ignore from 'ignore';
import type { RelPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import { originalOf } from '../../domain/reserved-name.js';
import type { Prioritize, Translate } from '../../domain/answers.js';

/** Which paths are left alone, and why. The answer is recorded with each observation, so that replay needs no rules. */
export interface IgnoreRules {
  /** Gitignore rules, the same for both sides. */
  readonly ignores: (path: RelPath, kind: Observation['kind']) => boolean;
  /** True if no path is ignored just now: then nobody need ask for each. */
  readonly ignoresNothing?: () => boolean;
  /** Where a path of this side belongs on the other; null: nowhere. Undefined: every path stays as it is. Asked for with each batch. */
  readonly translate?: () => Translate | undefined;
  /** What is to go first, and last; undefined: nothing. */
  readonly prioritize?: () => Prioritize | undefined;
  /** True for a file of REMOTE that is to come to LOCAL unasked, where files are on demand. */
  readonly wants?: () => ((path: RelPath) => boolean) | undefined;
}

export const NOTHING_IGNORED: IgnoreRules = { ignores: () => false, ignoresNothing: () => true };

/** Rules of one or more ignore files and globs, line by line as in a `.gitignore` at the root. */
export const ignoreRules = (lines: readonly string[]): IgnoreRules => {
  if (lines.length === 0) return NOTHING_IGNORED;
  const matcher = ignore({ allowRelativePaths: true }).add([...lines]);
  return { ignores: (path, kind) => path.length > 0 && matcher.ignores(path.join('/') + (kind === 'folder' ? '/' : '')) };
};

/** Marks what the rules leave alone. `folder` is the path of the folder that was listed. */
export const withRules = (rules: IgnoreRules, folder: RelPath, seen: Observation): Observation => {
  const kept = keptBy(rules, folder, seen);
  return kept === seen.kept ? seen : { ...seen, kept };
};

/** Why it is kept away: what the provider said goes before what the rules say. They are not asked of what a swap put aside: it is on its way home. */
export const keptBy = (rules: IgnoreRules, folder: RelPath, seen: Pick<Observation, 'name' | 'kind' | 'kept'>): Observation['kept'] => {
  if (seen.kept !== null || rules === NOTHING_IGNORED || originalOf(seen.name) !== null) return seen.kept;
  return rules.ignores([...folder, seen.name], seen.kind) ? 'ignored' : null;
};
