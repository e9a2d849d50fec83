// Which mutant is on, and which were reached: bundled with the core, in the place of Stryker's own header, which is slow.

/** Shared with `worker.mjs`. `limit` ends loops that a mutant made endless. */
const state = (globalThis.foldsyncMutants ??= { active: -1, hits: 0, limit: Infinity, seen: new Float64Array(0) });

export { state as mutants };

/** Called where the mutant that is on takes the place of what stood there. */
export const hit = () => {
  state.hits += 1;
  if (state.hits > state.limit) throw new Error(`mutant ${state.active} was reached more than ${state.limit} times`);
  return true;
};

/**
 * The mutant `() => undefined` of an arrow function. Stryker decides once, where the function is made: for nearly all functions of this
 * project, while the module is loaded. Deciding at each call spares loading all anew.
 */
export const arrow =
  (id, original) =>
  (...args) => {
    state.seen[id] += 1;
    return state.active === id && hit() ? undefined : original(...args);
  };
