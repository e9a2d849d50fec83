/**
 * What may be done to a provider and behind its back, as plain values that print and shrink well, and what the model says must
 * come of it.
 */
import fc from 'fast-check';
import type { Name, RelPath } from '../../domain/name.js';
import type { Traits } from '../../domain/traits.js';
import { keyOf, type Model, type ModelNode, nodeAt, nodeById, parentOf, folderAt, below } from './model.js';
import { NOT_AS_EXPECTED, type Tag } from './refused.js';

/** Which expectation a call takes along: of what is there now, or of something that was seen earlier and is so no more. */
type Belief = 'fresh' | 'stale';

export type Command =
  | { readonly _tag: 'createFile'; readonly path: RelPath }
  | { readonly _tag: 'makeFolder'; readonly path: RelPath }
  | { readonly _tag: 'replaceFile'; readonly path: RelPath; readonly belief: Belief }
  | { readonly _tag: 'move'; readonly path: RelPath; readonly to: RelPath; readonly belief: Belief }
  | { readonly _tag: 'discard'; readonly path: RelPath; readonly belief: Belief }
  | { readonly _tag: 'read'; readonly path: RelPath; readonly belief: Belief }
  | { readonly _tag: 'userWrite'; readonly path: RelPath }
  | { readonly _tag: 'userMkdir'; readonly path: RelPath }
  | { readonly _tag: 'userMove'; readonly path: RelPath; readonly to: RelPath }
  | { readonly _tag: 'userRemove'; readonly path: RelPath };

/** Few names, so that they meet; two spellings of one name where case or Unicode form do not count. */
const NAMES: readonly Name[] = ['a', 'b', 'A', '\u00e9', 'e\u0301'];
const FEWEST_NAMES: readonly Name[] = ['a', 'b'];

const DEEPEST = 3;

/** Mostly one of six paths: a stale belief shows only where three commands meet at one. */
const path: fc.Arbitrary<RelPath> = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...FEWEST_NAMES), { minLength: 1, maxLength: 2, size: 'max' }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: DEEPEST, size: 'max' }) },
);

export const command: fc.Arbitrary<Command> = (() => {
  const belief = fc.constantFrom<Belief>('fresh', 'stale');
  const at = <T extends Command['_tag']>(_tag: T) => fc.record({ _tag: fc.constant(_tag), path });
  const believing = <T extends Command['_tag']>(_tag: T) => fc.record({ _tag: fc.constant(_tag), path, belief });
  return fc.oneof(
    { weight: 3, arbitrary: at('createFile') },
    { weight: 4, arbitrary: at('makeFolder') },
    { weight: 3, arbitrary: believing('replaceFile') },
    { weight: 5, arbitrary: fc.record({ _tag: fc.constant('move' as const), path, to: path, belief }) },
    { weight: 3, arbitrary: believing('discard') },
    { weight: 2, arbitrary: believing('read') },
    { weight: 3, arbitrary: at('userWrite') },
    { weight: 3, arbitrary: at('userMkdir') },
    { weight: 4, arbitrary: fc.record({ _tag: fc.constant('userMove' as const), path, to: path }) },
    { weight: 2, arbitrary: at('userRemove') },
  );
})();

/** With which errors a call may be refused. `must`: it has to be; else it may as well succeed. */
export interface Verdict {
  readonly must: boolean;
  readonly tags: readonly Tag[];
}

const fine: Verdict = { must: false, tags: [] };
const must = (...tags: readonly Tag[]): Verdict => ({ must: true, tags });
const may = (...tags: readonly Tag[]): Verdict => ({ must: false, tags });

/** Where several things are wrong, any of them may be named. */
export const both = (...verdicts: readonly Verdict[]): Verdict => ({
  must: verdicts.some((verdict) => verdict.must),
  tags: verdicts.flatMap(({ tags }) => tags),
});

/** What must come of an expectation of the object `then`, which was seen in the folder `parent`. */
export const judgeBelief = (model: Model, { identity }: Traits, then: ModelNode, parent: number | null): Verdict => {
  if (identity === 'oid') {
    const now = nodeById(model, then.id);
    if (now === undefined) return must('NotFound');
    const stays = parentId(model, now) === parent && now.path.at(-1) === then.path.at(-1);
    return both(stays ? fine : must('Moved'), now.version === then.version ? fine : must('Modified'));
  }
  const now = nodeAt(model, then.path);
  if (now === undefined) return must('NotFound');
  if (now.kind !== then.kind) return must(...NOT_AS_EXPECTED);
  if (now.kind === 'file' && now.version !== then.version) return must(...NOT_AS_EXPECTED);
  const same = now.id === then.id && now.moves === then.moves && now.path.at(-1) === then.path.at(-1);
  return same ? fine : may(...NOT_AS_EXPECTED);
};

/** What must come of putting something new, or `mover`, at a place. */
export const judgePlace = (model: Model, path: RelPath, mover: ModelNode | null): Verdict => {
  const folder = folderAt(model, parentOf(path));
  if (folder === null) return must('NoParent');
  const occupant = nodeAt(model, path);
  const taken = occupant !== undefined && occupant.id !== mover?.id ? must('Exists') : fine;
  const inside = mover !== null && isWithin(model, folder, mover) ? must('NoParent', 'Failed') : fine;
  return both(taken, inside);
};

export const judgeEmptiness = (model: Model, node: ModelNode | undefined): Verdict =>
  node?.kind === 'folder' && below(model, node.path).length > 0 ? must('NotEmpty') : fine;

/** True if the folder `path` is `node` or below it. */
export const isWithin = (model: Model, path: RelPath, node: ModelNode): boolean =>
  node.kind === 'folder' && `${keyOf(model, path)}/`.startsWith(`${keyOf(model, node.path)}/`);

/** Null for the root. */
export const parentId = (model: Model, node: ModelNode): number | null => nodeAt(model, parentOf(node.path))?.id ?? null;
