import * as t from 'io-ts';
import { Action, LinkNumber, NodeNumber, SideNumber } from './action.js';
import { Observation } from './observation.js';
import { Policy } from './policy.js';
import { ProviderError } from './provider-error.js';

/**
 * Everything that can happen. The log is a list of these, and the state is their fold: nothing else is known, no clock and no dice.
 * Events are in the past tense. Fields named `action` hold the number of the `ActionStarted` that they answer.
 */
const nullable = <C extends t.Mixed>(codec: C) => t.union([codec, t.null]);
const optional = <C extends t.Mixed>(codec: C) => t.union([codec, t.undefined]);

export const TraitsCodec = t.readonly(
  t.intersection([
    t.type({
      identity: t.keyof({ oid: null, path: null, inode: null }),
      events: t.keyof({ hints: null, versioned: null, none: null }),
      caseSensitive: t.boolean,
      unicode: t.keyof({ exact: null, nfc: null }),
      forbiddenCharacters: t.string,
      maxNameBytes: t.number,
      hash: nullable(t.string),
      conditionalWrites: t.boolean,
      executableBit: t.boolean,
    }),
    t.partial({ keepsTimes: t.boolean }),
  ]),
);

export const HintCodec = t.readonly(
  t.union([
    t.type({ _tag: t.literal('Touched'), oid: nullable(t.string), path: nullable(t.readonlyArray(t.string)) }),
    t.type({ _tag: t.literal('FolderTouched'), path: t.readonlyArray(t.string) }),
    t.type({ _tag: t.literal('Lost') }),
  ]),
);

/** The course of a sync. */
const Course = [
  /** A process took the log over. What was in flight is interrupted. */
  t.intersection([
    t.type({
      _tag: t.literal('SessionStarted'),
      atMs: t.number,
      /** Version of foldsync, whose planner decides from here on. */
      version: t.string,
      /** Changes with every boot of the machine; null if unknown. */
      boot: nullable(t.string),
      traits: t.tuple([TraitsCodec, TraitsCodec]),
      /** Identities and oids of the roots. */
      roots: t.tuple([t.type({ identity: t.string, oid: nullable(t.string) }), t.type({ identity: t.string, oid: nullable(t.string) })]),
      /** Bases are no longer to be believed (another root, an older log): they are dropped, and the sides merged (DESIGN 9.9). */
      forgetBases: t.boolean,
      policy: Policy,
    }),
    t.partial({
      /**
       * A side that was swept right before: the folders whose listing tells something new, all others were complete and as known
       * (docs/adr/0010). Null, or left out: the side was not looked at, so all of it is to be listed.
       */
      differing: t.tuple([nullable(t.readonlyArray(NodeNumber)), nullable(t.readonlyArray(NodeNumber))]),
      /** What was being placed as the session before broke off is remembered, until its place is looked at. Left out in logs of before. */
      remembers: t.literal(true),
    }),
  ]),
  /** Time passed; it never goes back. */
  t.type({ _tag: t.literal('Woke'), atMs: t.number }),
  /** Contents and log are on disk up to here. */
  t.type({ _tag: t.literal('MadeDurable') }),
  t.type({ _tag: t.literal('PolicySet'), policy: Policy }),
  t.type({ _tag: t.literal('WalkRequested'), side: SideNumber }),
  t.type({ _tag: t.literal('Paused') }),
  t.type({ _tag: t.literal('Resumed') }),
  t.type({ _tag: t.literal('GateRaised'), side: SideNumber, deletes: t.number, files: t.number }),
  t.type({ _tag: t.literal('GateLowered'), side: SideNumber }),
  t.type({ _tag: t.literal('GateApproved'), side: SideNumber }),
  t.type({ _tag: t.literal('SideLost'), side: SideNumber, error: ProviderError }),
  t.type({ _tag: t.literal('SideRegained'), side: SideNumber }),
] as const;

/** What was seen. */
const Sightings = [
  t.type({ _tag: t.literal('HintsSeen'), side: SideNumber, hints: t.readonlyArray(HintCodec), cursor: nullable(t.string) }),
  t.type({ _tag: t.literal('LookedUp'), action: t.number, found: nullable(Observation), depth: nullable(t.number) }),
  /** `rows`: the children that are new or other than known; `absent`: known children that it lacks (see `condense`). */
  t.type({
    _tag: t.literal('Listed'),
    action: t.number,
    complete: t.boolean,
    rows: t.readonlyArray(Observation),
    absent: t.readonlyArray(NodeNumber),
  }),
] as const;

/** Where an entry belongs on the other side: in its folder's counterpart, under its own name or another; at a path of its own; nowhere. */
export const Translation = t.union([t.literal('follows'), t.type({ name: t.string }), t.type({ path: t.readonlyArray(t.string) }), t.null]);
export type Translation = t.TypeOf<typeof Translation>;

/** What users' functions answered, recorded so that replay needs none of them. */
const Answers = [
  /** Of `prioritize`, likewise. */
  t.type({ _tag: t.literal('Prioritized'), answers: t.readonlyArray(t.type({ node: NodeNumber, priority: t.number })) }),
  /** Of `translate`, for entries that are new, or at another path than before. */
  t.type({ _tag: t.literal('Translated'), answers: t.readonlyArray(t.type({ node: NodeNumber, to: Translation })) }),
] as const;

