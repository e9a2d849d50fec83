import * as t from 'io-ts';
import { absurd } from './absurd.js';

const ErrorTag = t.keyof({
  /** The object is not there. */
  NotFound: null,
  /** The folder to put it into is not there, or is a file. */
  NoParent: null,
  /** The place is taken. */
  Exists: null,
  NotEmpty: null,
  /** The object's revision is not the expected one. */
  Modified: null,
  /** The object is not at the expected place. */
  Moved: null,
  /** The name can't be stored there. */
  NameRefused: null,
  /** Permission denied for this object. */
  Denied: null,
  OutOfSpace: null,
  Disconnected: null,
  Unauthorized: null,
  /** Asked too often; `retryAfterMs` where the provider says it. */
  Throttled: null,
  Temporary: null,
  /** Contents can't be read, or were rejected as damaged. */
  Corrupt: null,
  /** The root is missing or is another one than it was. */
  RootMissing: null,
  /** The cursor is no longer known: everything must be listed again. */
  CursorInvalid: null,
  /** The drive, account or bucket that was chosen does not exist, or there is nothing to choose from. */
  NamespaceInvalid: null,
  /** Stopped by us: shutdown, or killed with the process. */
  Interrupted: null,
  /** Anything else; `message` says what. */
  Failed: null,
});

/** Everything that a provider's call can come to, but for success. Closed: an adapter maps what it meets to one of these. */
export const ProviderError = t.readonly(
  t.intersection([
    t.type({
      _tag: ErrorTag,
      /** For people. Never holds secrets. */
      message: t.string,
    }),
    t.partial({ retryAfterMs: t.number }),
  ]),
);
export type ProviderError = t.TypeOf<typeof ProviderError>;

/** All that there are. */
export const ERROR_TAGS = Object.keys(ErrorTag.keys) as readonly ProviderError['_tag'][];

/** What the engine does about an error, besides looking again at everything that the action touched (H24). */
export type Remedy =
  /** Try the entry again, later and later. */
  | 'retry'
  /** Nothing more: looking again is all it needs. */
  | 'observe'
  /** The whole side pauses, then is tried again. */
  | 'reconnect'
  | 'authenticate'
  /** List the side anew. */
  | 'rescan'
  /** The entry is blocked, with its reason, until it changes. */
  | 'block'
  /** The sync stops: its root is not what it was. */
  | 'halt';

export const remedyFor = (error: ProviderError): Remedy => {
  switch (error._tag) {
    case 'NotFound':
    case 'NoParent':
    case 'Exists':
    case 'NotEmpty':
    case 'Modified':
    case 'Moved':
    case 'Interrupted':
      return 'observe';
    case 'Temporary':
    case 'Failed':
    case 'OutOfSpace':
      return 'retry';
    case 'Throttled':
    case 'Disconnected':
    case 'NamespaceInvalid':
      return 'reconnect';
    case 'Unauthorized':
      return 'authenticate';
    case 'CursorInvalid':
      return 'rescan';
    case 'NameRefused':
    case 'Denied':
    case 'Corrupt':
      return 'block';
    case 'RootMissing':
      return 'halt';
    default:
      return absurd(error._tag);
  }
};
