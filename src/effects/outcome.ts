import { type Either, tryCatch } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { EventOf } from '../domain/event.js';
import type { ProviderError } from '../domain/provider-error.js';
import type { Side } from '../domain/side.js';
import { type Listing, toProviderError } from './ports/provider.js';

type Unnumbered<E> = E extends { readonly action: number } ? Omit<E, 'action'> : never;

/** What became of an action, without its number. A listing is condensed when it is logged. */
export type Outcome =
  | Unnumbered<EventOf<'LookedUp' | 'FilesCreated' | 'FileReplaced' | 'FolderMade' | 'Moved' | 'Discarded' | 'Compared' | 'Resolved'>>
  | { readonly _tag: 'ListingRead'; readonly listing: Listing };

/** Whose provider failed, and how. */
export interface Failure {
  readonly side: Side;
  readonly error: ProviderError;
}

export type Effect = TaskEither<Failure, Outcome>;

/** A provider's promise as an effect that cannot throw. */
export const attempt = <A>(side: Side, call: () => Promise<A>): TaskEither<Failure, A> =>
  TE.tryCatch(call, (thrown) => ({ side, error: toProviderError(thrown) }));

/** The same for a synchronous call. */
export const attemptNow = <A>(side: Side, call: () => A): Either<Failure, A> =>
  tryCatch(call, (thrown) => ({ side, error: toProviderError(thrown) }));

/** How a call that holds the event loop is to go on: not at all, not now, or with what is next. */
export type Pace = () => 'go' | 'pause' | 'stop';

/** There is more to do: call again. */
export const PAUSED = Symbol('paused');

/** Carries out an instruction synchronously; null where it turns out to be too much for that: nothing was done then. It never throws. */
export type ImmediateCall = (pace: Pace) => Either<Failure, Outcome> | typeof PAUSED | null;

/** What was not begun when everything was told to end. */
export const interruptedOn = (side: Side): Failure => ({ side, error: { _tag: 'Interrupted', message: 'the sync was stopped' } });
