import type { ActionOf } from '../action.js';
import type { Judgement } from '../judge/judgement.js';
import { placeKey } from '../state/flights.js';
import type { Draft } from '../state/state.js';

/** How many files one action may carry, and how large, in bytes, each may be that does not go alone. */
export interface BatchRoom {
  readonly files: number;
  readonly bytes: number;
}

/** Files to be copied into one folder, gathered for one action. It is in flight once it is closed. */
export interface Batch {
  readonly action: CreateFiles & { readonly files: CreateFiles['files'][number][] };
  readonly reason: string;
  /** Names that it is going to take. */
  readonly places: Set<string>;
}

type CreateFiles = ActionOf<'CreateFiles'>;
type Act = Extract<Judgement, { readonly _tag: 'Act' }>;

/** Null if the action is none that others can join. */
export const openBatch = (draft: Draft, { action, reason }: Act): Batch | null => {
  if (action._tag !== 'CreateFiles') return null;
  const batch: Batch = { action: { ...action, files: [...action.files] }, reason, places: new Set() };
  for (const { name } of action.files) batch.places.add(keyIn(draft, action, name));
  return batch;
};

/**
 * Takes a judged creation into the batch, if it goes to the same folder for the same reason, and takes none of its names. Else it could have been
 * judged otherwise with the batch in flight: of creations, a flight holds nothing but names and sources, and a source has one link.
 */
export const joins = (draft: Draft, room: BatchRoom | undefined, { action, reason, places }: Batch, next: Judgement): boolean => {
  if (room === undefined || next._tag !== 'Act' || next.action._tag !== 'CreateFiles' || next.reason !== reason) return false;
  const { parent, files } = next.action;
  if (parent !== action.parent || action.files.length + files.length > room.files) return false;
  const isSmall = (file: CreateFiles['files'][number] | undefined): boolean =>
    file !== undefined && (draft.table.node(file.source)?.size ?? 0) <= room.bytes;
  // Judged by itself, it carries one file.
  const [file] = files;
  const key = file === undefined ? '' : keyIn(draft, action, file.name);
  if (file === undefined || places.has(key) || !isSmall(action.files[0]) || !isSmall(file)) return false;
  places.add(key);
  action.files.push(file);
  return true;
};

const keyIn = ({ control }: Draft, { side, parent }: CreateFiles, name: string): string => placeKey(control, side, parent, name);
