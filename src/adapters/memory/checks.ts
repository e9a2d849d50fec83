/**
 * What must be so before a call may have its effect. Strict: whatever differs from what was expected is refused, with the
 * error that the port names for it. Each check answers the object or throws, and changes nothing.
 */
import { type Name, refusalOf, showPath } from '../../domain/name.js';
import type { Traits } from '../../domain/traits.js';
import { type Expected, failure, type Ref } from '../../effects/ports/provider.js';
import { oidOf } from './edits.js';
import { identOf, revisionOf, stampOf } from './observe.js';
import type { MemoryOptions } from './options.js';
import type { FolderObject, StoredObject, Tree } from './tree.js';

export interface Checked {
  readonly tree: Tree;
  readonly traits: Traits;
  readonly options: MemoryOptions;
}

/** Whatever `ref` addresses: by oid on stores that have oids and if one is given, else by path. */
export const find = ({ tree, options }: Checked, ref: Ref): StoredObject | null => {
  if (options.identity === 'oid' && ref.oid !== null) return tree.byNumber(numberOf(ref.oid)) ?? null;
  const resolved = tree.resolve(ref.path);
  return resolved._tag === 'Found' ? resolved.object : null;
};

const numberOf = (oid: string): number => (/^o\d+$/.test(oid) ? Number(oid.slice(1)) : Number.NaN);

/** The object, if it is of the expected kind. Nothing else is checked: for stores that check early. */
export const present = (store: Checked, expected: Expected): StoredObject => {
  const object = find(store, expected);
  if (object === null || object.kind !== expected.kind) throw failure('NotFound', `no such ${expected.kind}: ${showPath(expected.path)}`);
  if (object === store.tree.root) throw failure('Denied', 'the root stays what and where it is');
  return object;
};

/** The object, if it is in all ways what and where it is expected to be. */
export const asExpected = (store: Checked, expected: Expected): StoredObject => {
  const object = present(store, expected);
  const { options, traits } = store;
  const leaf = expected.path.at(-1) ?? '';
  const name = traits.unicode === 'nfc' ? leaf.normalize('NFC') : leaf;
  const parentOid = options.identity === 'oid' && object.parent !== null ? oidOf(object.parent) : null;
  if (object.name !== name || parentOid !== expected.parentOid)
    throw failure('Moved', `not at the expected place: ${showPath(expected.path)}`);
  if (expected.ident !== null && expected.ident !== identOf(options, object))
    throw failure('Moved', `another object took the place: ${showPath(expected.path)}`);
  if (revisionOf(object) !== expected.revision) throw failure('Modified', `not the expected content: ${showPath(expected.path)}`);
  if (expected.stamp != null && expected.stamp !== stampOf(options, object))
    throw failure('Modified', `it was touched: ${showPath(expected.path)}`);
  return object;
};

export const parentFolder = (store: Checked, ref: Ref): FolderObject => {
  const folder = find(store, ref);
  if (folder?.kind !== 'folder') throw failure('NoParent', `no such folder: ${showPath(ref.path)}`);
  return folder;
};

/** Throws unless `name` can be given to something new in `folder`, or to `mover`, which may stand in its own way. */
export const freePlace = (store: Checked, folder: FolderObject, name: Name, mover?: StoredObject): void => {
  const refusal = refusalOf(store.traits, name);
  if (refusal !== null) throw failure('NameRefused', `${refusal}: ${JSON.stringify(name)}`);
  const occupant = store.tree.childOf(folder, name);
  if (occupant !== undefined && occupant !== mover) throw failure('Exists', `the place is taken: ${name}`);
};

/** A folder can't go into itself: below it there will be no such parent any more. */
export const notIntoItself = (store: Checked, object: StoredObject, folder: FolderObject): void => {
  if (object.kind === 'folder' && store.tree.isWithin(folder, object))
    throw failure('NoParent', `a folder can't be moved into itself: ${object.name}`);
};

export const empty = (object: StoredObject): void => {
  if (object.kind === 'folder' && object.children.size > 0) throw failure('NotEmpty', `not empty: ${object.name}`);
};

/** Throws if `bytes` more, for `freed` less, do not fit. */
export const room = ({ tree, options }: Checked, bytes: number, freed: number): void => {
  if (options.quota !== null && tree.usedBytes() - freed + bytes > options.quota)
    throw failure('OutOfSpace', `quota of ${options.quota} bytes`);
};
