import { parsePath, type RelPath, showPath } from '../domain/name.js';
import { other, type Side } from '../domain/side.js';
import { type IgnoreRules, NOTHING_IGNORED } from '../effects/index.js';
import { ArgumentError } from './errors.js';

/** What the engine asks of users' functions, with paths as users know them: below the provider's root, and not below what is synced. */
export interface Hooked {
  readonly rootPath: (side: Side) => RelPath;
  /** Undefined while it is not overridden: every path stays as it is. */
  readonly translate: () => ((toSide: Side, path: string) => string | null) | undefined;
  readonly prioritize: () => ((side: Side, path: string) => number) | undefined;
  /** For files on demand: true for a path of REMOTE that comes unasked. */
  readonly wants?: () => ((path: string) => boolean) | undefined;
}

export const rulesOf = ({ rootPath, translate, prioritize, wants }: Hooked): IgnoreRules => {
  const whole = (side: Side, path: RelPath): string => showPath([...rootPath(side), ...path]);
  return {
    ...NOTHING_IGNORED,
    translate: () => {
      const hook = translate();
      return hook && ((path, side) => below(rootPath(other(side)), checkedPath(hook(other(side), whole(side, path)), whole(side, path))));
    },
    prioritize: () => {
      const hook = prioritize();
      return hook && ((path, side) => checkedNumber(hook(side, whole(side, path)), whole(side, path)));
    },
    wants: () => {
      const hook = wants?.();
      return hook && ((path) => hook(whole(1, path)));
    },
  };
};

/** A path below a root, as names from there; null if it is not below it. */
export const below = (root: RelPath, path: RelPath | null): RelPath | null =>
  path !== null && root.every((name, i) => path[i] === name) ? path.slice(root.length) : null;

const checkedPath = (answer: unknown, path: string): RelPath | null => {
  if (answer === null) return null;
  if (typeof answer !== 'string')
    throw new ArgumentError(`translate has to answer a path or null, and answered ${String(answer)} for ${path}`);
  return parsePath(answer);
};

const checkedNumber = (answer: unknown, path: string): number => {
  if (typeof answer !== 'number' || Number.isNaN(answer))
    throw new ArgumentError(`prioritize has to answer a number, and answered ${String(answer)} for ${path}`);
  return answer;
};
