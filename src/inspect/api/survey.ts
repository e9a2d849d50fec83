import { nodeId } from '../../domain/ids.js';
import type { Node } from '../../domain/node.js';
import { conflictCopies, isConflictCopy } from '../../history/conflict-copies.js';
import { placeOf } from '../../history/known.js';
import type { Recording } from '../recording/recording.js';
import type { Survey } from '../wire.js';
import type { Pace } from './pace.js';

/** Entries of each kind that are listed one by one. */
const MOST = 2000;
/** Nodes between two rests: reading them takes about a millisecond. */
const BREATH = 512;

/** What a look at the whole tree finds: entries that stay on their own side, and the copies that conflicts left. */
export const survey = async (log: Recording, seq: number, pace: Pace): Promise<Survey> => {
  const state = log.stateAt(seq);
  const kept: Survey['kept'][number][] = [];
  const copies: Node[] = [];
  let more = 0;
  let read = 0;
  for (const id of state.agenda.kept) {
    const node = state.table.node(nodeId(id));
    if (node === undefined || node.kept === null) continue;
    if (kept.length < MOST) kept.push({ side: node.side, path: placeOf(state, node.id), kept: node.kept });
    else more++;
  }
  for (const node of state.table.nodes()) {
    if (++read % BREATH === 0) await pace();
    if (!isConflictCopy(node)) continue;
    if (copies.length < MOST) copies.push(node);
    else more++;
  }
  return { kept, conflicts: conflictCopies(state, copies, log.losers), more };
};
