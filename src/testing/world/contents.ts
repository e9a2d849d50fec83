import type { MemoryStore } from '../../adapters/memory/index.js';
import type { UserAct } from './scenario.js';

/** What a user's act on a store did: contents that it took out of the tree, and those that are there now. */
export const actOn = (
  store: MemoryStore,
  act: UserAct,
  unique: () => number,
): { readonly removed: readonly string[]; readonly live: Iterable<string> } => {
  const before = countOf(store);
  try {
    perform(store, act, unique);
  } catch {
    // A user who tries what can't be done has done nothing, or a part of it.
  }
  const after = countOf(store);
  return { removed: [...before].flatMap(([content, count]) => ((after.get(content) ?? 0) < count ? [content] : [])), live: after.keys() };
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
