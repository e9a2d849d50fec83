/** Long work is done in slices, so that everyone else is answered meanwhile. Rejects where nobody waits for the answer any more. */
export type Pace = () => Promise<void>;

/** Longest time that nobody else is heard, milliseconds: a hand that scrubs does not notice. */
const SLICE_MS = 12;

export const pacer = (signal?: AbortSignal): Pace => {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < SLICE_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    began = performance.now();
  };
};
