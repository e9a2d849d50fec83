import type { Op } from '../../adapters/memory/index.js';
import type { Name } from '../../domain/name.js';
import type { Policy } from '../../domain/policy.js';
import type { ProviderError } from '../../domain/provider-error.js';
import type { Side, Sides } from '../../domain/side.js';
import type { KindName } from '../world/kinds.js';
import type { UserAct } from '../world/scenario.js';
import type { Translation } from './translations.js';

/**
 * What happens around a whole engine, as a value: two sides that begin in step, how long everything takes, and what users, networks,
 * disks and power do meanwhile. Told by `runStory`.
 */
export interface Story {
  readonly kinds: Sides<KindName>;
  readonly settings: Settings;
  /** How names and places are mapped from side to side, in every process. */
  readonly translation?: Translation;
  /** Where objects are told by their inode: what is new has the one of what was deleted last, as on a disk; and no time of birth tells them apart. */
  readonly reusesInodes?: boolean;
  /** What there is on both sides, in step, when it begins; made by LOCAL's user. */
  readonly base: readonly UserAct[];
  /** How long it takes, milliseconds, until a call has its effect, until its answer is heard, until a hint arrives: one after the other, and again from the first. Empty: nothing takes time. */
  readonly delays: readonly number[];
  readonly happenings: readonly Happening[];
  /** How what was lost is found in the end: everything is listed by the process that runs, or another one starts; or nothing was lost, and nothing more is done. */
  readonly ends: 'walk' | 'restart' | 'still';
}

/** What a person decides, anew with each start. */
export interface Settings {
  readonly policy?: Partial<Policy>;
  /** Lines of an ignore file. */
  readonly ignore?: readonly string[];
  /** Names of files that come to LOCAL unasked, where files are on demand. */
  readonly wants?: readonly Name[];
  /** What a resolver answers, one conflict after the other, and again from the first. Left out: there is none. */
  readonly resolver?: readonly Answer[];
}

/** What a resolver answers to a conflict: whose content counts; a new content for both; what it fails with. */
export interface Answer {
  readonly says: 'local' | 'remote' | 'as policy says' | 'merged' | 'it fails';
  /** The other is kept, under a conflict name. */
  readonly keep: boolean;
  /** How long it thinks, milliseconds; null: for as long as it is let. */
  readonly afterMs: number | null;
}

export interface Happening {
  readonly after: Pause;
  readonly does: Deed;
}

/** So much time, or so many moments: appends, and the beginnings and ends of calls, so that a deed can fall between any two. */
export type Pause = { readonly ms: number } | { readonly moments: number };

export type Deed =
  | { readonly do: 'user'; readonly side: Side; readonly act: UserAct }
  /** No hint is ever given of it. */
  | { readonly do: 'unheard'; readonly side: Side; readonly act: UserAct }
  /** Hints on their way are lost, and the provider says so. */
  | { readonly do: 'lose'; readonly side: Side }
  /** Hints on their way come twice. */
  | { readonly do: 'double'; readonly side: Side }
  | { readonly do: 'walk'; readonly side: Side }
  /** Calls fail, all or those of one kind, or happen and then fail. */
  | {
      readonly do: 'fail';
      readonly side: Side;
      readonly error: ProviderError['_tag'];
      readonly op: Op | null;
      readonly times: number;
      readonly isDone: boolean;
      readonly retryAfterMs?: number;
    }
  /** Listings show their first entries only, and say so. */
  | { readonly do: 'partial'; readonly side: Side; readonly entries: number; readonly times: number }
  | { readonly do: 'offline'; readonly side: Side; readonly ms: number }
  /** No room for contents. */
  | { readonly do: 'full'; readonly side: Side; readonly ms: number }
  /** The root is not there for a while: a disk that is not mounted. */
  | { readonly do: 'unmount'; readonly side: Side; readonly ms: number }
  /** The clock is set forward, as after the machine slept, or back. */
  | { readonly do: 'set clock'; readonly ms: number }
  /** The process ends in order, and another begins, with other settings if any are given. */
  | { readonly do: 'restart'; readonly settings?: Settings }
  /** A user asks for a file of REMOTE that is on demand, or lets it go again. */
  | { readonly do: 'request'; readonly path: string }
  | { readonly do: 'release'; readonly path: string }
  /** A user says yes to the deletes of a side that wait for that. */
  | { readonly do: 'approve'; readonly side: Side }
  /** The user pauses the sync. */
  | { readonly do: 'pause'; readonly ms: number }
  /** The process is killed. */
  | { readonly do: 'kill' }
  /** The machine goes down. Of the log so many records are found again, and not fewer than were synced; of contents that were placed and not flushed, each is as `damage` says, in turn. */
  | { readonly do: 'cut power'; readonly records: number; readonly damage: readonly Damage[] }
  /** The process is killed, and the log is gone; or one is restored that is older than what the roots remember. */
  | { readonly do: 'lose log' }
  | { readonly do: 'restore log'; readonly records: number };

export type Damage = 'whole' | 'empty' | 'half' | 'gone';

/** The same story with the sides changed over. */
export const mirroredStory = (story: Story): Story => ({
  ...story,
  kinds: [story.kinds[1], story.kinds[0]],
  happenings: story.happenings.map(({ after, does }) => ({
    after,
    does: 'side' in does ? { ...does, side: does.side === 0 ? 1 : 0 } : does,
  })),
});
