/**
 * Contents on their way: a temporary file beside its target, under a short name that no one syncs. It is complete, dated and checked
 * before it is placed; if anything fails, nothing of it remains.
 */
import { closeSync, constants, fchmodSync, readSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { failure, SMALL_FILE_BYTES, type Expected } from '../../effects/ports/provider.js';
import type { Facts, Instant } from './facts.js';
import { exchangeName, newPartName } from './part-name.js';
import { pathOf, type Anchor, type Place, type System } from './system.js';

export interface PartFile {
  readonly place: Place;
  readonly descriptor: number;
}

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** `owner`: see `Context`. `mode`: permission bits, lessened by the umask. */
export const openPart = (system: System, folder: Anchor, owner: string | null, mode: number): PartFile => {
  const name = newPartName(owner);
  return { place: { folder, name }, descriptor: system.openAt(folder, name, NEW_FILE, mode) };
};

/** From here on what lies under the part's name may be the file that it displaced: the name tells one from the other. */
export const nameForExchange = (system: System, part: PartFile, displaced: Expected): PartFile => {
  const { folder, name } = part.place;
  const place = { folder, name: exchangeName(name, system.statOpen(part.descriptor), displaced) };
  renameSync(pathOf(part.place), pathOf(place));
  return { ...part, place };
};

export const closePart = (part: PartFile): void => closeSync(part.descriptor);

/**
 * Closes and removes it, and nothing else: after an exchange another file may have its name.
 * Never throws, since it runs on the way out of a failure.
 */
export const dropPart = (system: System, part: PartFile): void => {
  try {
    const { folder, name } = part.place;
    if (system.statAt(folder, name)?.inode === system.statOpen(part.descriptor).inode) unlinkSync(pathOf(part.place));
  } catch {
    // It can't be removed: its name keeps it out of every sync.
  } finally {
    closePart(part);
  }
};

/** Sets permission bits in spite of the umask, where those of a replaced file are kept. */
export const setMode = (part: PartFile, mode: number): void => fchmodSync(part.descriptor, mode);

/** One buffer for all small files; a byte more, to see that a source grew. */
const buffer = Buffer.allocUnsafeSlow(SMALL_FILE_BYTES + 1);

/** Reads a small file whole. Throws `Modified` if it holds more, or less, than `size` bytes. The answer is valid until the next call. */
export const readSmall = (descriptor: number, size: number): Uint8Array => {
  let length = 0;
  let read = -1;
  // A byte more is asked for than there should be: exactly `size` is then the end, of a regular file.
  while (read !== 0 && length < size + (read === -1 ? 1 : 0)) {
    read = readSync(descriptor, buffer, length, size + 1 - length, null);
    length += read;
  }
  if (length !== size) throw failure('Modified', 'the source was changed while it was read');
  return buffer.subarray(0, length);
};

export const writeAll = (descriptor: number, bytes: Uint8Array): void => {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written, bytes.length - written);
};

export const setModified = (system: System, part: PartFile, at: Instant): void => system.setModified(part.descriptor, at);

/** Permission bits of a copy: those of the source, and always readable by its owner, who is to sync it. */
export const modeOfCopy = (source: Facts): number => source.mode | 0o400;

/** Permission bits of a file whose source says no more than whether it can be executed. */
export const modeFor = (executable: boolean | null): number => (executable === true ? 0o777 : 0o666);

/** The bits of a file that is replaced, executable or not as its new content: for those who may read it. */
export const modeOfReplacement = (replaced: Facts, executable: boolean | null): number =>
  executable === null ? replaced.mode : executable ? replaced.mode | ((replaced.mode & 0o444) >> 2) | 0o100 : replaced.mode & ~0o111;
