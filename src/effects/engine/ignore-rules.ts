import ignore from 'ignore';
import type { Name, RelPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';

/** Which paths are left alone: gitignore rules. The answer is recorded with each observation, so that replay needs no rules. */
export interface IgnoreRules {
  readonly ignores: (path: RelPath, kind: Observation['kind']) => boolean;
}

export const NOTHING_IGNORED: IgnoreRules = { ignores: () => false };

/** Rules of one or more ignore files and globs, line by line as in a `.gitignore` at the root. */
export const ignoreRules = (lines: readonly string[]): IgnoreRules => {
  if (lines.length === 0) return NOTHING_IGNORED;
  const matcher = ignore({ allowRelativePaths: true }).add([...lines]);
  return { ignores: (path, kind) => path.length > 0 && matcher.ignores(path.join('/') + (kind === 'folder' ? '/' : '')) };
};

/** Marks what the rules leave alone. `folder` is the path of the folder that was listed. */
export const withRules = (rules: IgnoreRules, folder: RelPath, seen: Observation, name: Name = seen.name): Observation =>
  seen.kept === null && rules !== NOTHING_IGNORED && rules.ignores([...folder, name], seen.kind) ? { ...seen, kept: 'ignored' } : seen;
