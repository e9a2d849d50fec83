/** What was done, told from the log: each action when its outcome comes, with the paths it had when it began. */
import type { Action, ActionOf } from '../../domain/action.js';
import type { EventOf } from '../../domain/event.js';
import { pathOf } from '../../domain/evolve/nodes.js';
import type { NodeId } from '../../domain/ids.js';
import { originalOf } from '../../domain/reserved-name.js';
import type { Side } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Logged } from '../../effects/engine/engine.js';

export type DeedTag =
  | 'restore'
  | 'put-back'
  | 'take-back'
  | 'move-back'
  | 'copy'
  | 'update'
  | 'make-folder'
  | 'rename'
  | 'move'
  | 'delete'
  | 'conflict-copy';

/** One change that was made on `side`. */
export interface Deed {
  /** Number of the event that began it. */
  readonly event: number;
  readonly _tag: DeedTag;
  readonly side: Side;
  readonly kind: 'file' | 'folder';
  /** Below the root, joined by `/`. */
  readonly path: string;
  /** Where it was; null for what did not move. */
  readonly from: string | null;
  readonly bytes: number;
  /** The named reason of its verdict. */
  readonly reason: string;
}

export interface Tracker {
  /** The deeds that this batch completes. `state` is the one after it. */
  readonly track: (state: State, logged: Logged) => readonly Deed[];
  /** What is going on, by number. */
  readonly open: ReadonlyMap<number, readonly Deed[]>;
}

export const tracker = (): Tracker => {
  const open = new Map<number, readonly Deed[]>();
  return {
    open,
    track: (state, { first, events }) => {
      const done: Deed[] = [];
      events.forEach((event, index) => {
        switch (event._tag) {
          case 'ActionStarted': {
            const deeds = deedsOf(state, first + index, event);
            if (deeds.length > 0) open.set(first + index, deeds);
            return;
          }
          case 'FilesCreated': {
            const deeds = open.get(event.action) ?? [];
            open.delete(event.action);
            done.push(...deeds.filter((_, i) => event.files[i]?._tag === 'Created'));
            return;
          }
          case 'FileReplaced':
          case 'FolderMade':
          case 'Moved':
          case 'Discarded': {
            done.push(...(open.get(event.action) ?? []));
            open.delete(event.action);
            return;
          }
          case 'ActionFailed':
            open.delete(event.action);
            return;
          case 'SessionStarted':
            open.clear();
            return;
          default:
            return;
        }
      });
      return done;
    },
  };
};

/** One for each file; none for what changes nothing that a user sees: looking, comparing, stepping aside in a swap. */
export const deedsOf = (state: State, event: number, { action, reason }: EventOf<'ActionStarted'>): readonly Deed[] => {
  const { side } = action;
  if (action._tag === 'CreateFiles') {
    const folder = pathOf(state.table, action.parent) ?? ['?'];
    const sizeOf = (id: NodeId): number => state.table.node(id)?.size ?? 0;
    const inFolder = folder.length === 0 ? '' : `${join(folder)}/`;
    return action.files.map(({ source, name }): Deed => {
      return { event, side, reason, _tag: 'copy', kind: 'file', path: inFolder + name, from: null, bytes: sizeOf(source) };
    });
  }
  const places = placesOf(state, action);
  return places === null ? [] : [{ event, side, reason, ...places }];
};

type Places = Pick<Deed, '_tag' | 'kind' | 'path' | 'from' | 'bytes'>;

const placesOf = (state: State, action: Exclude<Action, ActionOf<'CreateFiles'>>): (Places & { readonly _tag: DeedTag }) | null => {
  const at = (id: NodeId): string[] => [...(pathOf(state.table, id) ?? ['?'])];
  const node = (id: NodeId) => state.table.node(id);
  const kindOf = (id: NodeId): Deed['kind'] => (node(id)?.kind === 'folder' ? 'folder' : 'file');
  const sizeOf = (id: NodeId): number => node(id)?.size ?? 0;
  switch (action._tag) {
    case 'LookUp':
    case 'List':
    case 'Compare':
    case 'Resolve':
      return null;
    case 'ReplaceFile':
      return { _tag: 'update', kind: 'file', path: join(at(action.node)), from: null, bytes: sizeOf(action.source) };
    case 'MakeFolder':
      return { _tag: 'make-folder', kind: 'folder', path: join([...at(action.parent), action.name]), from: null, bytes: 0 };
    case 'Discard':
      return {
        _tag: 'delete',
        kind: kindOf(action.node),
        path: join(at(action.node)),
        from: null,
        bytes: 0,
      };
    case 'Restore': {
      const kind = action.trash === null ? 'folder' : 'file';
      return { _tag: 'restore', kind, path: join([...at(action.parent), action.name]), from: null, bytes: 0 };
    }
    case 'PutBack':
      return { _tag: 'put-back', kind: 'file', path: join(at(action.node)), from: null, bytes: 0 };
    case 'TakeBack':
      return { _tag: 'take-back', kind: kindOf(action.node), path: join(at(action.node)), from: null, bytes: 0 };
    case 'MoveBack':
      return {
        _tag: 'move-back',
        kind: kindOf(action.node),
        path: join([...at(action.parent), action.name]),
        from: join(at(action.node)),
        bytes: 0,
      };
    case 'Move': {
      if (action.purpose === 'aside') return null;
      const before = at(action.node);
      const from = [...before.slice(0, -1), originalOf(before.at(-1) ?? '') ?? before.at(-1) ?? ''];
      const path = [...at(action.parent), action.name];
      const isRename = join(from.slice(0, -1)) === join(path.slice(0, -1));
      const _tag = action.purpose === 'conflict' ? 'conflict-copy' : isRename ? 'rename' : 'move';
      return { _tag, kind: kindOf(action.node), path: join(path), from: join(from), bytes: 0 };
    }
  }
};

const join = (names: readonly string[]): string => names.join('/');
