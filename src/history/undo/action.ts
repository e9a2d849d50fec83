import type { Undoing } from '../../domain/action.js';
import type { NodeId } from '../../domain/ids.js';
import { isAlive } from '../../domain/node.js';
import type { Side } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import { nodeAt } from '../known.js';
import type { UndoStep } from './step.js';

/** What becomes of what an undo leaves different on both sides: see the actions that undo. */
export type Then = Extract<Undoing, { readonly _tag: 'PutBack' }>['then'];

/** The action of a step, in the state in which it is about to start; null if what it is about is no more. */
export const undoAction = (state: State, step: UndoStep, then: Then): Undoing | null => {
  const { side, undoes, row } = step;
  switch (step._tag) {
    case 'RestoreFile':
    case 'MakeFolder': {
      const parent = folderAt(state, side, step.path.slice(0, -1));
      if (parent === null) return null;
      const trash = step._tag === 'RestoreFile' ? step.trash : null;
      return { _tag: 'Restore', side, link: step.link, undoes, row, parent, name: step.path.at(-1) ?? '', trash };
    }
    case 'RestoreContent':
    case 'DiscardFile':
    case 'RemoveFolder':
    case 'MoveBack': {
      const node = state.table.node(step.target.node);
      if (node === undefined || !isAlive(node)) return null;
      const about = { side, undoes, row, link: node.link, node: node.id };
      if (step._tag === 'RestoreContent') return { _tag: 'PutBack', ...about, trash: step.trash, then: step.isRedo ? 'carry' : then };
      if (step._tag !== 'MoveBack') return { _tag: 'TakeBack', ...about, then };
      const parent = folderAt(state, side, step.to.slice(0, -1));
      return parent === null ? null : { _tag: 'MoveBack', ...about, parent, name: step.to.at(-1) ?? '' };
    }
  }
};

const folderAt = (state: State, side: Side, path: readonly string[]): NodeId | null => {
  const node = nodeAt(state, side, path);
  return node?.kind === 'folder' ? node.id : null;
};
