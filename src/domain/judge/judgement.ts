import type { Action } from '../action.js';
import type { Conclusion } from '../event.js';
import type { LinkId } from '../ids.js';
import type { NameRefusal } from '../name.js';
import type { Side } from '../side.js';

/** What is to be done about one link, now. */
export type Judgement =
  /** `on`: until that link is touched: it is kept away as long as that one is. */
  | { readonly _tag: 'Settled'; readonly on?: LinkId }
  | { readonly _tag: 'Act'; readonly action: Action; readonly reason: string }
  | { readonly _tag: 'Conclude'; readonly event: Conclusion }
  /** Until the link `on` is touched; its own id: until a half of itself is (dirty, or in flight). `occupant`: `on` holds the wanted place. */
  | { readonly _tag: 'Wait'; readonly on: LinkId; readonly why: Why; readonly side?: Side }
  /** Until the side is quiet, or until a time at which it need not be (DESIGN 9.6), milliseconds since 1970; or until the link `on` is touched. */
  | { readonly _tag: 'Quiet'; readonly side: Side; readonly untilMs: number; readonly on?: LinkId }
  | { readonly _tag: 'Later' }
  /** Until deletes on that side are approved, or until the link `on` is touched; its own id: no other. */
  | { readonly _tag: 'Gated'; readonly side: Side; readonly action: Action; readonly reason: string; readonly on: LinkId }
  /** A person has to act; `on`: the link that blocks it, or its own. `refusedBy`: the side that can't store its name. */
  | { readonly _tag: 'Blocked'; readonly on: LinkId; readonly reason: string; readonly refusedBy?: Side };

/** `side`: of the wanted place, where an occupant is waited for. */
export type Why = 'parent' | 'occupant' | 'child' | 'in-flight' | 'unknown';

export const SETTLED: Judgement = { _tag: 'Settled' };
export const wait = (on: LinkId, why: Why): Judgement => ({ _tag: 'Wait', on, why });
export const blocked = (on: LinkId, reason: string): Judgement => ({ _tag: 'Blocked', on, reason });
export const refused = (on: LinkId, reason: NameRefusal, refusedBy: Side): Judgement => ({ _tag: 'Blocked', on, reason, refusedBy });
export const act = (action: Action, reason: string): Judgement => ({ _tag: 'Act', action, reason });
export const conclude = (event: Conclusion): Judgement => ({ _tag: 'Conclude', event });
