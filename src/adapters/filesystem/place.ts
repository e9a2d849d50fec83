/** Putting an object at a name without ever replacing what is there, on every filesystem. */
import { linkSync, mkdirSync, renameSync, rmdirSync, unlinkSync, openSync, closeSync, constants } from 'node:fs';
import { utf8Length, type Name } from '../../domain/name.js';
import { codeOf, isUnsupported } from './errors.js';
import type { Facts } from './facts.js';
import { pathOf, type Place, type System } from './system.js';

/** Throws `EEXIST` if the place is taken. Atomic where the filesystem can, otherwise as near as plain calls come. */
export const placeNoReplace = (system: System, from: Place, to: Place, type: Facts['type']): void => {
  if (system.renameNoReplace !== null) {
    try {
      system.renameNoReplace(from, to);
      return;
    } catch (thrown) {
      if (!isUnsupported(thrown)) throw thrown;
    }
  }
  if (type === 'folder') placeFolder(from, to);
  else placeByLink(system, from, to);
};

/** A new empty folder holds the place, and may be replaced by a folder while it stays empty (rename(2)). */
const placeFolder = (from: Place, to: Place): void => {
  mkdirSync(pathOf(to));
  try {
    renameSync(pathOf(from), pathOf(to));
  } catch (thrown) {
    rmdirSync(pathOf(to));
    throw thrown;
  }
};

const placeByLink = (system: System, from: Place, to: Place): void => {
  try {
    linkSync(pathOf(from), pathOf(to));
  } catch (thrown) {
    // Filesystems without hard links: FAT, some network and FUSE ones.
    if (!isUnsupported(thrown) && codeOf(thrown) !== 'EPERM' && codeOf(thrown) !== 'EMLINK') throw thrown;
    placeOverReserved(system, from, to);
    return;
  }
  const linked = system.statAt(to.folder, to.name);
  // Someone may have put another file at the old name since: that one is not ours to remove.
  if (linked !== null && system.statAt(from.folder, from.name)?.inode === linked.inode) unlinkSync(pathOf(from));
};

/** An empty file of ours holds the place, and is replaced if it still is that. */
const placeOverReserved = (system: System, from: Place, to: Place): void => {
  const descriptor = openSync(pathOf(to), constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
  const reserved = system.statOpen(descriptor);
  closeSync(descriptor);
  const there = system.statAt(to.folder, to.name);
  if (there === null || there.inode !== reserved.inode || there.size !== 0)
    throw Object.assign(new Error('EEXIST: the place was taken'), { code: 'EEXIST' });
  renameSync(pathOf(from), pathOf(to));
};

/** How often a name beside a taken one is tried. */
const MAX_RECOVERED = 100;

/**
 * Puts something back where it was taken from; if that place is taken by now, beside it, where its owner sees it.
 * Throws if its folder is gone too: it then stays where it is.
 */
export const putBack = (system: System, from: Place, home: Place, type: Facts['type']): void => {
  for (let attempt = 0; ; attempt += 1) {
    const name = attempt === 0 ? home.name : recoveredName(home.name, attempt);
    try {
      placeNoReplace(system, from, { folder: home.folder, name }, type);
      return;
    } catch (thrown) {
      if (codeOf(thrown) !== 'EEXIST' || attempt === MAX_RECOVERED) throw thrown;
    }
  }
};

/** Longest name on every common filesystem, in bytes. */
const MAX_NAME_BYTES = 255;

/** `photo.jpg` -> `photo.recovered.jpg`, `photo.recovered-2.jpg`, ...; never longer than a name may be. */
export const recoveredName = (name: Name, attempt: number): Name => {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '';
  const mark = attempt === 1 ? '.recovered' : `.recovered-${attempt}`;
  const stem = [...name.slice(0, name.length - extension.length)];
  while (utf8Length(stem.join('')) + utf8Length(mark + extension) > MAX_NAME_BYTES) stem.pop();
  return stem.join('') + mark + extension;
};
