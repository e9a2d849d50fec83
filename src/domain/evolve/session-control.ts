import type { EventOf } from '../event.js';
import { NEVER, type Seq } from '../ids.js';
import type { Sides } from '../side.js';
import type { Control, SideControl } from '../state/control.js';

/** True if the machine went down after something was logged that may not have reached the disk. `at`: number of the event. */
export const isUnclean = ({ session, boot, durable }: Control, event: EventOf<'SessionStarted'>, at: Seq): boolean =>
  session !== NEVER && event.boot !== null && event.boot !== boot && durable + 1 < at;

/** What a new session makes of the control slice. The roots are the table's matter. */
export const controlOfSession = (previous: Control, event: EventOf<'SessionStarted'>, at: Seq): Control => {
  const nowMs = Math.max(previous.nowMs, event.atMs);
  const sides: Sides<SideControl> = [afresh(previous.sides[0], nowMs), afresh(previous.sides[1], nowMs)];
  return {
    ...previous,
    ...{ nowMs, session: at, boot: event.boot, policy: event.policy, traits: [event.traits[0], event.traits[1]], sides },
    ...{ paused: false, retries: {}, lookRetries: {} },
    unproven: isUnclean(previous, event, at) ? { after: previous.durable, until: at } : previous.unproven,
  };
};

const afresh = (side: SideControl, nowMs: number): SideControl => ({
  ...side,
  restlessSinceMs: nowMs,
  health: { _tag: 'Up' },
  lost: { attempts: 0, retryAtMs: 0 },
  gate: { _tag: 'Open' },
  deleted: { atMs: 0, count: 0 },
});
