import type { LinkId, NodeId } from '../../domain/ids.js';
import type { RelPath } from '../../domain/name.js';
import type { Side } from '../../domain/side.js';

/** The way back from what foldsync did: wishes, in the order in which they are to be carried out, the last deed first. */
export interface UndoPlan {
  readonly steps: readonly UndoStep[];
  /** What can't be undone, and why. To be said before anything is done. */
  readonly impossible: readonly Impossible[];
}

/** Each names what it expects, as every change does (I7): where that is no more, it is not done. `undoes`: number of the deed's event, `row`: which of its files. */
export type UndoStep = { readonly undoes: number; readonly row: number; readonly side: Side; readonly text: string } & (
  | { readonly _tag: 'RestoreFile'; readonly trash: string; readonly path: RelPath; readonly size: number; readonly link: LinkId }
  /** Puts the old content back over the new one. `isRedo`: what is undone is an undo, so that both sides have the same again. */
  | { readonly _tag: 'RestoreContent'; readonly trash: string; readonly target: Target; readonly isRedo: boolean }
  | { readonly _tag: 'MakeFolder'; readonly path: RelPath; readonly link: LinkId }
  | { readonly _tag: 'DiscardFile'; readonly target: Target }
  | { readonly _tag: 'RemoveFolder'; readonly target: Target }
  | { readonly _tag: 'MoveBack'; readonly target: Target; readonly to: RelPath }
);

/** What is there now, and is expected when the step is carried out. */
export interface Target {
  readonly node: NodeId;
  /** By the time of the step. */
  readonly path: RelPath;
  readonly oid: string | null;
  readonly revision: string | null;
  readonly ident: string | null;
}

export interface Impossible {
  readonly undoes: number;
  readonly row: number;
  readonly side: Side;
  readonly path: string;
  readonly why: 'no-trash' | 'changed-since' | 'moved-since' | 'gone-since' | 'place-taken' | 'folder-gone' | 'not-empty';
  readonly text: string;
}
