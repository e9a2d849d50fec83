/** What the operations of one filesystem provider share. */
import { isSafeName, showPath, type Name, type RelPath } from '../../domain/name.js';
import { isReserved } from '../../domain/reserved-name.js';
import { failure } from '../../effects/ports/provider.js';
import type { OpenFolder } from './anchor.js';
import type { Doing } from './errors.js';
import type { Place, System } from './system.js';
import type { Slots } from './trash.js';
import { checkNames, type Tree } from './tree.js';

export interface Context {
  readonly system: System;
  readonly tree: Tree;
  readonly slots: Slots;
  /** Absolute path of the root, for reading by others only. */
  readonly rootPath: string;
  readonly caseSensitive: () => boolean;
  /** Id of the log that only this process writes to; null if none was claimed: then nothing is cleaned up. */
  readonly owner: () => string | null;
}

/** The place of an object that should exist. Fails with `NotFound`; `Denied` for the root itself, which no operation may touch. */
export const placeOf = (context: Context, path: RelPath, verb: string): Place => {
  const name = path.at(-1);
  if (name === undefined) throw failure('Denied', `cannot ${verb} the root itself`);
  checkNames([name]);
  if (isReserved(name)) throw failure('NotFound', `${showPath(path)} is a name of foldsync's own: it does not sync`);
  return { folder: context.tree.folder(path.slice(0, -1), { verb, path, missing: 'NotFound' }), name };
};

/** Where something new goes. Fails with `NoParent`, `NameRefused`. */
export const newPlaceOf = (context: Context, parent: RelPath, name: Name, verb: string): Place => {
  checkNewName(name);
  return { folder: context.tree.folder(parent, newObject(parent, name, verb)), name };
};

export const newObject = (parent: RelPath, name: Name, verb: string): Doing => ({ verb, path: [...parent, name], missing: 'NoParent' });

export const checkNewName = (name: Name): void => {
  checkNames([name]);
  if (isReserved(name) || !isSafeName(name))
    throw failure('NameRefused', `${JSON.stringify(name)} is a name that foldsync keeps for itself; rename it`);
};

export const sameFolder = (a: OpenFolder, b: OpenFolder): boolean => a.facts.inode === b.facts.inode && a.facts.device === b.facts.device;
