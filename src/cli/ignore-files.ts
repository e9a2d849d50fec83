/**
 * The rules of `.foldsyncignore` in both roots together, and of `--exclude`: read when they are asked for, at most once a turn of the
 * event loop, so that what is seen is judged by the rules of that moment.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type IgnoreRules, ignoreRules, NOTHING_IGNORED } from '../effects/engine/ignore-rules.js';
import { CliError, EXIT } from './exit-code.js';

export const IGNORE_FILE = '.foldsyncignore';
/** With conflict copies of it: if both sides edited it, no rule is lost before a person has settled that. */
const IGNORE_FILES = [IGNORE_FILE, '.conflicted.foldsyncignore', '.conflicted2.foldsyncignore'];

/** Largest file of rules that is read, bytes: a hundred times what the largest in use hold. */
const MAX_BYTES = 10_000_000;

export interface IgnoreFiles {
  readonly rules: IgnoreRules;
  /** Called when they turned out to be others than before: everything must be looked at again. */
  readonly onChange: (then: () => void) => void;
  /** Looks whether they changed. */
  readonly refresh: () => void;
}

/** Throws `CliError` if a file can't be read now; later it is `warn`ed of, and the rules stay. */
export const ignoreFiles = (roots: readonly string[], excludes: readonly string[], warn: (message: string) => void): IgnoreFiles => {
  const files = roots.flatMap((root) => IGNORE_FILES.map((name) => join(root, name)));
  const globs = excludes.map((glob) => (glob.startsWith('#') ? `\\${glob}` : glob));
  const read = (): IgnoreRules => ignoreRules([...files.flatMap(linesOf), ...globs]);
  let stamp = files.map(stampOf).join();
  let current = attempt(read);
  let fresh = false;
  let whenChanged: () => void = () => undefined;

  const refresh = (): void => {
    const now = files.map(stampOf).join();
    if (now === stamp) return;
    stamp = now;
    try {
      current = read();
    } catch (thrown) {
      return warn(`${reasonOf(thrown)} The rules from before are kept.`);
    }
    whenChanged();
  };
  const refreshOnce = (): void => {
    if (fresh) return;
    fresh = true;
    setImmediate(() => {
      fresh = false;
    });
    refresh();
  };
  return {
    rules: {
      ignores: (path, kind) => {
        refreshOnce();
        return current.ignores(path, kind);
      },
      ignoresNothing: () => {
        refreshOnce();
        return current === NOTHING_IGNORED;
      },
    },
    onChange: (then) => {
      whenChanged = then;
    },
    refresh,
  };
};

const attempt = (read: () => IgnoreRules): IgnoreRules => {
  try {
    return read();
  } catch (thrown) {
    throw new CliError(EXIT.failed, reasonOf(thrown), 'ignore-file');
  }
};

const linesOf = (file: string): readonly string[] => {
  try {
    return textOf(file)
      .replace(/^\uFEFF/u, '')
      .split(/\r?\n/u);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new Error(`The rules in ${file} can't be read (${code ?? message}): make it a readable file, or remove it.`);
  }
};

/** A pipe, which nobody may ever write to, is not waited for. */
const textOf = (file: string): string => {
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new Error(stats.isDirectory() ? 'it is a folder' : 'it is no file');
    if (stats.size > MAX_BYTES) throw new Error(`it has ${stats.size} bytes, more than ${MAX_BYTES}`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
};

const stampOf = (file: string): string => {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? '-' : `${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
};

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
