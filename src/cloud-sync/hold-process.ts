/** Longest delay of a timer, milliseconds: it is there to be held, not to fire. */
const LONG_MS = 2 ** 31 - 1;

/** Keeps the process alive until released. */
export const holdProcess = (): (() => void) => {
  const timer = setInterval(() => undefined, LONG_MS);
  return () => clearInterval(timer);
};
