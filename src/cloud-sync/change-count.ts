import type { LinkId } from '../domain/ids.js';
import { contentChange } from '../domain/judge/content.js';
import { isAlive } from '../domain/node.js';
import { unsettledLinks } from '../domain/state/agenda.js';
import type { State } from '../domain/state/state.js';

/** Entries whose content is to be carried over: files that are new or edited, each once. Moves and deletions do not count (behaviour.md a). */
export const changeCountOf = (state: State): number => unsettledLinks(state.agenda).filter((id) => hasNewContent(state, id)).length;

const hasNewContent = (state: State, id: LinkId): boolean => {
  const link = state.table.link(id);
  if (link === undefined) return false;
  return link.halves.some((half) => {
    const node = state.table.node(half);
    if (node === undefined || node.kind !== 'file' || node.kept !== null || !isAlive(node)) return false;
    return link.base === null || contentChange(state, link, node) !== 'unchanged';
  });
};
