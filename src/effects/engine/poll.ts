import { from, lastValueFrom, mergeMap, type Subscription } from 'rxjs';
import { pathOf } from '../../domain/evolve/nodes.js';
import type { Event } from '../../domain/event.js';
import { isAlive, isPhantom, type Node } from '../../domain/node.js';
import { isOpen } from '../../domain/observation.js';
import { remedyFor } from '../../domain/provider-error.js';
import { type Side, SIDES, type Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Clock } from '../ports/clock.js';
import { type Provider, toProviderError } from '../ports/provider.js';
import type { IgnoreRules } from './ignore-rules.js';
import { tellsNothing } from './tells-nothing.js';

/** Folders that are listed at the same time: a poll leaves room for what is to be done. */
const PARALLEL = 4;

export interface PollOptions {
  readonly providers: Sides<Provider>;
  /** From the end of one poll to the next, milliseconds. */
  readonly everyMs: number | Sides<number>;
  readonly clock: Clock;
  readonly rules: IgnoreRules;
  readonly state: () => State;
  readonly tell: (event: Event) => void;
  readonly subscriptions: Subscription;
}

/**
 * Sides that tell of no changes by themselves are listed every now and then. A folder that is as it is known costs no event: only one that is not
 * is hinted at, and then looked at as after any hint.
 */
export const poll = ({ providers, everyMs, clock, rules, state, tell, subscriptions }: PollOptions): void => {
  const next = (side: Side): void => {
    const timer = clock.at$(clock.nowMs() + (typeof everyMs === 'number' ? everyMs : everyMs[side])).subscribe(() => {
      subscriptions.remove(timer);
      void sweep(side).then(() => {
        if (!subscriptions.closed) next(side);
      });
    });
    subscriptions.add(timer);
  };
  const sweep = async (side: Side): Promise<void> => {
    let isOver = false;
    const look = async (folder: Node): Promise<void> => {
      if (isOver || subscriptions.closed || !isAtRest(state(), side)) return;
      const found = await lookAt(side, folder);
      // The first word of a lost side, or of a side that has to be walked anyway, is enough.
      if (found === null || isOver || subscriptions.closed) return;
      isOver = found._tag !== 'HintsSeen';
      tell(found);
    };
    await lastValueFrom(from(foldersOf(state(), side)).pipe(mergeMap(look, PARALLEL)), { defaultValue: undefined });
  };
  const lookAt = async (side: Side, { id, oid }: Node): Promise<Event | null> => {
    const path = pathOf(state().table, id);
    if (path === null) return null;
    const touched: Event =
      oid === null ? { _tag: 'HintsSeen', side, hints: [{ _tag: 'FolderTouched', path }], cursor: null } : { _tag: 'WalkRequested', side };
    try {
      const listing = await providers[side].list({ oid, path });
      const folder = state().table.node(id);
      if (folder === undefined || !isAlive(folder)) return null;
      return tellsNothing(state(), rules, folder, path, listing) ? null : touched;
    } catch (thrown) {
      const error = toProviderError(thrown);
      return LOSES_SIDE.has(remedyFor(error)) ? { _tag: 'SideLost', side, error } : touched;
    }
  };
  for (const side of SIDES) if (providers[side].traits.events === 'none') next(side);
};

const LOSES_SIDE: ReadonlySet<string> = new Set(['reconnect', 'authenticate', 'halt']);

/** Nothing of it waits to be listed already. */
const isAtRest = ({ control, agenda }: State, side: Side): boolean =>
  control.sides[side].health._tag === 'Up' && agenda.unlisted[side].size === 0;

const foldersOf = ({ table }: State, side: Side): readonly Node[] => {
  const found: Node[] = [];
  for (const node of table.nodes())
    if (node.side === side && node.kind === 'folder' && isOpen(node.kept) && isAlive(node) && !isPhantom(node)) found.push(node);
  return found;
};
