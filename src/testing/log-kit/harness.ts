/**
 * What the laws of an event log need to know of an implementation. A log of your own is checked in a few lines:
 *
 *     runLogKit({ name: 'my log', fresh: async () => myStage() }, { describe, it });
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { EventLog, LogError } from '../../effects/ports/event-log.js';

export type LogUnderTest = EventLog & { readonly id: string };

export interface LogHarness {
  readonly name: string;
  /** A place for one log, empty. */
  readonly fresh: () => Promise<LogStage>;
}

/** A place for one log, and what may happen to it from outside. What is left out is not tested. */
export interface LogStage {
  /** Opens the log of this stage: the same content each time. */
  readonly open: () => TaskEither<LogError, LogUnderTest>;
  /** Whether a log that is open here keeps a second opener out. */
  readonly exclusive: boolean;
  /** The process dies with the log open: the next `open` finds what survives that. */
  readonly kill?: () => Promise<void>;
  /** Changes the text of the record of event `first`, or removes it (null). Called while the log is closed. */
  readonly alter?: (first: number, change: (text: string) => string | null) => Promise<void>;
  /** Cuts the closed log so that event `seq` is the last. */
  readonly cut?: (seq: number) => Promise<void>;
  /** Frees what the stage holds, an open log too. */
  readonly dispose: () => Promise<void>;
}

/** The part of vitest, jest or node:test that the kit uses. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/** One law. `run` rejects where the log breaks it. */
export interface LogLaw {
  readonly name: string;
  readonly run: (harness: LogHarness) => Promise<void>;
}

/** Registers every law with a test runner. */
export const runLaws = (laws: readonly LogLaw[], harness: LogHarness, { describe, it }: Runner): void => {
  describe(`${harness.name} obeys the laws of an event log`, () => {
    for (const law of laws) it(law.name, () => law.run(harness));
  });
};
