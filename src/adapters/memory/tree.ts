/**
 * The tree of a memory store: objects, and how they are found. It holds names unique by key, and nothing else: what may be
 * done is for `edits.ts`, what is expected for `checks.ts`.
 */
import { type Name, nameKey, type NameRules, type RelPath } from '../../domain/name.js';

interface Common {
  readonly id: number;
  /** Null for the root, and for what lies outside it. */
  parent: FolderObject | null;
  name: Name;
  mtimeMs: number;
  /** Counts everything that happened to the object. */
  stamp: number;
}

export interface FileObject extends Common {
  readonly kind: 'file';
  content: Uint8Array;
  revision: number;
  executable: boolean;
  /** Of `content`; computed when first asked for. */
  hash: string | null;
}

export interface FolderObject extends Common {
  readonly kind: 'folder';
  readonly children: Map<string, StoredObject>;
}

export type StoredObject = FileObject | FolderObject;

/** What a path leads to; `depth` = how many of its names are folders, before it breaks off. */
export type Resolved = { readonly _tag: 'Found'; readonly object: StoredObject } | { readonly _tag: 'Missing'; readonly depth: number };

export class Tree {
  readonly root: FolderObject;
  private readonly byId = new Map<number, StoredObject>();

  constructor(
    private readonly rules: NameRules,
    rootId: number,
  ) {
    this.root = { kind: 'folder', id: rootId, parent: null, name: '', mtimeMs: 0, stamp: rootId, children: new Map() };
    this.byId.set(rootId, this.root);
  }

  resolve(path: RelPath): Resolved {
    let at: StoredObject = this.root;
    for (const [depth, name] of path.entries()) {
      const child: StoredObject | undefined = at.kind === 'folder' ? this.childOf(at, name) : undefined;
      if (child === undefined) return { _tag: 'Missing', depth: at.kind === 'folder' ? depth : depth - 1 };
      at = child;
    }
    return { _tag: 'Found', object: at };
  }

  /** An object below the root, or the root. */
  byNumber(id: number): StoredObject | undefined {
    const object = this.byId.get(id);
    return object !== undefined && this.isWithin(object, this.root) ? object : undefined;
  }

  /** Also finds what lies outside the root. */
  anywhere(id: number): StoredObject | undefined {
    return this.byId.get(id);
  }

  childOf(folder: FolderObject, name: Name): StoredObject | undefined {
    return folder.children.get(nameKey(this.rules, name));
  }

  attach(object: StoredObject, folder: FolderObject, name: Name): void {
    object.parent = folder;
    object.name = this.rules.unicode === 'nfc' ? name.normalize('NFC') : name;
    folder.children.set(nameKey(this.rules, name), object);
    this.byId.set(object.id, object);
  }

  /** Takes an object out of its folder; it can still be found by number. */
  detach(object: StoredObject): void {
    object.parent?.children.delete(nameKey(this.rules, object.name));
    object.parent = null;
  }

  /** Takes an object out for good, with all in it. */
  destroy(object: StoredObject): void {
    this.detach(object);
    for (const each of descendants(object)) this.byId.delete(each.id);
  }

  isWithin(object: StoredObject, folder: FolderObject): boolean {
    for (let at: StoredObject | null = object; at !== null; at = at.parent) if (at === folder) return true;
    return false;
  }

  /** A copy that goes its own way; contents are shared, since they are never changed in place. */
  fork(): Tree {
    const copy = new Tree(this.rules, this.root.id);
    for (const object of this.byId.values()) {
      if (object === this.root) Object.assign(copy.root, { mtimeMs: object.mtimeMs, stamp: object.stamp });
      else
        copy.byId.set(object.id, object.kind === 'file' ? { ...object, parent: null } : { ...object, parent: null, children: new Map() });
    }
    for (const object of this.byId.values()) {
      if (object.kind !== 'folder') continue;
      const folder = copy.byId.get(object.id) as FolderObject;
      for (const [key, { id }] of object.children) {
        const child = copy.byId.get(id) as StoredObject;
        child.parent = folder;
        folder.children.set(key, child);
      }
    }
    return copy;
  }

  /** Bytes of all files below the root. */
  usedBytes(): number {
    let bytes = 0;
    for (const object of descendants(this.root)) if (object.kind === 'file') bytes += object.content.length;
    return bytes;
  }
}

export const pathOf = (object: StoredObject): RelPath => {
  const names: Name[] = [];
  for (let at = object; at.parent !== null; at = at.parent) names.push(at.name);
  return names.reverse();
};

/** The object and all below it, parents first. */
export function* descendants(object: StoredObject): Generator<StoredObject> {
  yield object;
  if (object.kind === 'folder') for (const child of object.children.values()) yield* descendants(child);
}
