/** The conformance kit for providers: what every adapter must do, as laws that any test runner runs. */
import type { ProviderHarness, ProviderLaw } from './harness.js';
import { callsLaws } from './laws/calls/index.js';
import { connectionLaws } from './laws/connection.js';
import { creatingLaws } from './laws/creating.js';
import { discardingLaws } from './laws/discarding.js';
import { hintingLaws } from './laws/hinting.js';
import { listingLaws } from './laws/listing.js';
import { lookUpLaws } from './laws/look-up.js';
import { modelLaws } from './laws/model-laws.js';
import { movingLaws } from './laws/moving.js';
import { namingLaws } from './laws/naming.js';
import { readingLaws } from './laws/reading.js';
import { replacingLaws } from './laws/replacing.js';
import { type KitReport, runLaws, type TestRunner } from './run.js';

export type { OpenedPlace, ProviderHarness, ProviderLaw, TreeValue, UserApi } from './harness.js';
export type { KitReport, TestRunner } from './run.js';

export const providerLaws: readonly ProviderLaw[] = [
  ...connectionLaws,
  ...lookUpLaws,
  ...listingLaws,
  ...readingLaws,
  ...creatingLaws,
  ...replacingLaws,
  ...movingLaws,
  ...discardingLaws,
  ...namingLaws,
  ...hintingLaws,
  ...modelLaws,
  ...callsLaws,
];

/** Registers every law under one `describe`, and reports which of them the traits made it skip. */
export const runProviderKit = (harness: ProviderHarness, runner: TestRunner): KitReport => runLaws(providerLaws, harness, runner);
