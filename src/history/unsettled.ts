import type { State } from '../domain/state/state.js';
import { linkPlace } from './known.js';
import { pendingOf } from './pending.js';

/** Entries that are not in step, by path, each with what it waits for (I21); empty where both sides are the same. */
export const unsettled = (state: State): readonly string[] => {
  const found: string[] = [];
  for (const { id } of state.table.links()) {
    const pending = pendingOf(state, id);
    if (pending !== null) found.push(`${linkPlace(state, id)} ${pending.text}`);
  }
  return found.sort();
};
