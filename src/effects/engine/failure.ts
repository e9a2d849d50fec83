import { ArgumentError } from '../argument-error.js';
import type { ProviderError } from '../../domain/provider-error.js';
import type { Side } from '../../domain/side.js';
import type { LogError } from '../ports/event-log.js';

/** Why an engine gave up. What a provider fails with in passing is none of these: it is an event, and tried again. */
export type EngineError =
  | { readonly _tag: 'Log'; readonly error: LogError }
  /** It can't be connected at the start, or its root went missing. */
  | { readonly _tag: 'Provider'; readonly side: Side; readonly error: ProviderError }
  | { readonly _tag: 'OtherRoot'; readonly side: Side; readonly message: string }
  /** It was stopped before it had started. */
  | { readonly _tag: 'Stopped'; readonly message: string }
  /** A function that a user gave answered what it can't. */
  | { readonly _tag: 'Argument'; readonly message: string }
  /** A broken invariant: a bug. What is logged is whole. */
  | { readonly _tag: 'Defect'; readonly message: string };

export class EngineFailure extends Error {
  constructor(readonly error: EngineError) {
    super(error._tag === 'Log' || error._tag === 'Provider' ? error.error.message : error.message);
    this.name = 'EngineFailure';
  }
}

/** Anything that is thrown where nothing should be is a defect. */
export const asFailure = (thrown: unknown): EngineFailure => {
  if (thrown instanceof EngineFailure) return thrown;
  if (thrown instanceof ArgumentError) return new EngineFailure({ _tag: 'Argument', message: thrown.message });
  return new EngineFailure({ _tag: 'Defect', message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });
};
