import { linkId } from '../ids.js';
import type { Draft } from '../state/state.js';

/** What is ready, by what users' priorities say: those below 0 first, those above 0 last, all others as they come. */
export const inOrder = (draft: Draft): Iterable<number> => {
  const ready = draft.agenda.ready();
  const { ranked } = draft.agenda;
  if (ranked.size === 0) return ready;
  const rows = [...ranked].filter((id) => ready.has(id)).map((id) => ({ id, priority: priorityOf(draft, id) }));
  const sorted = rows.sort((a, b) => a.priority - b.priority || a.id - b.id);
  const [first, last] = [sorted.filter(({ priority }) => priority < 0), sorted.filter(({ priority }) => priority > 0)];
  return chained([first.map(({ id }) => id), plainOf(ready, ranked), last.map(({ id }) => id)]);
};

function* chained(parts: readonly Iterable<number>[]): Iterable<number> {
  for (const part of parts) yield* part;
}

function* plainOf(ready: Iterable<number>, ranked: { readonly has: (id: number) => boolean }): Iterable<number> {
  for (const id of ready) if (!ranked.has(id)) yield id;
}

/** Of a link: the most urgent that was said of either half. */
const priorityOf = (draft: Draft, id: number): number => {
  const said = (draft.table.link(linkId(id))?.halves ?? []).map((half) => draft.table.node(half)?.priority ?? 0).filter((n) => n !== 0);
  return said.length === 0 ? 0 : Math.min(...said);
};
