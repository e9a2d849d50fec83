import { absurd } from '../../domain/absurd.js';
import type { Event } from '../../domain/event.js';
import { pathOf } from '../../domain/evolve/nodes.js';
import { type RelPath, showPath } from '../../domain/name.js';
import { isAlive, type Node } from '../../domain/node.js';
import { other, sideName } from '../../domain/side.js';
import type { Known } from '../known.js';
import { type Ahead, aheadOf } from './ahead.js';
import { type Deed, type DeedSearch, searchDeeds } from './deed.js';
import type { Impossible, Target, UndoPlan, UndoStep } from './step.js';
import { plural } from '../numbers.js';

/** The way back from all deeds in a range of events, both ends included, seen from the end of the log. */
export const undoPlan = (events: Iterable<Event>, from: number, to: number): UndoPlan => {
  const search = searchDeeds((seq) => seq >= from && seq <= to);
  search.push(events);
  return planOf(search);
};

/** Where what a deed threw away can still be had; null where it can't. */
export type TrashOf = (deed: Deed) => string | null;

/** The same, for logs that come in pieces. */
export const planOf = ({ now, heirOf, deeds }: DeedSearch, trashOf: TrashOf = ({ trash }) => trash): UndoPlan => {
  const steps: UndoStep[] = [];
  const impossible: Impossible[] = [];
  const ahead = aheadOf(now);
  for (const past of [...deeds()].reverse()) {
    const { from } = past;
    const deed = {
      ...past,
      trash: trashOf(past),
      node: heirOf(past.node),
      into: heirOf(past.into),
      from: { ...from, parent: heirOf(from.parent) },
    };
    const undone = undo(now, ahead, deed);
    if (undone === null) continue;
    if ('why' in undone) impossible.push(undone);
    else {
      steps.push(undone);
      ahead.done(undone, deed.node);
    }
  }
  return { steps, impossible };
};

/** For a terminal: what would be done, then what can't be. */
export const renderUndo = ({ steps, impossible }: UndoPlan): string =>
  [...steps.map(({ text }) => text), ...impossible.map(({ undoes, text }) => `cannot undo #${undoes}: ${text}`)].join('\n');

/** Null where nothing is left of what was done. */
const undo = (now: Known, ahead: Ahead, deed: Deed): UndoStep | Impossible | null => {
  if (deed.what === 'deleted') return undoDelete(now, ahead, deed);
  const node = now.table.node(deed.node);
  // What we made is gone: so is what there was to undo, but for the old content, and the old place.
  if (node === undefined || !isAlive(node))
    return deed.what === 'made' ? null : refuse(deed, deed.from.path, 'gone-since', 'it is not there any more');
  switch (deed.what) {
    case 'made':
      return node.kind === 'folder' ? undoFolder(ahead, deed, node) : undoFile(ahead, deed, node);
    case 'replaced':
      return undoContent(ahead, deed, node);
    case 'moved':
      return undoMove(now, ahead, deed, node);
    default:
      return absurd(deed.what);
  }
};

const undoFile = (ahead: Ahead, deed: Deed, node: Node): UndoStep | Impossible => {
  const path = ahead.pathOf(node);
  if (isChanged(ahead, deed, node)) return refuse(deed, path, 'changed-since', 'foldsync put it there, but it was changed since');
  const origin = deed.undoes === null ? `copied from ${sideName(other(deed.side))}` : 'restored by an undo';
  const text = `delete ${showPath(path)} on ${sideName(deed.side)}, which was ${origin}`;
  return { _tag: 'DiscardFile', ...about(deed), target: targetOf(ahead, node), text };
};

const undoFolder = (ahead: Ahead, deed: Deed, node: Node): UndoStep | Impossible => {
  const path = ahead.pathOf(node);
  if (!ahead.isEmpty(node)) return refuse(deed, path, 'not-empty', 'foldsync made this folder, but something else is in it');
  const text = `remove the folder ${showPath(path)} on ${sideName(deed.side)}`;
  return { _tag: 'RemoveFolder', ...about(deed), target: targetOf(ahead, node), text };
};

