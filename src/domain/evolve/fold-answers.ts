import type { EventOf, Translation } from '../event.js';
import { showPath } from '../name.js';
import { isAlive, type Node } from '../node.js';
import { type Draft, putNode, writeControl } from '../state/state.js';

/** What users' functions answered. */

export const foldTranslated = (draft: Draft, event: EventOf<'Translated'>): void => {
  if (!draft.control.translates) writeControl(draft, (control) => void (control.translates = true));
  for (const { node: id, to } of event.answers) {
    const node = draft.table.node(id);
    if (node === undefined || !isAlive(node)) continue;
    putNode(draft, { ...node, ...translatedTo(node, to) });
  }
};

/** As a node stores it. */
const acrossOf = (to: Exclude<Translation, null>): string | null => (to === 'follows' ? null : 'name' in to ? to.name : showPath(to.path));

/** False if nothing comes of an answer: it is known, or tells of something kept away for another reason that it has no counterpart. */
export const isNewOf = (node: Node, to: Translation): boolean => {
  const { kept, across } = translatedTo(node, to);
  return kept !== node.kept || across !== node.across;
};

export const foldPrioritized = (draft: Draft, event: EventOf<'Prioritized'>): void => {
  for (const { node: id, priority } of event.answers) {
    const node = draft.table.node(id);
    if (node !== undefined) putNode(draft, { ...node, priority });
  }
};

const translatedTo = (node: Node, to: Translation): Pick<Node, 'kept' | 'across'> => {
  const kept = node.kept === 'untranslatable' ? null : node.kept;
  if (to === null) return { kept: kept ?? 'untranslatable', across: null };
  return { kept, across: acrossOf(to) };
};
