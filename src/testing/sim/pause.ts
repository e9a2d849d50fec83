import fc from 'fast-check';
import type { Pause } from './story.js';

/** Mostly right after, or in the middle of, what the deed before set going. */
export const pause: fc.Arbitrary<Pause> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ ms: 0 }) },
  { weight: 3, arbitrary: fc.constantFrom(10, 100, 210, 500, 3_000, 40_000).map((ms) => ({ ms })) },
  { weight: 6, arbitrary: fc.nat(24).map((moments) => ({ moments })) },
);