/** `side`: whose provider failed. */
export const FileOutcome = t.union([
  t.type({ _tag: t.literal('Created'), read: t.string, seen: Observation }),
  t.type({ _tag: t.literal('Failed'), side: SideNumber, error: ProviderError }),
]);
export type FileOutcome = t.TypeOf<typeof FileOutcome>;

/** What we did. `read` is the revision of the content that was copied. */
const Deeds = [
  /** `reason`: the cell of the verdict table that asked for it. */
  t.type({ _tag: t.literal('ActionStarted'), action: Action, reason: t.string }),
  /** `files`: what became of each, in the order of the action's. One that failed is as an action of its own that failed. */
  t.type({ _tag: t.literal('FilesCreated'), action: t.number, files: t.readonlyArray(FileOutcome) }),
  /** `trash`: where the old content went, as `Discarded` has it; missing in logs of before it was told. */
  t.type({ _tag: t.literal('FileReplaced'), action: t.number, read: t.string, seen: Observation, trash: optional(nullable(t.string)) }),
  t.type({ _tag: t.literal('FolderMade'), action: t.number, seen: Observation }),
  t.type({ _tag: t.literal('Moved'), action: t.number, seen: Observation }),
  t.type({ _tag: t.literal('Discarded'), action: t.number, trash: nullable(t.string) }),
  t.type({ _tag: t.literal('Compared'), action: t.number, same: t.boolean }),
  /**
   * What a resolver answered: who wins (null: as policy says) and whether the other is kept. `merged`: LOCAL's file now has the content that it made;
   * where both are kept, `aside` is what LOCAL had, under its conflict name.
   */
  t.type({
    _tag: t.literal('Resolved'),
    action: t.number,
    winner: t.union([SideNumber, t.null]),
    keep: t.boolean,
    merged: nullable(Observation),
    aside: nullable(Observation),
  }),
  /** `side`: whose provider failed. */
  t.type({ _tag: t.literal('ActionFailed'), action: t.number, side: SideNumber, error: ProviderError }),
] as const;

/** What a user wants of files that are on demand, told by their nodes on REMOTE. */
const Demands = [
  /** To have them on LOCAL. `again`: what LOCAL had is gone, and that was no user's delete. */
  t.type({ _tag: t.literal('FilesRequested'), nodes: t.readonlyArray(NodeNumber), again: t.boolean }),
  /** Not to have them on LOCAL any more, once both sides are in step. */
  t.type({ _tag: t.literal('FilesReleased'), nodes: t.readonlyArray(NodeNumber) }),
] as const;

/** What we concluded, without touching the world: bookkeeping, applied to a fixpoint before anything is planned. */
const Conclusions = [
  /** Both sides are the same in content: base takes their revisions. */
  t.type({ _tag: t.literal('ContentAgreed'), link: LinkNumber, reason: t.string }),
  /** Both sides are at the same place: base takes it. */
  t.type({ _tag: t.literal('PlaceAgreed'), link: LinkNumber, reason: t.string }),
  /** Two created entries turned out to be one: `from` ends, `into` has both halves. */
  t.type({ _tag: t.literal('LinksMerged'), from: LinkNumber, into: LinkNumber, reason: t.string }),
  /** The same by a resolver's word, while their contents are yet to be made equal. */
  t.type({ _tag: t.literal('LinksJoined'), from: LinkNumber, into: LinkNumber, reason: t.string }),
  /** A file on demand is asked for: by an entry of LOCAL that wants its place. */
  t.type({ _tag: t.literal('FileWanted'), link: LinkNumber, reason: t.string }),
  /** The dead half is emptied, the live one is a creation. */
  t.type({ _tag: t.literal('LinkRevived'), link: LinkNumber, reason: t.string }),
  /** The half of `side` becomes an entry of its own; both are creations. */
  t.type({ _tag: t.literal('LinkSplit'), link: LinkNumber, side: SideNumber, reason: t.string }),
  /** Both halves are gone. */
  t.type({ _tag: t.literal('LinkEnded'), link: LinkNumber, reason: t.string }),
  t.type({ _tag: t.literal('DoubtCleared'), link: LinkNumber, reason: t.string }),
  /** The dead half of `link` was found again, or what its user moved to where rules keep it was replaced: it is `node`. */
  t.type({ _tag: t.literal('HalfRecognised'), link: LinkNumber, side: SideNumber, node: NodeNumber, reason: t.string }),
] as const;

export const Event = t.readonly(t.union([...Course, ...Sightings, ...Answers, ...Demands, ...Deeds, ...Conclusions]));
export type Event = t.TypeOf<typeof Event>;
export type EventTag = Event['_tag'];
export type EventOf<T extends EventTag> = Extract<Event, { readonly _tag: T }>;
export type Conclusion = EventOf<
  | 'FileWanted'
  | 'LinksJoined'
  | 'ContentAgreed'
  | 'PlaceAgreed'
  | 'LinksMerged'
  | 'LinkRevived'
  | 'LinkSplit'
  | 'LinkEnded'
  | 'DoubtCleared'
  | 'HalfRecognised'
>;
