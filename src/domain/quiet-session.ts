import { controlOfSession, isUnclean } from './evolve/session-control.js';
import type { Event, EventOf } from './event.js';
import { seq } from './ids.js';
import { SIDES } from './side.js';
import { isCalm } from './state/agenda.js';
import type { State } from './state/state.js';

/**
 * True if nothing follows from this session: both sides are as they are known, all that is known is settled, and beginning changes none of
 * it. What `advance` would give is then this event alone, and whoever only has to look need not load what could do more (a law:
 * test/domain/quiet-session.test.ts). It may be false where nothing follows either.
 */
export const isQuietSession = (state: State, event: EventOf<'SessionStarted'>): boolean => {
  const { control, agenda, flights, table } = state;
  if (event.forgetBases || control.translates || flights.actions.size > 0 || control.interrupted !== undefined) return false;
  if (!SIDES.every((side) => event.differing?.[side]?.length === 0) || !isCalm(agenda)) return false;
  if (!isSame(control.traits, event.traits) || !isSame(control.policy, event.policy)) return false;
  if (isUnclean(control, event, seq(state.seq + 1))) return false;
  for (const side of SIDES) if (table.node(control.roots[side].node) === undefined) return false;
  for (const _ of table.edit().blockedLinks()) return false;
  return true;
};

/** The same as folding it, where it is such an event; null where it takes more. */
export const foldQuietSession = (state: State, event: Event): State | null => {
  if (event._tag !== 'SessionStarted' || !isQuietSession(state, event)) return null;
  const at = seq(state.seq + 1);
  const control = controlOfSession(state.control, event, at);
  const [local, remote] = control.roots;
  const roots = [
    { ...local, identity: event.roots[0].identity },
    { ...remote, identity: event.roots[1].identity },
  ] as const;
  return { ...state, seq: at, control: { ...control, roots } };
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
