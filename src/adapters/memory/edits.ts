/**
 * All that can happen to the tree, whoever does it: each edit changes it at once and tells what was touched. Edits check
 * nothing; the user's acts and the provider's calls do, each in its own way.
 */
import type { Name, RelPath } from '../../domain/name.js';
import type { Hint } from '../../effects/ports/provider.js';
import type { MemoryOptions } from './options.js';
import { descendants, type FileObject, type FolderObject, pathOf, type StoredObject, type Tree } from './tree.js';

export type Emit = (hint: Hint) => void;

export interface FileFacts {
  readonly content: Uint8Array;
  readonly mtimeMs: number;
  readonly executable: boolean;
}

/** The last numbers that a store gave. */
export interface Numbers {
  id: number;
  /** Of what is gone, to be given again. */
  readonly freed: number[];
  revision: number;
  stamp: number;
}

export class Edits {
  constructor(
    private readonly tree: Tree,
    private readonly options: Pick<MemoryOptions, 'identity' | 'nowMs' | 'reusesIds'>,
    private readonly numbers: Numbers,
  ) {}

  createFile(folder: FolderObject, name: Name, facts: FileFacts, emit: Emit): FileObject {
    const common = { id: this.nextId(), parent: null, name, stamp: ++this.numbers.stamp, hash: null };
    const file: FileObject = { kind: 'file', ...common, ...facts, revision: ++this.numbers.revision };
    this.tree.attach(file, folder, name);
    this.touchFolder(folder);
    this.tell(file, emit);
    return file;
  }

  makeFolder(folder: FolderObject, name: Name, emit: Emit): FolderObject {
    const common = { id: this.nextId(), parent: null, name, stamp: ++this.numbers.stamp, mtimeMs: this.options.nowMs() };
    const made: FolderObject = { kind: 'folder', ...common, children: new Map() };
    this.tree.attach(made, folder, name);
    this.touchFolder(folder);
    this.tell(made, emit);
    return made;
  }

  /** Same object, other facts. On inode stores a new mtime alone is a new revision too, as `touch` is on a disk. */
  change(file: FileObject, facts: Partial<FileFacts>, emit: Emit): void {
    const onlyTime = facts.content === undefined && facts.executable === undefined;
    if (!onlyTime || this.options.identity === 'inode') file.revision = ++this.numbers.revision;
    if (facts.content !== undefined) file.hash = null;
    Object.assign(file, facts);
    file.stamp = ++this.numbers.stamp;
    this.tell(file, emit);
  }

  /** To a place that is free, or the object's own under another spelling. On path stores all below gets new revisions (H23). */
  relocate(object: StoredObject, folder: FolderObject, name: Name, emit: Emit): void {
    if (object.parent !== null && this.options.identity !== 'oid') this.tell(object, emit);
    if (object.parent !== null) this.touchFolder(object.parent);
    this.tree.detach(object);
    this.tree.attach(object, folder, name);
    this.touchFolder(folder);
    object.stamp = ++this.numbers.stamp;
    if (this.options.identity === 'path')
      for (const each of descendants(object)) if (each.kind === 'file') each.revision = ++this.numbers.revision;
    this.tell(object, emit);
    if (this.options.identity === 'inode')
      for (const each of descendants(object)) if (each.kind === 'folder') emit({ _tag: 'FolderTouched', path: pathOf(each) });
  }

  /** Out of the root, into the trash or elsewhere, but not gone: it keeps its number. */
  takeOut(object: StoredObject, emit: Emit): void {
    this.tell(object, emit);
    if (object.parent !== null) this.touchFolder(object.parent);
    this.tree.detach(object);
  }

  /** Gone, with all in it; the innermost are told first. */
  destroy(object: StoredObject, emit: Emit): void {
    for (const each of [...descendants(object)].reverse()) this.tell(each, emit);
    if (object.parent !== null) this.touchFolder(object.parent);
    const all = [...descendants(object)];
    this.tree.destroy(object);
    if (this.options.reusesIds && this.options.identity === 'inode') this.numbers.freed.push(...all.map(({ id }) => id));
  }

  private nextId(): number {
    return this.numbers.freed.pop() ?? ++this.numbers.id;
  }

  private touchFolder(folder: FolderObject): void {
    folder.stamp = ++this.numbers.stamp;
    folder.mtimeMs = this.options.nowMs();
  }

  private tell(object: StoredObject, emit: Emit): void {
    emit(hintFor(this.options.identity, object));
  }
}

/** What a store of this kind says of a touched object: its number, its path, or only the folder that it lies in. */
const hintFor = (identity: MemoryOptions['identity'], object: StoredObject): Hint => {
  switch (identity) {
    case 'oid':
      return { _tag: 'Touched', oid: oidOf(object), path: null };
    case 'path':
      return { _tag: 'Touched', oid: null, path: pathOf(object) };
    case 'inode':
      return { _tag: 'FolderTouched', path: parentPath(pathOf(object)) };
  }
};

const parentPath = (path: RelPath): RelPath => path.slice(0, -1);

export const oidOf = (object: StoredObject): string => `o${object.id}`;
