import { listingOutcome } from '../../domain/evolve/fold-listing.js';
import type { RelPath } from '../../domain/name.js';
import type { Node } from '../../domain/node.js';
import type { State } from '../../domain/state/state.js';
import type { Listing } from '../ports/provider.js';
import { type IgnoreRules, withRules } from './ignore-rules.js';

/** True if a listing, as it would enter the log, says nothing that is not known. */
export const tellsNothing = (state: State, rules: IgnoreRules, folder: Node, path: RelPath, listing: Listing): boolean => {
  const entries = listing.entries.map((seen) => withRules(rules, path, seen));
  const told = listingOutcome(state, 0, folder.id, { ...listing, entries });
  return told._tag === 'Listed' && told.complete && told.rows.length === 0 && told.absent.length === 0;
};
