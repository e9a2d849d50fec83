/**
 * Paths as people and the original library write them: one text with separators. Inside, a path is a `RelPath`; this is for the doors.
 * The rules are those of the original, edge by edge.
 */
import * as E from 'fp-ts/lib/Either.js';

export interface PathRules {
  readonly sep: string;
  /** Understood, never written. */
  readonly altSep: string;
  readonly caseSensitive: boolean;
  /** A path may begin with the letter of a drive. */
  readonly winPaths: boolean;
}

export type PathPart = string | null | undefined | readonly PathPart[];

export interface PathHelpers {
  /** Parts in one path. Nulls and empty ones are dropped, separators unified; a separator comes first, and none last. */
  readonly join: (...parts: readonly PathPart[]) => string;
  /** Folder and leaf: `/a/b` is `/a` and `b`, `a` is nothing and `a`. */
  readonly split: (path: string) => readonly [folder: string, leaf: string];
  readonly dirname: (path: string) => string;
  readonly basename: (path: string) => string;
  /** One kind of separator, none at the end; doubled ones inside stay. */
  readonly normalizePathSeparators: <P extends string | null>(path: P) => P extends null ? null : string;
  /** The form under which two paths are one path. `forDisplay`: with the case of the leaf. */
  readonly normalizePath: (path: string, forDisplay?: boolean) => string;
  /** What is left of `target` below `folder`, a separator first; the separator alone if they are equal (not if `strict`). False: not inside. */
  readonly isSubpath: (folder: string | null, target: string | null, strict?: boolean) => string | false;
  /** `path` with the folder `to` in the place of `from`; left if it is not inside `from`. */
  readonly replacePath: (path: string, from: string, to: string) => E.Either<string, string>;
  readonly pathsMatch: (a: string | null, b: string | null, forDisplay?: boolean) => boolean;
}

export const pathHelpers = ({ sep, altSep, caseSensitive, winPaths }: PathRules): PathHelpers => {
  const unified = (path: string): string => path.replaceAll(altSep, sep);
  const isSeparators = (path: string): boolean => path.replaceAll(sep, '') === '';
  const withoutTrailing = (path: string): string => {
    let end = path.length;
    while (path.endsWith(sep, end)) end -= sep.length;
    return path.slice(0, end);
  };
  const withoutLeading = (path: string): string => {
    let start = 0;
    while (path.startsWith(sep, start)) start += sep.length;
    return path.slice(start);
  };
  const folded = (path: string): string => (caseSensitive ? path : path.toLowerCase());
  const trimmed = (path: string): string => withoutTrailing(unified(path)) || (path === '' ? '' : sep);

  const join = (...parts: readonly PathPart[]): string => {
    const [first, ...rest] = flatten(parts).map(unified);
    if (first === undefined) return sep;
    const head = withoutTrailing(first);
    const tail = rest.map((part) => withoutLeading(withoutTrailing(part)));
    const joined = [head, ...tail].filter((part) => part !== '').join(sep);
    const isRooted = joined.startsWith(sep) || (winPaths && joined[1] === ':');
    return isRooted ? joined : sep + joined;
  };

  const split = (path: string): readonly [string, string] => {
    const whole = trimmed(path);
    const at = whole.lastIndexOf(sep);
    if (at < 0) return ['', whole];
    return [whole.slice(0, at) || sep, whole.slice(at + sep.length)];
  };

  const normalizePath = (path: string, forDisplay = false): string => {
    const whole = join(unified(path).split(sep));
    if (!forDisplay) return folded(whole);
    const [folder, leaf] = split(whole);
    return join(folded(folder), leaf);
  };

  const isSubpath = (folder: string | null, target: string | null, strict = false): string | false => {
    if (folder === null || folder === '' || target === null) return false;
    const [outer, inner] = [trimmed(folder), trimmed(target)];
    if (folded(outer) === folded(inner)) return strict ? false : sep;
    if (isSeparators(outer)) return inner.startsWith(sep) ? inner : false;
    // By names, not by length: a folded path may be of another one.
    const [above, names] = [outer.split(sep), inner.split(sep)];
    const isInside = folded(names.slice(0, above.length).join(sep)) === folded(outer);
    return isInside ? sep + names.slice(above.length).join(sep) : false;
  };

  return {
    join,
    split,
    dirname: (path) => split(path)[0],
    basename: (path) => split(path)[1],
    normalizePathSeparators: ((path: string | null) => (path === null ? null : trimmed(path))) as PathHelpers['normalizePathSeparators'],
    normalizePath,
    isSubpath,
    replacePath: (path, from, to) => {
      const rest = isSubpath(from, path);
      return rest === false ? E.left(`${path} is not inside ${from}`) : E.right(rest === sep ? trimmed(to) : join(to, rest));
    },
    pathsMatch: (a, b, forDisplay = false) => {
      if (a === null || b === null) return a === b;
      return normalizePath(a) === normalizePath(b) && (!forDisplay || split(a)[1] === split(b)[1]);
    },
  };
};

const flatten = (parts: readonly PathPart[]): readonly string[] =>
  parts.flatMap((part) => (part == null || part === '' ? [] : typeof part === 'string' ? [part] : flatten(part)));
