import { pathOf } from '../../domain/evolve/nodes.js';
import type { RelPath } from '../../domain/name.js';
import { isAlive } from '../../domain/node.js';
import type { Side, Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Hint, Provider } from '../ports/provider.js';
import type { IgnoreRules } from './ignore-rules.js';

export interface UrgencyOptions {
  readonly providers: Sides<Pick<Provider, 'lookUp'>>;
  readonly rules: IgnoreRules;
  readonly state: () => State;
}

/**
 * Whether what a hint speaks of does not rest before it is looked at: users give such entries a priority below 0. A hint that tells no path costs
 * a look-up, where there is a `prioritize`. Where hints tell of folders alone, it is the folder that is asked for.
 */
export const urgencyOf =
  ({ providers, rules, state }: UrgencyOptions) =>
  async (side: Side, hint: Hint): Promise<boolean> => {
    const prioritize = rules.prioritize?.();
    if (prioritize === undefined || hint._tag === 'Lost') return false;
    const path =
      hint.path ?? (hint._tag === 'Touched' && hint.oid !== null ? await pathNow(state(), side, providers[side], hint.oid) : null);
    return path !== null && prioritize(path, side) < 0;
  };

/** Where an object is now, if the folder that it lies in is known. */
const pathNow = async ({ table }: State, side: Side, provider: Pick<Provider, 'lookUp'>, oid: string): Promise<RelPath | null> => {
  const answer = await provider.lookUp({ oid, path: [] });
  if (answer._tag === 'Missing' || answer.observation.parentOid === null) return null;
  const parent = table.byOid(side, answer.observation.parentOid).find(isAlive);
  const above = parent === undefined ? null : pathOf(table, parent.id);
  return above && [...above, answer.observation.name];
};
