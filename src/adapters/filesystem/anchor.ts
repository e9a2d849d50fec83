/**
 * Folders held open, so that what lies above them can be renamed or replaced by links without leading us elsewhere. On Linux a folder
 * is a descriptor, and a name in it is reached through `/proc/self/fd/<n>/<name>`. Where there is no such thing it is a path, checked
 * one component at a time: then someone who swaps folders for links in the very moment of a call may still win.
 */
import { closeSync, constants, existsSync, lstatSync, openSync, statSync } from 'node:fs';
import { factsOfStats, type Facts } from './facts.js';
import type { Anchor, System } from './system.js';

export interface OpenFolder extends Anchor {
  readonly facts: Facts;
}

/** Looks a name up without needing permission to read the folder (open(2)); Node does not export it. */
const O_PATH = 0x200000;
const FOLDER_ITSELF = constants.O_DIRECTORY | constants.O_NOFOLLOW;

const hasDescriptorPaths = process.platform === 'linux' && existsSync('/proc/self/fd');

/** The root, links in its path followed: it is the user's own word. Throws as `open` does. */
export const openRoot = (system: System, root: string): OpenFolder => {
  if (hasDescriptorPaths) return opened(system, openSync(root, O_PATH | constants.O_DIRECTORY));
  const facts = factsOfStats(statSync(root, { bigint: true }));
  if (facts.type !== 'folder') throw Object.assign(new Error('ENOTDIR: not a folder'), { code: 'ENOTDIR' });
  return { descriptor: null, path: root, facts };
};

/** A folder in a folder. Throws `ENOENT`, or `ENOTDIR` if it is a link or no folder. */
export const openChild = (system: System, parent: Anchor, name: string): OpenFolder => {
  if (parent.descriptor !== null) return opened(system, system.openAt(parent, name, O_PATH | FOLDER_ITSELF, 0));
  const path = `${parent.path}/${name}`;
  const facts = factsOfStats(lstatSync(path, { bigint: true }));
  if (facts.type !== 'folder') throw Object.assign(new Error('ENOTDIR: not a folder'), { code: 'ENOTDIR' });
  return { descriptor: null, path, facts };
};

export const closeFolder = (folder: Anchor): void => {
  if (folder.descriptor !== null) closeSync(folder.descriptor);
};

const opened = (system: System, descriptor: number): OpenFolder => {
  try {
    return { descriptor, path: `/proc/self/fd/${descriptor}`, facts: system.statOpen(descriptor) };
  } catch (thrown) {
    closeSync(descriptor);
    throw thrown;
  }
};
