/**
 * What a memory store is told at its birth, and the traits that follow. Everything has a default, so `memoryStore()` is a
 * case-sensitive store with stable oids.
 */
import type { ProviderError } from '../../domain/provider-error.js';
import type { RelPath } from '../../domain/name.js';
import type { Traits } from '../../domain/traits.js';

export type Op =
  | 'connect'
  | 'lookUp'
  | 'list'
  | 'read'
  /** The first byte of a content being asked for: fails the stream, not the call that gave it. */
  | 'stream'
  | 'verify'
  | 'createFile'
  | 'replaceFile'
  | 'makeFolder'
  | 'move'
  | 'discard'
  | 'readTrash'
  | 'quota'
  | 'flush';

/** One call of the provider, as fault and gate hooks see it. `path` is the place that it is about: where a move goes from, where a creation goes to. */
export interface Call {
  readonly op: Op;
  readonly path: RelPath;
  readonly oid: string | null;
}

export type Fault =
  /** The call fails and nothing happens. */
  | ProviderError
  /** It happens, and then the call fails: the answer is lost. */
  | { readonly after: ProviderError }
  /** A `move` to another folder and name stops in between: it is in that folder, by its old name. Any other call fails, and nothing happens. */
  | { readonly halfway: ProviderError }
  /** `list` answers the first entries only, and says that it is not complete. */
  | { readonly firstEntries: number };

export type Faults = (call: Call) => Fault | null;

/**
 * Holds a call: awaited right before its atomic step (`before`) and before its answer returns (`after`).
 * A store without conditional writes checks what was expected ahead of `before`, so that a user can slip in between.
 */
export type Gate = (call: Call, moment: 'before' | 'after') => Promise<void>;

export interface MemoryOptions {
  readonly identity: Traits['identity'];
  readonly caseSensitive: boolean;
  readonly unicode: Traits['unicode'];
  readonly forbiddenCharacters: string;
  /** UTF-8 bytes. */
  readonly maxNameBytes: number;
  readonly hash: 'md5' | 'sha256' | null;
  /** Bytes that live files may hold together; null = no limit. */
  readonly quota: number | null;
  /** False: what is expected is checked when the call begins, not in the atomic step. */
  readonly conditional: boolean;
  readonly executableBit: boolean;
  /** What is new takes the number of what was deleted last: as inodes are given, where no time of birth tells them apart. Not where ids are stable. */
  readonly reusesIds: boolean;
  /** Whether changes can go on from where an earlier subscription stopped. */
  readonly cursors: boolean;
  /** `immediate`: a microtask after the act. `manual`: by `store.hints.deliver`. */
  readonly delivery: 'immediate' | 'manual';
  /** Milliseconds since 1970, for mtimes. Default: a counter, a second for each act. */
  readonly nowMs: () => number;
  readonly faults: Faults;
  readonly gate: Gate | null;
  /** Who these credentials belong to (their connection id), or null: refused. Left null, there are no users. */
  readonly users: ((credentials: unknown) => string | null) | null;
  /** Part of the root's identity, so that two stores differ. */
  readonly label: string;
}

export const withDefaults = (given: Partial<MemoryOptions>): MemoryOptions => {
  const identity = given.identity ?? 'oid';
  return {
    identity,
    caseSensitive: true,
    unicode: 'exact',
    forbiddenCharacters: '',
    maxNameBytes: 255,
    hash: 'md5',
    quota: null,
    conditional: true,
    executableBit: false,
    reusesIds: false,
    cursors: identity !== 'inode',
    delivery: 'immediate',
    nowMs: counter(1000),
    faults: () => null,
    gate: null,
    users: null,
    label: 'memory',
    ...given,
  };
};

export const traitsOf = (options: MemoryOptions): Traits => ({
  identity: options.identity,
  events: 'hints',
  caseSensitive: options.caseSensitive,
  unicode: options.unicode,
  forbiddenCharacters: options.forbiddenCharacters,
  maxNameBytes: options.maxNameBytes,
  hash: options.hash,
  conditionalWrites: options.conditional,
  executableBit: options.executableBit,
  keepsTimes: options.identity === 'inode',
});

/** `step`, 2 `step`, 3 `step`, ... */
export const counter = (step: number): (() => number) => {
  let last = 0;
  return () => (last += step);
};
