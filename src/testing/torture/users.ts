/**
 * Users of real folders. What they take away goes to a bin outside of the roots in one rename, and is read there: so it is known for sure
 * what they had before them, whatever the sync does in the same moment.
 */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Ledger } from './ledger.js';
import { isPart, look } from './look.js';
import type { Deed } from './script.js';

export interface Users {
  /** Does nothing where it can't be done. */
  readonly act: (root: number, deed: Deed) => void;
  /** Gives back the permissions that were taken away. */
  readonly unlock: () => void;
}

export interface UsersOptions {
  readonly roots: readonly string[];
  /** For each, a folder on the same disk, outside of it. */
  readonly bins: readonly string[];
  readonly ledger: Ledger;
  /** Each user stays in a folder of their own. */
  readonly disjoint: boolean;
}

/** Where the user of a root works, if not everywhere. */
export const ownFolder = (root: number): string => `user ${root}`;

export const newUsers = ({ roots, bins, ledger, disjoint }: UsersOptions): Users => {
  const unseen = new Set<number>();
  const renamed = new Set<number>();
  let binned = 0;
  for (const bin of bins) mkdirSync(bin, { recursive: true });

  const destroy = (path: string): void => {
    const at = join(bins[roots.findIndex((top) => path.startsWith(`${top}/`))] ?? '', String(binned++));
    try {
      renameSync(path, at);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw thrown;
    }
    releaseBelow(at);
  };
  const releaseBelow = (path: string): void => {
    const stats = lstatSync(path);
    // It may have been locked.
    if (stats.isFile() || stats.isDirectory()) chmodSync(path, 0o700);
    if (stats.isFile()) ledger.release(readFileSync(path));
    else if (stats.isDirectory()) for (const name of readdirSync(path)) releaseBelow(join(path, name));
  };

  /** Into the very file that is open, as an editor that saves in place. */
  const edit = (path: string, change: (old: Buffer) => Buffer): void => {
    const descriptor = openSync(path, 'r+');
    try {
      const old = readFileSync(descriptor);
      const content = change(old);
      ledger.release(old);
      ledger.note(content);
      written(content, () => {
        ftruncateSync(descriptor);
        for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at, content.length - at, at);
      });
    } finally {
      closeSync(descriptor);
    }
  };
  /** A content that finds no room is nobody's loss. */
  const written = (content: Buffer, write: () => void): void => {
    try {
      write();
    } catch (thrown) {
      ledger.release(content);
      throw thrown;
    }
  };
  const make = (path: string, size: number): void => {
    const content = ledger.write(size);
    written(content, () => writeFileSync(path, content));
    // Whole milliseconds: as much as `EditUnseen` can set back.
    const { atime, mtime } = lstatSync(path);
    utimesSync(path, atime, mtime);
  };
  /** An edit that only ctime tells of is not told from a rename, which changes it too (DESIGN 9.11): no file has both, whichever comes first. */
  const reveal = (path: string): void => {
    const stats = lstatSync(path);
    const now = new Date();
    if (!stats.isFile()) return;
    renamed.add(stats.ino);
    if (unseen.delete(stats.ino)) utimesSync(path, now, now);
  };
  /** Where something is already, it is taken away first. */
  const put = (from: string, to: string): void => {
    if (to === from || to.startsWith(`${from}/`) || from.startsWith(`${to}/`)) return;
    destroy(to);
    reveal(from);
    renameSync(from, to);
  };

  const act = (root: number, deed: Deed): void => {
    const top = roots[root] ?? '';
    const own = disjoint ? ownFolder(root) : '';
    if (own !== '') mkdirSync(join(top, own), { recursive: true });
    // What a killed sync left on its way is hidden from users: whatever they wrote into it would go with it.
    const entries = [...look(top, false)].filter(([path]) => !isPart(basename(path)) && (own === '' || path.startsWith(`${own}/`)));
    const files = entries.filter(([, { kind }]) => kind === 'file').map(([path]) => path);
    const folders = [own, ...entries.filter(([, { kind }]) => kind === 'folder').map(([path]) => path)];
    const all = entries.map(([path]) => path);
    const pick = (from: readonly string[], n: number): string | null => {
      const path = from[n % Math.max(from.length, 1)];
      return path === undefined ? null : join(top, path);
    };
    const folder = (n: number): string => pick(folders, n) ?? top;
    const withFile = (n: number, use: (path: string) => void): void => {
      const path = pick(files, n);
      if (path !== null) use(path);
    };
    const withAny = (n: number, use: (path: string) => void): void => {
      const path = pick(all, n);
      if (path !== null) use(path);
    };
    switch (deed._tag) {
      case 'Create': {
        const path = join(folder(deed.into), deed.name);
        destroy(path);
        return make(path, deed.size);
      }
      case 'Edit':
        return withFile(deed.at, (path) => edit(path, () => ledger.write(deed.size)));
      case 'EditSameSize':
        return withFile(deed.at, (path) => edit(path, (old) => ledger.write(old.length)));
      case 'EditUnseen':
        return withFile(deed.at, (path) => {
          const { atime, mtime, ino } = lstatSync(path);
          edit(path, (old) => ledger.write(old.length));
          if (renamed.has(ino)) return;
          unseen.add(ino);
          utimesSync(path, atime, mtime);
        });
      case 'Append':
        return withFile(deed.at, (path) => edit(path, (old) => Buffer.concat([old, ledger.unlike(10)])));
      case 'Empty':
        return withFile(deed.at, (path) => edit(path, () => Buffer.alloc(0)));
      case 'SaveByRename':
        return withFile(deed.at, (path) => {
          const beside = `${path.slice(0, -basename(path).length)}.~save`;
          make(beside, deed.size);
          destroy(path);
          renameSync(beside, path);
        });
      case 'Touch':
        return withFile(deed.at, (path) => utimesSync(path, deed.timeS + deed.at, deed.timeS + deed.at));
      case 'FlipExecutable':
        return withFile(deed.at, (path) => chmodSync(path, lstatSync(path).mode ^ 0o100));
      case 'Copy':
        return withFile(deed.at, (path) => {
          const to = join(folder(deed.into), deed.name);
          if (to === path || path.startsWith(`${to}/`)) return;
          destroy(to);
          copyFileSync(path, to);
        });
      case 'MakeFolder':
        return void mkdirSync(join(folder(deed.into), deed.name));
      case 'Move':
        return withAny(deed.at, (path) => put(path, join(folder(deed.into), deed.name)));
      case 'Rename':
        return withAny(deed.at, (path) => put(path, join(dirname(path), deed.name)));
      case 'Swap':
        return withAny(deed.at, (one) =>
          withAny(deed.with, (two) => {
            if (one === two || one.startsWith(`${two}/`) || two.startsWith(`${one}/`)) return;
            const aside = join(top, own, '.~aside');
            reveal(one);
            reveal(two);
            renameSync(one, aside);
            renameSync(two, one);
            renameSync(aside, two);
          }),
        );
      case 'Remove':
        return withAny(deed.at, destroy);
      case 'TurnKind':
        return withAny(deed.at, (path) => {
          const isFile = lstatSync(path).isFile();
          destroy(path);
          if (isFile) mkdirSync(path);
          make(isFile ? join(path, 'inside') : path, deed.size);
        });
      case 'Lock':
        return withAny(deed.at, (path) => {
          chmodSync(path, 0);
        });
    }
  };

  return {
    act: (root, deed) => {
      try {
        act(root, deed);
      } catch (thrown) {
        // The sync, or a lock, was faster: what users see then is an error, too.
        if (!EXPECTED.has((thrown as NodeJS.ErrnoException).code ?? '')) throw thrown;
      }
    },
    unlock: () => {
      // What is locked may have been moved since, with all above it.
      for (const root of roots) unlockBelow(root);
    },
  };
};

const EXPECTED: ReadonlySet<string> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ENOTEMPTY',
  'EACCES',
  'EPERM',
  'ENAMETOOLONG',
  'EINVAL',
  'ENOSPC',
]);

const unlockBelow = (path: string): void => {
  const stats = lstatSync(path);
  const needed = stats.isDirectory() ? 0o700 : 0o600;
  if ((stats.mode & needed) !== needed) chmodSync(path, (stats.mode & 0o777) | needed);
  if (stats.isDirectory()) for (const name of readdirSync(path)) unlockBelow(join(path, name));
};
