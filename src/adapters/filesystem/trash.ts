/**
 * The trash of a root: `.foldsync/trash/<slot>/<name>`, one slot for each thing thrown away, so that names never meet and long ones fit.
 * What is moved there is looked at afterwards: only then is it sure which object it was. A wrong one goes back.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmdirSync } from 'node:fs';
import type { Name } from '../../domain/name.js';
import { STATE_FOLDER } from '../../domain/reserved-name.js';
import type { TrashRef } from '../../effects/ports/provider.js';
import { closeFolder, openChild } from './anchor.js';
import type { Facts } from './facts.js';
import { placeNoReplace, putBack } from './place.js';
import type { Place, System } from './system.js';
import type { Tree } from './tree.js';

export const TRASH_PATH: readonly Name[] = [STATE_FOLDER, 'trash'];
/** For their owner only: what is thrown away may have been in a folder that others could not read. */
const PRIVATE = 0o700;

export const makePrivateFolder = (path: string): void => mkdirSync(path, { mode: PRIVATE });

/** Slots sort by time, the clocks that are before 1970 first; the random part keeps two of one millisecond apart. */
export const newSlot = (atMs: number): string => `${Math.max(0, Math.floor(atMs)).toString(36)}-${randomBytes(6).toString('hex')}`;

/** When a slot was made, in ms since 1970; null if it is none of ours. */
export const slotTime = (slot: string): number | null => {
  const match = /^([0-9a-z]{1,11})-[0-9a-f]{12}$/.exec(slot);
  return match?.[1] === undefined ? null : Number.parseInt(match[1], 36);
};

/** A place in the trash that waits for what is to be thrown away. */
export type Slot = Place;

/** Makes a slot for a thing of that name; it is gone again if `use` throws and left nothing in it. */
export const withSlot = (system: System, tree: Tree, name: Name, use: (slot: Slot) => void): TrashRef => {
  const trash = tree.stateFolder(TRASH_PATH, makePrivateFolder);
  const slot = newSlot(Date.now());
  makePrivateFolder(`${trash.path}/${slot}`);
  const folder = openChild(system, trash, slot);
  try {
    use({ folder, name });
  } catch (thrown) {
    removeIfEmpty(`${trash.path}/${slot}`);
    throw thrown;
  } finally {
    closeFolder(folder);
  }
  return { ref: [...TRASH_PATH, slot, name].join('/') };
};

/**
 * Moves `from` into the slot, if `accept` does not throw at what turns out to have been moved; else puts it back and throws what
 * `accept` threw. Throws `ENOENT` if there is nothing at `from`.
 */
export const moveIntoSlot = (
  system: System,
  slot: Slot,
  from: Place,
  type: Facts['type'],
  accept: (facts: Facts | null) => unknown,
): void => {
  placeNoReplace(system, from, slot, type);
  acceptOrPutBack(system, slot, from, accept);
};

/** Both in one. */
export const moveToTrash = (
  system: System,
  tree: Tree,
  from: Place,
  type: Facts['type'],
  name: Name,
  accept: (facts: Facts | null) => unknown,
): TrashRef => withSlot(system, tree, name, (slot) => moveIntoSlot(system, slot, from, type, accept));

const acceptOrPutBack = (system: System, inTrash: Place, home: Place, accept: (facts: Facts | null) => unknown): void => {
  const facts = system.statAt(inTrash.folder, inTrash.name);
  try {
    accept(facts);
  } catch (thrown) {
    if (facts !== null) putBack(system, inTrash, home, facts.type);
    throw thrown;
  }
};

const removeIfEmpty = (path: string): void => {
  try {
    rmdirSync(path);
  } catch {
    // Not empty: what could not be put back stays in the trash, which is what it is for.
  }
};
