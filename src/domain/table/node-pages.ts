/** Pages of nodes as text, a column for each field. */
import { type Column, isThere, mayHold, numberAt, packPage, textAt } from '../collections/packed-page.js';
import type { RowCodec } from '../collections/page-shelf.js';
import { type LinkId, type NodeId, nodeId, type Seq } from '../ids.js';
import type { Node } from '../node.js';
import { packFlag, unpackFlag } from './flag.js';

export const FOLDER_TAG = 'd';
const OTHER_TAG = '-';
const tagOfKind = (kind: string | null): string => (kind === 'folder' ? FOLDER_TAG : OTHER_TAG);

/** Raise `format` in the snapshot when the order or the meaning of columns changes. */
const COLUMNS: readonly Column<Node>[] = [
  { text: (node) => node.kind },
  { text: (node) => node.name },
  { number: (node) => node.parent },
  { number: (node) => node.side },
  { text: (node) => node.oid },
  { text: (node) => node.ident },
  { text: (node) => node.revision },
  { text: (node) => node.stamp },
  { text: (node) => node.hash },
  { number: (node) => node.size },
  { number: (node) => node.mtimeMs },
  { number: (node) => packFlag(node.executable) },
  { text: (node) => node.kept },
  { text: (node) => node.across },
  { number: (node) => node.gone },
  { number: (node) => node.goneAtMs },
  { number: (node) => node.dirty },
  { number: (node) => node.unlisted },
  { number: (node) => node.touched },
  { number: (node) => node.link },
  { number: (node) => node.priority },
];
const KIND = 0;

/** A row of which each field is read when it is asked for: for who wants few of them, once. Not to be spread, nor kept: it holds its page. */
class PackedNode implements Node {
  constructor(
    private readonly page: string,
    private readonly slot: number,
    readonly id: NodeId,
  ) {}

  get side(): Node['side'] {
    return numberAt(this.page, 3, this.slot) as Node['side'];
  }

  get parent(): Node['parent'] {
    return numberAt(this.page, 2, this.slot) as NodeId;
  }

  get name(): Node['name'] {
    return textAt(this.page, 1, this.slot) as string;
  }

  get kind(): Node['kind'] {
    return textAt(this.page, KIND, this.slot) as Node['kind'];
  }

  get oid(): Node['oid'] {
    return textAt(this.page, 4, this.slot);
  }

  get ident(): Node['ident'] {
    return textAt(this.page, 5, this.slot);
  }

  get revision(): Node['revision'] {
    return textAt(this.page, 6, this.slot);
  }

  get stamp(): Node['stamp'] {
    return textAt(this.page, 7, this.slot);
  }

  get hash(): Node['hash'] {
    return textAt(this.page, 8, this.slot);
  }

  get size(): Node['size'] {
    return numberAt(this.page, 9, this.slot);
  }

  get mtimeMs(): Node['mtimeMs'] {
    return numberAt(this.page, 10, this.slot);
  }

  get executable(): Node['executable'] {
    return unpackFlag(numberAt(this.page, 11, this.slot));
  }

  get kept(): Node['kept'] {
    return textAt(this.page, 12, this.slot) as Node['kept'];
  }

  get across(): Node['across'] {
    return textAt(this.page, 13, this.slot);
  }

  get priority(): Node['priority'] {
    return numberAt(this.page, 20, this.slot);
  }

  get gone(): Node['gone'] {
    return numberAt(this.page, 14, this.slot) as Seq;
  }

  get goneAtMs(): Node['goneAtMs'] {
    return numberAt(this.page, 15, this.slot);
  }

  get dirty(): Node['dirty'] {
    return numberAt(this.page, 16, this.slot) as Seq;
  }

  get unlisted(): Node['unlisted'] {
    return numberAt(this.page, 17, this.slot) as Seq;
  }

  get touched(): Node['touched'] {
    return numberAt(this.page, 18, this.slot) as Seq;
  }

  get link(): Node['link'] {
    return numberAt(this.page, 19, this.slot) as LinkId;
  }
}

export const nodeCodec: RowCodec<Node> = {
  pack: (rows) => packPage(rows, COLUMNS),

  // The same fields in the same order as in `nodeRow`.
  row: (text, slot, index) =>
    isThere(text, slot)
      ? {
          id: nodeId(index),
          side: numberAt(text, 3, slot) as Node['side'],
          parent: numberAt(text, 2, slot) as NodeId,
          name: textAt(text, 1, slot) as string,
          kind: textAt(text, KIND, slot) as Node['kind'],
          oid: textAt(text, 4, slot),
          ident: textAt(text, 5, slot),
          revision: textAt(text, 6, slot),
          stamp: textAt(text, 7, slot),
          hash: textAt(text, 8, slot),
          size: numberAt(text, 9, slot),
          mtimeMs: numberAt(text, 10, slot),
          executable: unpackFlag(numberAt(text, 11, slot)),
          kept: textAt(text, 12, slot) as Node['kept'],
          across: textAt(text, 13, slot),
          priority: numberAt(text, 20, slot),
          gone: numberAt(text, 14, slot) as Seq,
          goneAtMs: numberAt(text, 15, slot),
          dirty: numberAt(text, 16, slot) as Seq,
          unlisted: numberAt(text, 17, slot) as Seq,
          touched: numberAt(text, 18, slot) as Seq,
          link: numberAt(text, 19, slot) as LinkId,
        }
      : undefined,

  view: (text, slot, index) => (isThere(text, slot) ? new PackedNode(text, slot, nodeId(index)) : undefined),

  // Of one id.
  same: (a, b) =>
    a.touched === b.touched &&
    a.dirty === b.dirty &&
    a.unlisted === b.unlisted &&
    a.link === b.link &&
    a.parent === b.parent &&
    a.name === b.name &&
    a.side === b.side &&
    a.kind === b.kind &&
    a.oid === b.oid &&
    a.ident === b.ident &&
    a.revision === b.revision &&
    a.stamp === b.stamp &&
    a.hash === b.hash &&
    a.size === b.size &&
    a.mtimeMs === b.mtimeMs &&
    a.executable === b.executable &&
    a.kept === b.kept &&
    a.across === b.across &&
    a.priority === b.priority &&
    a.gone === b.gone &&
    a.goneAtMs === b.goneAtMs,

  tagOf: (node) => tagOfKind(node.kind),
  tag: (text, slot) => (isThere(text, slot) ? tagOfKind(textAt(text, KIND, slot)) : undefined),
  mayHold: (text, tag) => mayHold(text, KIND, (kind) => tagOfKind(kind) === tag),
};
