/**
 * `System` on Linux through koffi, an optional dependency: calls relative to a folder's descriptor, renameat2, nanoseconds of mtime,
 * copies in the kernel, syncfs. Null where koffi does not load or libc lacks a call.
 * Numbers and layouts: statx(2), renameat2(2), utimensat(2), and linux/stat.h; the same on every 64-bit Linux.
 */
import { closeSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { endianness } from 'node:os';
import { getSystemErrorName } from 'node:util';
import type { Facts, Instant } from './facts.js';
import { pathOf, type Anchor, type Place, type System } from './system.js';

/** The little of koffi that is used; its own types are not needed where it is not installed. */
interface Koffi {
  readonly load: (library: null) => { readonly func: (signature: string) => Call };
  readonly errno: () => number;
}
type Call = ((...values: readonly unknown[]) => number) & {
  readonly async: (...valuesAndCallback: readonly unknown[]) => void;
};

let loaded: System | null | undefined;

/** Loaded at the first call, once a process. */
export const nativeSystem = (): System | null => {
  if (loaded === undefined) loaded = load();
  return loaded;
};

const load = (): System | null => {
  if (process.platform !== 'linux' || endianness() !== 'LE') return null;
  try {
    return systemOf(requireKoffi());
  } catch {
    return null;
  }
};

/** The platform's own package is a third faster to load than the one that looks for it; where it can't be named, that one is asked. */
const requireKoffi = (): Koffi => {
  const require = createRequire(import.meta.url);
  try {
    return createRequire(require.resolve('koffi'))(`@koromix/koffi-linux-${process.arch}`) as Koffi;
  } catch {
    return require('koffi') as Koffi;
  }
};

/** Not exported by Node, which always sets it itself. */
const O_CLOEXEC = 0x80000;
const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_EMPTY_PATH = 0x1000;
const STATX_BASIC_STATS_AND_BTIME = 0xfff;
const RENAME_NOREPLACE = 1;
const RENAME_EXCHANGE = 2;
/** As nanoseconds of a time: leave it as it is. */
const UTIME_OMIT = 0x3ffffffe;

const systemOf = (koffi: Koffi): System => {
  const libc = koffi.load(null);
  const statx = libc.func('int statx(int, const char*, int, unsigned int, void*)');
  const openat = libc.func('int openat(int, const char*, int, unsigned int)');
  const renameat2 = libc.func('int renameat2(int, const char*, int, const char*, unsigned int)');
  const futimens = libc.func('int futimens(int, const void*)');
  const copyFileRange = libc.func('int64_t copy_file_range(int, void*, int, void*, uint64_t, unsigned int)');
  const syncfs = libc.func('int syncfs(int)');

  const failed = (call: string): Error => {
    const errno = koffi.errno();
    const code = getSystemErrorName(-errno);
    return Object.assign(new Error(`${code}: ${call}`), { code, errno: -errno, syscall: call });
  };
  const open = (folder: Anchor, name: string, flags: number, mode: number): number => {
    const descriptor = openat(...at({ folder, name }), flags | O_CLOEXEC, mode);
    if (descriptor < 0) throw failed('open');
    return descriptor;
  };
  const rename = (from: Place, to: Place, flags: number): void => {
    if (renameat2(...at(from), ...at(to), flags) !== 0) throw failed('rename');
  };
  const words = new Uint32Array(64);
  const times = new BigInt64Array(4);

  return {
    statAt: (folder, name) => {
      // Called for every file of a tree: no list of arguments is made for it.
      const result =
        folder.descriptor === null
          ? statx(AT_FDCWD, `${folder.path}/${name}`, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS_AND_BTIME, words)
          : statx(folder.descriptor, name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS_AND_BTIME, words);
      if (result === 0) return factsOfStatx(words);
      const error = failed('statx');
      if ('code' in error && error.code === 'ENOENT') return null;
      throw error;
    },
    statOpen: (descriptor) => {
      if (statx(descriptor, '', AT_EMPTY_PATH, STATX_BASIC_STATS_AND_BTIME, words) !== 0) throw failed('statx');
      return factsOfStatx(words);
    },
    openAt: open,
    renameNoReplace: (from, to) => rename(from, to, RENAME_NOREPLACE),
    exchange: (a, b) => rename(a, b, RENAME_EXCHANGE),
    setModified: (descriptor, instant) => {
      times[1] = BigInt(UTIME_OMIT);
      times[2] = BigInt(instant.seconds);
      times[3] = BigInt(instant.nanoseconds);
      if (futimens(descriptor, times) !== 0) throw failed('futimens');
    },
    copyRange: (from, to, bytes) => {
      const copied = copyFileRange(from, null, to, null, bytes, 0);
      if (copied < 0) throw failed('copy_file_range');
      return copied;
    },
    sync: async (folder) => {
      const descriptor = open(folder, '.', constants.O_RDONLY | constants.O_DIRECTORY, 0);
      try {
        await new Promise<void>((resolve, reject) => {
          // In a thread of its own: it waits for the disk. Errno is the thread's, out of reach here.
          syncfs.async(descriptor, (error: unknown, result: number) =>
            error === null && result === 0 ? resolve() : reject(Object.assign(new Error('EIO: syncfs'), { code: 'EIO' })),
          );
        });
      } finally {
        closeSync(descriptor);
      }
    },
  };
};

/** First two arguments of the `...at` calls. */
const at = (place: Place): readonly [number, string] =>
  place.folder.descriptor === null ? [AT_FDCWD, pathOf(place)] : [place.folder.descriptor, place.name];

const S_IFMT = 0xf000;
const TYPES: Readonly<Record<number, Facts['type']>> = { 0x8000: 'file', 0x4000: 'folder', 0xa000: 'symlink' };

/** `words` is a `struct statx` as 32-bit little-endian words; the comments are byte offsets. */
const factsOfStatx = (words: Uint32Array): Facts => {
  const mode = word(words, 28) & 0xffff;
  const major = word(words, 136);
  const minor = word(words, 140);
  return {
    type: TYPES[mode & S_IFMT] ?? 'special',
    // As makedev(3), so that it equals what Node answers.
    device: (minor & 0xff) + (major & 0xfff) * 2 ** 8 + (minor >>> 8) * 2 ** 20 + (major >>> 12) * 2 ** 44,
    inode: word(words, 36) < 2 ** 21 ? wide(words, 32) : (BigInt(word(words, 36)) << 32n) | BigInt(word(words, 32)),
    links: word(words, 16),
    mode: mode & 0o777,
    size: wide(words, 40),
    born: instant(words, 80),
    changed: instant(words, 96),
    modified: instant(words, 112),
  };
};

const word = (words: Uint32Array, byteOffset: number): number => words[byteOffset >>> 2] as number;
const wide = (words: Uint32Array, byteOffset: number): number => word(words, byteOffset + 4) * 2 ** 32 + word(words, byteOffset);
const instant = (words: Uint32Array, byteOffset: number): Instant => ({
  // Signed: the high word carries the sign. Exact as far as a double is, for 285 million years.
  seconds: (word(words, byteOffset + 4) | 0) * 2 ** 32 + word(words, byteOffset),
  nanoseconds: word(words, byteOffset + 8),
});
