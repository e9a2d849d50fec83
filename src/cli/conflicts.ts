/** Conflict copies of a state, with whose versions they are, which only the log tells. */
import { eventsIn } from '../domain/upcast.js';
import type { NodeId } from '../domain/ids.js';
import type { Side } from '../domain/side.js';
import type { State } from '../domain/state/state.js';
import type { EventLog } from '../effects/ports/event-log.js';
import { type ConflictCopy, conflictCopies, isConflictCopy, loserBy, type Losers } from '../history/index.js';

export const conflictsOf = async (state: State, log: Pick<EventLog, 'read'>): Promise<readonly ConflictCopy[]> => {
  const nodes = [...state.table.nodes()].filter(isConflictCopy);
  return nodes.length === 0 ? [] : conflictCopies(state, nodes, await losersOf(log));
};

const losersOf = async (log: Pick<EventLog, 'read'>): Promise<Losers> => {
  const losers = new Map<NodeId, Side>();
  for await (const batch of log.read()) {
    for (const event of eventsIn(batch)) {
      const loser = loserBy(event);
      if (loser !== null) losers.set(...loser);
    }
  }
  return losers;
};
