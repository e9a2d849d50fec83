/** Ctrl-C and its kin: the first asks to stop, the second stops at once. */
import { constants } from 'node:os';

export interface Interruption {
  /** What `promise` comes to, or null if the process is asked to stop before. */
  readonly race: <A>(promise: Promise<A>) => Promise<A | null>;
  /** As the shell has it: 128 and the signal's number. */
  readonly exitCode: () => number;
  readonly signal: () => NodeJS.Signals | null;
  /** The same without a signal: nobody reads what is written any more. */
  readonly interrupt: (signal: NodeJS.Signals) => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export const interruption = (): Interruption => {
  let signal: NodeJS.Signals | null = null;
  let ask: () => void = () => undefined;
  const asked = new Promise<null>((resolve) => {
    ask = () => resolve(null);
  });
  const exitCode = (): number => (signal === null ? 0 : 128 + constants.signals[signal]);
  const interrupt = (by: NodeJS.Signals): void => {
    if (signal !== null) process.exit(exitCode());
    signal = by;
    ask();
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  return { race: (promise) => Promise.race([promise, asked]), exitCode, signal: () => signal, interrupt };
};
