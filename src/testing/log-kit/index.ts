/** The conformance kit of the event log port: laws that every implementation obeys, for any test runner. */
import { appendLaws } from './append-laws.js';
import { type LogHarness, type LogLaw, runLaws, type Runner } from './harness.js';
import { propertyLaws } from './properties.js';
import { snapshotLaws } from './snapshot-laws.js';
import { survivalLaws } from './survival-laws.js';

export type { LogHarness, LogLaw, LogStage, LogUnderTest, Runner } from './harness.js';
export { anyBatches, anyJson, anySlabs } from './properties.js';

export const logLaws: readonly LogLaw[] = [...appendLaws, ...snapshotLaws, ...survivalLaws, ...propertyLaws];

/**
 * Registers the laws with a test runner.
 *
 * @example
 * runLogKit({ name: 'the log in memory', fresh: async () => stage }, { describe, it });
 */
export const runLogKit = (harness: LogHarness, runner: Runner): void => runLaws(logLaws, harness, runner);
