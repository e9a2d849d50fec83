/**
 * The trash of a root: `.foldsync/trash/<slot>/<name>`, a slot for what was thrown away at one time, so that names never meet and long ones fit.
 * What is moved there is looked at afterwards: only then is it sure which object it was. A wrong one goes back.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmdirSync } from 'node:fs';
import { nameKey, type Name, type NameRules } from '../../domain/name.js';
import { STATE_FOLDER } from '../../domain/reserved-name.js';
import type { TrashRef } from '../../effects/ports/provider.js';
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

/** What is thrown away within this time goes to one slot, in ms: that of a slice of synchronous work. A folder for each of many files takes as long as the file. */
const SHARED_MS = 20;

/** Hands out slots. Within one, no two things have names that any filesystem takes for the same. */
export interface Slots {
  readonly slotFor: (name: Name) => string;
  /** The last one is not used again. */
  readonly leave: () => void;
}

export const slotsInTurn = (nowMs: () => number = Date.now): Slots => {
  let last: { readonly slot: string; readonly atMs: number; readonly keys: Set<string> } | null = null;
  return {
    slotFor: (name) => {
      const now = nowMs();
      const key = nameKey(ALIKE, name);
      const isOver = last === null || now < last.atMs || now - last.atMs >= SHARED_MS || last.keys.has(key);
      if (last === null || isOver) last = { slot: newSlot(now), atMs: now, keys: new Set() };
      last.keys.add(key);
      return last.slot;
    },
    leave: () => void (last = null),
  };
};

const ALIKE: NameRules = { caseSensitive: false, unicode: 'nfc', forbiddenCharacters: '', maxNameBytes: 255 };

/** A slot for a thing of that name, made if it is not there; an empty one is gone again if `use` throws. */
export const withSlot = ({ tree, slots }: Trashing, name: Name, use: (slot: Slot) => void): TrashRef => {
  const slot = slots.slotFor(name);
  const folder = tree.stateFolder([...TRASH_PATH, slot], makePrivateFolder);
  try {
    use({ folder, name });
  } catch (thrown) {
    slots.leave();
    removeIfEmpty(tree, slot);
    throw thrown;
  }
  return { ref: [...TRASH_PATH, slot, name].join('/') };
};

/** What the trash is part of. */
export interface Trashing {
  readonly system: System;
  readonly tree: Tree;
  readonly slots: Slots;
}

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
  trashing: Trashing,
  from: Place,
  type: Facts['type'],
  name: Name,
  accept: (facts: Facts | null) => unknown,
): TrashRef => withSlot(trashing, name, (slot) => moveIntoSlot(trashing.system, slot, from, type, accept));

const acceptOrPutBack = (system: System, inTrash: Place, home: Place, accept: (facts: Facts | null) => unknown): void => {
  const facts = system.statAt(inTrash.folder, inTrash.name);
  try {
    accept(facts);
  } catch (thrown) {
    if (facts !== null) putBack(system, inTrash, home, facts.type);
    throw thrown;
  }
};

const removeIfEmpty = (tree: Tree, slot: string): void => {
  try {
    rmdirSync(`${tree.stateFolder(TRASH_PATH, makePrivateFolder).path}/${slot}`);
  } catch {
    // Not empty: others lie in it, or what could not be put back, which is what the trash is for.
  }
};
