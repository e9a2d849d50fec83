import type { Translate } from '../../domain/answers.js';
import type { Name, RelPath } from '../../domain/name.js';
import { LOCAL, type Side } from '../../domain/side.js';

/** Where paths of one side belong on the other: to REMOTE, and from there; null: nowhere. */
interface Mapping {
  readonly there: (path: RelPath) => RelPath | null;
  readonly back: (path: RelPath) => RelPath | null;
}

const INSIDE: Name = 'c';
const HIDDEN: Name = 'b';

const swapped = (path: RelPath): RelPath => path.map((name) => (name === 'a' ? 'b' : name === 'b' ? 'a' : name));
const unlessHidden = (path: RelPath): RelPath | null => (path[0] === HIDDEN ? null : path);

/** What users have names and folders mapped for; by what happens to the few names that stories use. */
const MAPPINGS = {
  /** Two names are each other's on the other side, at every level. */
  'swapped names': { there: swapped, back: swapped },
  /** All of LOCAL lies in a folder of REMOTE; what else is there stays there. */
  'in a folder': {
    there: (path) => [INSIDE, ...path],
    back: (path) => (path[0] === INSIDE ? path.slice(1) : null),
  },
  /** What lies in one folder stays on its side. */
  'one hidden': { there: unlessHidden, back: unlessHidden },
  /** Two folders of LOCAL are one on REMOTE: what does not fit is blocked. */
  'two for one': { there: (path) => (path[0] === HIDDEN ? ['a', ...path.slice(1)] : path), back: unlessHidden },
} as const satisfies Readonly<Record<string, Mapping>>;

export type Translation = keyof typeof MAPPINGS;
export const TRANSLATIONS = Object.keys(MAPPINGS) as readonly Translation[];

/** The function that a user brings along. */
export const translateBy =
  (translation: Translation): Translate =>
  (path: RelPath, side: Side) =>
    MAPPINGS[translation][side === LOCAL ? 'there' : 'back'](path);
