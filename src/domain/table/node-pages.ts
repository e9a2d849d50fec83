/** Pages of nodes as text, a column for each field. */
import type { RowCodec } from '../collections/page-shelf.js';
import { COLUMN, packNumbers, packTexts, unpackNumbers, unpackTexts } from '../collections/text-columns.js';
import type { LinkId, NodeId, Seq } from '../ids.js';
import type { Node } from '../node.js';
import { nodeId } from '../ids.js';
import { packFlag, packSlots, present, unpackFlag, unpackSlots } from './row-head.js';

/** Rows of a page; as in `packed-vector.ts`. */
const PAGE = 64;
export const FOLDER_TAG = 'd';
const OTHER_TAG = '-';

const tagOfKind = (kind: string | null): string => (kind === 'folder' ? FOLDER_TAG : OTHER_TAG);

/** Raise `format` in the snapshot when the order or the meaning of columns changes. */
export const nodeCodec: RowCodec<Node> = {
  pack: (rows) => {
    const { slots, there } = present(rows);
    if (slots.length === 0) return '';
    const texts = (of: (node: Node) => string | null): string => packTexts(there.map(of));
    const numbers = (of: (node: Node) => number): string => packNumbers(there.map(of));
    return [
      packSlots(slots),
      texts((node) => node.kind),
      texts((node) => node.name),
      numbers((node) => node.parent),
      numbers((node) => node.side),
      texts((node) => node.oid),
      texts((node) => node.ident),
      texts((node) => node.revision),
      texts((node) => node.stamp),
      texts((node) => node.hash),
      numbers((node) => node.size),
      numbers((node) => node.mtimeMs),
      numbers((node) => packFlag(node.executable)),
      texts((node) => node.kept),
      numbers((node) => node.gone),
      numbers((node) => node.goneAtMs),
      numbers((node) => node.dirty),
      numbers((node) => node.unlisted),
      numbers((node) => node.touched),
      numbers((node) => node.link),
      texts((node) => node.across),
      numbers((node) => node.priority),
    ].join(COLUMN);
  },

  unpack: (text, first) => {
    const rows = new Array<Node | undefined>(PAGE).fill(undefined);
    if (text === '') return rows;
    const columns = text.split(COLUMN);
    const slots = unpackSlots(columns[0] as string);
    const count = slots.length;
    const texts = (at: number): (string | null)[] => unpackTexts(columns[at] as string, count);
    const numbers = (at: number): number[] => unpackNumbers(columns[at] as string, count);
    const [kind, name, oid, ident, revision, stamp, hash, kept, across] = [
      texts(1),
      texts(2),
      texts(5),
      texts(6),
      texts(7),
      texts(8),
      texts(9),
      texts(13),
      texts(20),
    ];
    const [parent, side, size, mtimeMs, executable] = [numbers(3), numbers(4), numbers(10), numbers(11), numbers(12)];
    const priority = numbers(21);
    const [gone, goneAtMs, dirty, unlisted, touched, link] = [numbers(14), numbers(15), numbers(16), numbers(17), numbers(18), numbers(19)];
    for (let i = 0; i < count; i += 1) {
      const slot = slots[i] as number;
      // The same fields in the same order as in `nodeRow`.
      rows[slot] = {
        id: nodeId(first + slot),
        side: side[i] as Node['side'],
        parent: parent[i] as NodeId,
        name: name[i] as string,
        kind: kind[i] as Node['kind'],
        oid: oid[i] as string | null,
        ident: ident[i] as string | null,
        revision: revision[i] as string | null,
        stamp: stamp[i] as string | null,
        hash: hash[i] as string | null,
        size: size[i] as number,
        mtimeMs: mtimeMs[i] as number,
        executable: unpackFlag(executable[i] as number),
        kept: kept[i] as Node['kept'],
        across: across[i] as string | null,
        priority: priority[i] as number,
        gone: gone[i] as Seq,
        goneAtMs: goneAtMs[i] as number,
        dirty: dirty[i] as Seq,
        unlisted: unlisted[i] as Seq,
        touched: touched[i] as Seq,
        link: link[i] as LinkId,
      };
    }
    return rows;
  },

  same: (a, b) =>
    a.id === b.id &&
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

  tagsOf: (text) => {
    if (text === '') return '';
    const [head, kinds] = text.split(COLUMN, 2) as [string, string];
    const slots = unpackSlots(head);
    const tags = new Array<string>(PAGE).fill(' ');
    unpackTexts(kinds, slots.length).forEach((kind, i) => void (tags[slots[i] as number] = tagOfKind(kind)));
    return tags.join('');
  },
};
