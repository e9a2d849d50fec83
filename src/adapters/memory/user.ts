/**
 * The user of a memory store, who acts behind the provider's back. Paths are `/a/b` or arrays of names; folders on the way are
 * made. Acts are immediate; what can't be done throws a `ProviderFailure`.
 */
import { parsePath, type RelPath, showPath } from '../../domain/name.js';
import { failure } from '../../effects/ports/provider.js';
import { type Checked, freePlace, notIntoItself, room } from './checks.js';
import { type Edits, type Emit, type FileFacts, oidOf } from './edits.js';
import type { FileObject, FolderObject, StoredObject } from './tree.js';

export type PathLike = string | RelPath;

export interface UserActs {
  /** Creates a file, or gives it new content in place: the object stays the same one. Text is stored as UTF-8. */
  readonly write: (path: PathLike, content: string | Uint8Array) => void;
  /** An existing folder is left as it is. */
  readonly mkdir: (path: PathLike) => void;
  /** `replace`: a file at the target is gone for good, as `rename` does it on a disk and editors do when they save. */
  readonly move: (from: PathLike, to: PathLike, options?: { readonly replace: boolean }) => void;
  readonly remove: (path: PathLike, options?: { readonly recursive: boolean }) => void;
  readonly setMtime: (path: PathLike, mtimeMs: number) => void;
  readonly setExecutable: (path: PathLike, executable: boolean) => void;
  /** Out of the root; answers what brings the same object back. */
  readonly moveOut: (path: PathLike) => string;
  /** Brings back what was moved out, with what it holds. */
  readonly moveIn: (token: string, path: PathLike) => void;
}

export const toPath = (path: PathLike): RelPath => (typeof path === 'string' ? parsePath(path) : path);

export const toBytes = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content.slice();

/** `world` is asked anew for each act, since a root can be replaced. */
export const userActs = (world: () => Checked & { readonly edits: Edits }, emit: Emit): UserActs => {
  const object = (path: PathLike): StoredObject => {
    const resolved = world().tree.resolve(toPath(path));
    if (resolved._tag === 'Missing') throw failure('NotFound', showPath(toPath(path)));
    return resolved.object;
  };
  const file = (path: PathLike): FileObject => {
    const found = object(path);
    if (found.kind === 'folder') throw failure('NotFound', `a folder: ${showPath(toPath(path))}`);
    return found;
  };
  const movable = (path: PathLike): StoredObject => {
    const found = object(path);
    if (found === world().tree.root) throw failure('Denied', 'the root');
    return found;
  };
  const folderAt = (path: RelPath): FolderObject => {
    const { tree, edits } = world();
    let at = tree.root;
    for (const name of path) {
      const child = tree.childOf(at, name);
      if (child?.kind === 'file') throw failure('NoParent', `a file: ${showPath(path)}`);
      if (child === undefined) freePlace(world(), at, name);
      at = child ?? edits.makeFolder(at, name, emit);
    }
    return at;
  };
  const place = (path: PathLike): { readonly folder: FolderObject; readonly name: string } => {
    const names = toPath(path);
    return { folder: folderAt(names.slice(0, -1)), name: names.at(-1) ?? '' };
  };
  const change = (path: PathLike, facts: Partial<FileFacts>): void => world().edits.change(file(path), facts, emit);

  return {
    write: (path, content) => {
      const { folder, name } = place(path);
      const { tree, edits, options } = world();
      const bytes = toBytes(content);
      const there = tree.childOf(folder, name);
      if (there?.kind === 'file') {
        room(world(), bytes.length, there.content.length);
        edits.change(there, { content: bytes, mtimeMs: options.nowMs() }, emit);
      } else {
        freePlace(world(), folder, name);
        room(world(), bytes.length, 0);
        edits.createFile(folder, name, { content: bytes, mtimeMs: options.nowMs(), executable: false }, emit);
      }
    },
    mkdir: (path) => {
      folderAt(toPath(path));
    },
    move: (from, to, { replace } = { replace: false }) => {
      const mover = movable(from);
      const { folder, name } = place(to);
      notIntoItself(world(), mover, folder);
      const there = world().tree.childOf(folder, name);
      if (replace && mover.kind === 'file' && there?.kind === 'file' && there !== mover) world().edits.destroy(there, emit);
      freePlace(world(), folder, name, mover);
      world().edits.relocate(mover, folder, name, emit);
    },
    remove: (path, { recursive } = { recursive: false }) => {
      const gone = movable(path);
      if (!recursive && gone.kind === 'folder' && gone.children.size > 0) throw failure('NotEmpty', showPath(toPath(path)));
      world().edits.destroy(gone, emit);
    },
    setMtime: (path, mtimeMs) => change(path, { mtimeMs }),
    setExecutable: (path, executable) => change(path, { executable }),
    moveOut: (path) => {
      const mover = movable(path);
      world().edits.takeOut(mover, emit);
      return oidOf(mover);
    },
    moveIn: (token, path) => {
      const mover = world().tree.anywhere(Number(token.slice(1)));
      if (mover === undefined) throw failure('NotFound', token);
      const { folder, name } = place(path);
      freePlace(world(), folder, name);
      world().edits.relocate(mover, folder, name, emit);
    },
  };
};
