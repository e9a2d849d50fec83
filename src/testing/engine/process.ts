import type { Call, Gate } from '../../adapters/memory/index.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { EventLog } from '../../effects/ports/event-log.js';

/**
 * A moment at which a process may be killed: around each append, and, in each call of a provider, before it has its effect and before
 * its answer is heard.
 */
export type Moment =
  | { readonly at: 'append'; readonly when: 'before' | 'after' }
  | { readonly at: 'call'; readonly when: 'before' | 'after'; readonly side: 0 | 1; readonly call: Call };

/** One run of the engine, which can be killed: from then on nothing of it happens any more, and nothing of it ends. */
export interface Process {
  readonly isAlive: () => boolean;
  readonly kill: () => void;
  /** Passes, or never does. */
  readonly pass: (moment: Moment) => Promise<void>;
  /** Passes, or never does; no moment to be killed at. */
  readonly stillAlive: () => Promise<void>;
  readonly gate: (side: 0 | 1) => Gate;
  readonly log: <L extends EventLog>(log: L) => L;
  /** Moments passed so far. */
  readonly moments: () => number;
}

const NEVER = new Promise<never>(() => {});

/** `shouldDie` is asked at each moment, with its number from 0. */
export const newProcess = (shouldDie: (moment: Moment, number: number) => boolean = () => false): Process => {
  let alive = true;
  let moments = 0;
  const pass = async (moment: Moment): Promise<void> => {
    if (alive && shouldDie(moment, moments++)) alive = false;
    if (!alive) await NEVER;
  };
  return {
    isAlive: () => alive,
    kill: () => void (alive = false),
    pass,
    stillAlive: async () => {
      if (!alive) await NEVER;
    },
    moments: () => moments,
    gate: (side) => (call, when) => pass({ at: 'call', when, side, call }),
    log: (log) => ({
      ...log,
      id: (log as { readonly id?: string }).id,
      append: (batch, how) => async () => {
        await pass({ at: 'append', when: 'before' });
        const appended = await log.append(batch, how)();
        await pass({ at: 'append', when: 'after' });
        return appended;
      },
      close: () => (alive ? log.close() : TE.right(undefined)),
    }),
  };
};
