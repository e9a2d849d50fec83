/**
 * From errors of system calls to the closed union of the port. What `ENOENT` means depends on what was asked for, so callers say it.
 * Messages name paths below the root only.
 */
import { showPath, type RelPath } from '../../domain/name.js';
import type { ProviderError } from '../../domain/provider-error.js';
import { failure, ProviderFailure } from '../../effects/ports/provider.js';

type Tag = ProviderError['_tag'];

export const codeOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/** True for what a kernel or filesystem answers that does not know a call or its flags. */
export const isUnsupported = (thrown: unknown): boolean => ['EINVAL', 'ENOSYS', 'EOPNOTSUPP', 'ENOTSUP'].includes(codeOf(thrown));

/** True if what was looked for is not there, or can't be: its folder is a file or a link, its name is longer than any name. */
export const isAbsence = (thrown: unknown): boolean => ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(codeOf(thrown));

/** What a call was about, for the error it may end in. */
export interface Doing {
  /** A verb with its object's role, e.g. `read`, `create`. */
  readonly verb: string;
  readonly path: RelPath;
  /** What it means if something on the way is not there: the object itself, or the folder to put it in. */
  readonly missing: 'NotFound' | 'NoParent';
}

/** Anything thrown by a system call, as a failure of the port; failures pass unchanged. */
export const failureOf = (thrown: unknown, doing: Doing): ProviderFailure => {
  if (thrown instanceof ProviderFailure) return thrown;
  const code = codeOf(thrown);
  const [tag, why] = MEANINGS[code] ?? ['Failed', thrown instanceof Error ? withoutPaths(thrown) : 'unknown error'];
  return failure(
    tag === 'missing' ? doing.missing : tag,
    `cannot ${doing.verb} ${showPath(doing.path)}: ${why}${code === '' ? '' : ` (${code})`}`,
  );
};

/** Runs `work`; what it throws becomes a failure. */
export const attempt = <A>(doing: Doing, work: () => A): A => {
  try {
    return work();
  } catch (thrown) {
    throw failureOf(thrown, doing);
  }
};

/** As `attempt`, for a promise. */
export const attemptAsync = async <A>(doing: Doing, work: () => Promise<A>): Promise<A> => {
  try {
    return await work();
  } catch (thrown) {
    throw failureOf(thrown, doing);
  }
};

const MEANINGS: Readonly<Record<string, readonly [Tag | 'missing', string]>> = {
  ENOENT: ['missing', 'it is not there'],
  ENOTDIR: ['missing', 'a part of its path is not a folder'],
  ELOOP: ['missing', 'a part of its path is a symbolic link, which is never followed'],
  EISDIR: ['Moved', 'a folder is in its place'],
  EEXIST: ['Exists', 'the place is taken'],
  ENOTEMPTY: ['NotEmpty', 'the folder is not empty'],
  ENAMETOOLONG: ['NameRefused', 'the name is too long for this filesystem; rename it'],
  EILSEQ: ['NameRefused', 'the name is not valid on this filesystem; rename it'],
  EINVAL: ['NameRefused', 'this filesystem refuses the name; rename it'],
  EACCES: ['Denied', 'permission denied; check its owner and mode, and those of its folder'],
  EPERM: ['Denied', 'not permitted; check owner, mode and attributes'],
  EROFS: ['Denied', 'the filesystem is mounted read-only'],
  ETXTBSY: ['Temporary', 'the program is running'],
  ENOSPC: ['OutOfSpace', 'the disk is full; free some space'],
  EDQUOT: ['OutOfSpace', 'the quota is used up; free some space'],
  EFBIG: ['OutOfSpace', 'the file is too large for this filesystem'],
  EMLINK: ['OutOfSpace', 'the folder can hold no more folders'],
  EIO: ['Corrupt', 'the disk reports an error; check it'],
  EBADMSG: ['Corrupt', 'the disk reports damaged data; check it'],
  EUCLEAN: ['Corrupt', 'the filesystem is damaged; check it'],
  EMFILE: ['Temporary', 'too many open files; raise the limit (ulimit -n)'],
  ENFILE: ['Temporary', 'too many open files on this machine'],
  ENOMEM: ['Temporary', 'out of memory'],
  EBUSY: ['Temporary', 'it is in use'],
  EAGAIN: ['Temporary', 'try again'],
  EINTR: ['Temporary', 'interrupted; try again'],
  ETIMEDOUT: ['Temporary', 'the disk does not answer'],
  ESTALE: ['Temporary', 'the network disk lost track of it; try again'],
  ENXIO: ['Disconnected', 'the device is gone'],
  ENODEV: ['Disconnected', 'the device is gone'],
  ENOTCONN: ['Disconnected', 'the network disk is not connected'],
  EXDEV: ['Denied', 'it would cross to another device'],
};

/** Node's messages end in `, open '/absolute/path'`. */
const withoutPaths = (error: Error): string => error.message.split(', ')[0] ?? error.name;
