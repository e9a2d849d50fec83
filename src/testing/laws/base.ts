import type { State } from '../../domain/state/state.js';

/** I6: what base calls agreed is equal: hashes of one kind tell. */
export const baseIsTrue = (state: State): string | null => {
  if (state.control.traits[0].hash !== state.control.traits[1].hash) return null;
  for (const { id, base } of state.table.links()) {
    if (base === null || base.hashes[0] === null || base.hashes[1] === null) continue;
    if (base.hashes[0] !== base.hashes[1]) return `I6: link ${id} agreed on different contents`;
  }
  return null;
};
