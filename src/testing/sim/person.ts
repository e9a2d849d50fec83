import { pathOf } from '../../domain/evolve/nodes.js';
import { nameKey, parsePath, showPath } from '../../domain/name.js';
import { isAlive, type Node } from '../../domain/node.js';
import { LOCAL, REMOTE, type Side } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Sim } from './sim.js';

/** What a person asks of a sync that runs, as `SmartCloudSync` and the command ask it; nothing where it does not run, or does not know what is meant. */

/** What LOCAL had of it may have vanished: that was no user's delete. */
export const requestFile = (sim: Sim, path: string): void => {
  const state = sim.state();
  const file = state && fileOfRemote(state, path);
  if (state === undefined || file === undefined || state.control.policy.onDemand !== true) return;
  const there = localOf(state, file);
  const had = there === undefined ? null : pathOf(state.table, there.id);
  const again = had !== null && !sim.world.stores[LOCAL].exists(showPath(had));
  sim.tell({ _tag: 'FilesRequested', nodes: [file.id], again });
};

/** What was edited there is to be known first. */
export const releaseFile = (sim: Sim, path: string): void => {
  const state = sim.state();
  const file = state && fileOfRemote(state, path);
  const there = state && file && localOf(state, file);
  if (state === undefined || file === undefined || there === undefined || state.control.policy.onDemand !== true) return;
  const at = pathOf(state.table, there.id);
  sim.tell({ _tag: 'HintsSeen', side: LOCAL, hints: [{ _tag: 'Touched', oid: there.oid, path: at }], cursor: null });
  sim.tell({ _tag: 'FilesReleased', nodes: [file.id] });
};

export const approve = (sim: Sim, side: Side): void => {
  if (sim.state()?.control.sides[side].gate._tag === 'Raised') sim.tell({ _tag: 'GateApproved', side });
};

const fileOfRemote = ({ table, control }: State, path: string): Node | undefined => {
  let at: Node | undefined = table.node(control.roots[REMOTE].node);
  for (const name of parsePath(path)) at = at && table.at(at.id, nameKey(control.traits[REMOTE], name)).find(isAlive);
  return at?.kind === 'file' ? at : undefined;
};

const localOf = ({ table }: State, { link }: Node): Node | undefined => {
  const node = table.node(table.link(link)?.halves[LOCAL] ?? (0 as Node['id']));
  return node !== undefined && isAlive(node) ? node : undefined;
};
