import type { LinkId } from '../ids.js';
import type { Side } from '../side.js';

/**
 * Where a link stands once it was judged. One that was touched is *stale* until it is judged again; one that waits for another link is among that one's
 * waiters (waiters.ts).
 */
export type Standing =
  /** An action or a conclusion is due. */
  | { readonly _tag: 'Ready' }
  /** Until the other link is touched; 0 = until itself is. */
  | { readonly _tag: 'Waiting'; readonly on: LinkId; readonly forPlace: boolean }
  /** Until this side is quiet, or that time; or until that link is touched. */
  | { readonly _tag: 'Quiet'; readonly side: Side; readonly untilMs: number; readonly on?: LinkId }
  /** Until a time that `control.retries` tells. */
  | { readonly _tag: 'Later' }
  /** Until deletes on this side are approved; or until that link is touched. */
  | { readonly _tag: 'Gated'; readonly side: Side; readonly on: LinkId }
  /** Until a person acts. */
  | { readonly _tag: 'Blocked'; readonly on: LinkId }
  /** `on`: judged again when that link is touched. */
  | { readonly _tag: 'Settled'; readonly on?: LinkId };

// A number for each, by which an agenda keeps links apart.
export const SETTLED = 0;
export const STALE = 1;
export const READY = 2;
export const WAITING = 3;
export const QUIET_0 = 4;
export const QUIET_1 = 5;
export const LATER = 6;
export const GATED_0 = 7;
export const GATED_1 = 8;
export const BLOCKED = 9;
export const BUCKETS = 10;

export const codeOf = (standing: Standing): number => {
  switch (standing._tag) {
    case 'Settled':
      return SETTLED;
    case 'Ready':
      return READY;
    case 'Waiting':
      return WAITING;
    case 'Quiet':
      return standing.side === 0 ? QUIET_0 : QUIET_1;
    case 'Later':
      return LATER;
    case 'Gated':
      return standing.side === 0 ? GATED_0 : GATED_1;
    case 'Blocked':
      return BLOCKED;
  }
};
