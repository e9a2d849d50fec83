import type { MemoryStore } from '../../adapters/memory/index.js';
import type { Side } from '../../domain/side.js';
import { type Ledger, newLedger, noteAct } from './ledger.js';
import type { UserAct } from './scenario.js';

/** A user acts on a store, and what that did to contents is noted. */
export const actOn = (store: MemoryStore, act: UserAct, unique: () => number, ledger: Ledger = newLedger(), side: Side = 0): void => {
  const before = countOf(store);
  try {
    perform(store, act, unique);
  } catch {
    // A user who tries what can't be done has done nothing, or a part of it.
  }
  noteAct(ledger, side, before, countOf(store));
};

const perform = (store: MemoryStore, act: UserAct, unique: () => number): void => {
  switch (act.act) {
    case 'write':
      return store.write(act.path, act.content.endsWith('*') ? `${act.content.slice(0, -1)}${unique()}` : act.content);
    case 'mkdir':
      return store.mkdir(act.path);
    case 'move':
      return store.exists(act.from) ? store.move(act.from, act.to, { replace: act.replace === true }) : undefined;
    case 'remove':
      return store.remove(act.path, { recursive: true });
    case 'swap': {
      if (!store.exists(act.path) || !store.exists(act.with) || isWithin(act.path, act.with) || isWithin(act.with, act.path)) return;
      store.move(act.path, '/swapping');
      store.move(act.with, act.path);
      return store.move('/swapping', act.with);
    }
  }
};

const isWithin = (path: string, folder: string): boolean => `${path}/`.toLowerCase().startsWith(`${folder}/`.toLowerCase());

/** How often each file's content is there. */
const countOf = (store: MemoryStore): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const content of Object.values(store.tree())) if (content !== null) counts.set(content, (counts.get(content) ?? 0) + 1);
  return counts;
};
