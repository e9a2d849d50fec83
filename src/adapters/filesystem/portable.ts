/**
 * `System` in plain Node calls: works everywhere. What it can't do: keep nanoseconds of mtime, rename without replacing, exchange
 * (the callers have their own fallbacks), and sync one filesystem.
 */
import { execFile } from 'node:child_process';
import { closeSync, constants, fstatSync, fsyncSync, futimesSync, lstatSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { factsOfStats, msOf } from './facts.js';
import type { Anchor, System } from './system.js';

export const portableSystem: System = {
  statAt: (folder, name) => {
    const stats = lstatSync(`${folder.path}/${name}`, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? null : factsOfStats(stats);
  },
  statOpen: (descriptor) => factsOfStats(fstatSync(descriptor, { bigint: true })),
  openAt: (folder, name, flags, mode) => openSync(`${folder.path}/${name}`, flags, mode),
  renameNoReplace: null,
  exchange: null,
  setModified: (descriptor, at) => {
    // Half a microsecond more: below, a binary fraction just under the wanted one is cut down by a whole one.
    const seconds = msOf(at) / 1000 + 5e-7;
    futimesSync(descriptor, seconds, seconds);
  },
  copyRange: null,
  sync: (folder) => syncByTool(folder).catch(() => syncFolder(folder)),
};

/** `sync -f` is syncfs(2) of the filesystem that a path is on (GNU coreutils, busybox). */
const syncByTool = async (folder: Anchor): Promise<void> => {
  // Descriptors of ours are not the child's: name this process, not `self`.
  await promisify(execFile)('sync', ['-f', folder.path.replace('/proc/self/', `/proc/${process.pid}/`)]);
};

/** The last resort: names are durable then, contents only as far as the filesystem writes them before names (ext4 by default mostly does). */
const syncFolder = (folder: Anchor): void => {
  const descriptor = openSync(`${folder.path}/.`, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};
