import type { EventOf } from './event.js';
import { NEVER } from './ids.js';
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
  if (control.session === NEVER || event.forgetBases || control.paused || control.translates || flights.actions.size > 0) return false;
  if (!SIDES.every((side) => event.differing?.[side]?.length === 0) || !isCalm(agenda)) return false;
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  if (!isSame(control.traits, event.traits) || !isSame(control.policy, event.policy)) return false;
  // After a power loss what was placed last is compared again, unless all is known to be on disk.
  if (control.boot !== event.boot && control.durable + 1 < state.seq) return false;
  for (const side of SIDES) {
    const { gate, health } = control.sides[side];
    if (gate._tag !== 'Open' || health._tag !== 'Up' || table.node(control.roots[side].node) === undefined) return false;
  }
  for (const _ of table.edit().blockedLinks()) return false;
  return Object.keys(control.retries).length + Object.keys(control.lookRetries).length === 0;
};