const undoContent = (ahead: Ahead, deed: Deed, node: Node): UndoStep | Impossible => {
  const path = ahead.pathOf(node);
  if (deed.trash === null) return refuse(deed, path, 'no-trash', 'what was in it before is not in the trash (any more)');
  if (isChanged(ahead, deed, node)) return refuse(deed, path, 'changed-since', 'it was changed again since');
  const text = `put the former content of ${showPath(path)} on ${sideName(deed.side)} back`;
  return { _tag: 'RestoreContent', ...about(deed), trash: deed.trash, target: targetOf(ahead, node), isRedo: deed.turn % 2 === 1, text };
};

const undoMove = (now: Known, ahead: Ahead, deed: Deed, node: Node): UndoStep | Impossible | null => {
  const path = ahead.pathOf(node);
  const to = homeOf(now, ahead, deed);
  const { side } = deed;
  if (showPath(to) === showPath(path)) return null;
  const isMovedAhead = showPath(path) !== showPath(pathOf(now.table, node.id) ?? []);
  if (node.parent !== deed.into && !isMovedAhead)
    return refuse(deed, path, 'moved-since', 'foldsync moved it there, but it was moved again since');
  const folder = to.slice(0, -1);
  if (!ahead.hasFolder(side, folder))
    return refuse(deed, path, 'folder-gone', `the folder it came from, ${showPath(folder)}, is not there any more`);
  if (!ahead.isFree(side, to, node)) return refuse(deed, path, 'place-taken', `something else is at ${showPath(to)}, where it came from`);
  const text = `move ${showPath(path)} on ${sideName(side)} back to ${showPath(to)}`;
  return { _tag: 'MoveBack', ...about(deed), target: targetOf(ahead, node), to, text };
};

const undoDelete = (now: Known, ahead: Ahead, deed: Deed): UndoStep | Impossible => {
  const { side, link, trash, size } = deed;
  const path = homeOf(now, ahead, deed);
  const on = sideName(side);
  if (!ahead.isFree(side, path)) return refuse(deed, path, 'place-taken', 'foldsync deleted it, and something else is there now');
  if (!ahead.hasFolder(side, path.slice(0, -1))) return refuse(deed, path, 'folder-gone', 'its folder is not there any more');
  if (deed.kind === 'folder')
    return { _tag: 'MakeFolder', ...about(deed), path, link, text: `make the folder ${showPath(path)} on ${on} again` };
  if (trash === null) return refuse(deed, path, 'no-trash', 'it is not in the trash (any more)');
  const text = `restore ${showPath(path)} on ${on} from the trash (${plural(size, 'byte')})`;
  return { _tag: 'RestoreFile', ...about(deed), trash, path, size, link, text };
};

const about = ({ seq, row, side }: Deed): Pick<UndoStep, 'undoes' | 'row' | 'side'> => ({ undoes: seq, row, side });

const targetOf = (ahead: Ahead, node: Node): Target => ({
  node: node.id,
  path: ahead.pathOf(node),
  oid: node.oid,
  revision: node.revision,
  ident: node.ident,
});

const refuse = ({ seq, row, side }: Deed, path: RelPath, why: Impossible['why'], words: string): Impossible => ({
  undoes: seq,
  row,
  side,
  path: showPath(path),
  why,
  text: `${showPath(path)} on ${sideName(side)}: ${words}`,
});

const isChanged = (ahead: Ahead, deed: Deed, node: Node): boolean =>
  (node.revision !== deed.revision || node.dirty > deed.seq) && !ahead.isRestored(node);

/** Where it was: in its folder of then, wherever that is by then, or where that was. */
const homeOf = (now: Known, ahead: Ahead, deed: Deed): RelPath => {
  const parent = now.table.node(deed.from.parent);
  const name = deed.from.path.at(-1) ?? '';
  return parent !== undefined && isAlive(parent) ? [...ahead.pathOf(parent), name] : deed.from.path;
};
