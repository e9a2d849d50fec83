import type { Side, Sides } from '../../domain/side.js';
import { SIDES, sideName } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { EventLog } from '../ports/event-log.js';
import type { Askable, RootIdentity } from '../ports/provider.js';

/** What the roots say about the log: whether what it knows may still be believed (DESIGN 9.9). */
export type RootVerdict =
  | { readonly _tag: 'Known' }
  /** The log is older than what these roots saw last: bases are dropped, the sides are merged, nothing is deleted. */
  | { readonly _tag: 'OlderLog'; readonly message: string }
  /** A root is another folder than the one that was synced. Nothing is touched until a person says so. */
  | { readonly _tag: 'OtherRoot'; readonly side: Side; readonly message: string };

export const judgeRoots = async (
  state: State,
  log: EventLog & { readonly id: string },
  providers: Sides<Askable>,
  roots: Sides<RootIdentity>,
): Promise<RootVerdict> => {
  if (state.control.session === 0) return { _tag: 'Known' };
  for (const side of SIDES) {
    if (state.control.roots[side].identity === roots[side].identity) continue;
    const message =
      `The ${sideName(side)} root is not the folder that was synced before: it was replaced, restored from a copy, or its disk is not mounted. ` +
      'Nothing was changed. If this is right, run again with --yes: both sides are then merged, and nothing is deleted.';
    return { _tag: 'OtherRoot', side, message };
  }
  for (const side of SIDES) {
    const marked = await providers[side].marker?.read(log.id);
    if (marked != null && marked > state.seq) {
      const message = `What is known of this sync is older than its ${sideName(side)} root (an old state folder was restored): both sides are merged, nothing is deleted.`;
      return { _tag: 'OlderLog', message };
    }
  }
  return { _tag: 'Known' };
};
