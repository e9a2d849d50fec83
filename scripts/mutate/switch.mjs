// Which mutant is on, and which were reached: bundled with the core, in the place of Stryker's own header, which is slow.

/** Shared with `worker.mjs`. `limit` ends loops that a mutant made endless. */
const state = (globalThis.foldsyncMutants ??= {
  active: -1,
  hits: 0,
  limit: Infinity,
  seen: new Float64Array(0),
  looks: false,
  differs: null,
});

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

/** While tests are measured: which mutants would have been another value here. */
export const look = (value, others) => {
  if (!state.looks) return value;
  for (const [id, other] of others()) {
    if (state.differs.get(id) === true) continue;
    let differs = true;
    try {
      differs = !Object.is(other(), value);
    } catch {
      // What fails is another thing than a value.
    }
    state.differs.set(id, differs);
  }
  return value;
};
