import { absurd } from '../absurd.js';
import { type Action, type ActionOf, type ActionTag, ownersOf } from '../action.js';
import type { Event } from '../event.js';
import { seq } from '../ids.js';
import { closeDraft, type Draft, openDraft, type State, touch } from '../state/state.js';
import { foldPrioritized, foldTranslated } from './fold-answers.js';
import {
  foldContentAgreed,
  foldDoubtCleared,
  foldHalfRecognised,
  foldLinkEnded,
  foldLinkRevived,
  foldLinkSplit,
  foldLinksMerged,
  foldPlaceAgreed,
} from './fold-conclusions.js';
import {
  foldGate,
  foldMadeDurable,
  foldPaused,
  foldPolicySet,
  foldSessionStarted,
  foldSideLost,
  foldSideRegained,
  foldWoke,
} from './fold-course.js';
import { foldCompared } from './fold-compared.js';
import { foldDiscarded } from './fold-discarded.js';
import { foldMoved } from './fold-moved.js';
import { foldFileReplaced, foldFilesCreated, foldFolderMade } from './fold-placed.js';
import { foldReleased, foldRequested, foldWanted } from './fold-demand.js';
import { foldFailure } from './fold-failure.js';
import { foldHints, walk } from './fold-hints.js';
import { foldListing } from './fold-listing.js';
import { foldJoined, foldResolved } from './fold-resolved.js';
import { foldLookUp } from './fold-look-up.js';
import { foldFileRestored, foldFolderRestored, foldMovedBack, foldPutBack, foldTakenBack } from './fold-undoing.js';

/** What is known after one more event. Total: it records, and never judges. */
export const evolve = (state: State, event: Event): State => evolveAll(state, [event]);

/** The same as folding one by one, at the cost of one copy per page touched. */
export const evolveAll = (state: State, events: readonly Event[]): State => {
  const draft = openDraft(state);
  for (const event of events) fold(draft, event);
  return closeDraft(draft);
};

/** Folds one event into an open draft. */
export const fold = (draft: Draft, event: Event): void => {
  draft.seq = seq(draft.seq + 1);
  switch (event._tag) {
    case 'SessionStarted':
      return foldSessionStarted(draft, event);
    case 'Woke':
      return foldWoke(draft, event);
    case 'MadeDurable':
      return foldMadeDurable(draft);
    case 'PolicySet':
      return foldPolicySet(draft, event);
    case 'WalkRequested':
      return walk(draft, event.side);
    case 'Paused':
      return foldPaused(draft, true);
    case 'Resumed':
      return foldPaused(draft, false);
    case 'GateRaised':
    case 'GateLowered':
    case 'GateApproved':
      return foldGate(draft, event);
    case 'SideLost':
      return foldSideLost(draft, event);
    case 'SideRegained':
      return foldSideRegained(draft, event);
    case 'HintsSeen':
      return foldHints(draft, event);
    case 'Translated':
      return foldTranslated(draft, event);
    case 'Prioritized':
      return foldPrioritized(draft, event);
    case 'FilesRequested':
      return foldRequested(draft, event);
    case 'FilesReleased':
      return foldReleased(draft, event);
    case 'ActionStarted':
      return start(draft, event.action);
    case 'LookedUp':
      return answer(draft, event, { LookUp: foldLookUp });
    case 'Listed':
      return answer(draft, event, { List: foldListing });
    case 'FilesCreated':
      return answer(draft, event, { CreateFiles: foldFilesCreated, Restore: foldFileRestored });
    case 'FileReplaced':
      return answer(draft, event, { ReplaceFile: foldFileReplaced, PutBack: foldPutBack });
    case 'FolderMade':
      return answer(draft, event, { MakeFolder: foldFolderMade, Restore: foldFolderRestored });
    case 'Moved':
      return answer(draft, event, { Move: foldMoved, MoveBack: foldMovedBack });
    case 'Discarded':
      return answer(draft, event, { Discard: foldDiscarded, TakeBack: foldTakenBack });
    case 'Compared':
      return answer(draft, event, { Compare: foldCompared });
    case 'Resolved':
      return answer(draft, event, { Resolve: foldResolved });
    case 'ActionFailed':
      return settleFlight(draft, event.action, (action) => foldFailure(draft, event, action));
    case 'ContentAgreed':
      return foldContentAgreed(draft, event);
    case 'PlaceAgreed':
      return foldPlaceAgreed(draft, event);
    case 'LinksMerged':
      return foldLinksMerged(draft, event);
    case 'LinksJoined':
      return foldJoined(draft, event, () => foldLinksMerged(draft, event));
    case 'FileWanted':
      return foldWanted(draft, event);
    case 'LinkRevived':
      return foldLinkRevived(draft, event);
    case 'LinkSplit':
      return foldLinkSplit(draft, event);
    case 'LinkEnded':
      return foldLinkEnded(draft, event);
    case 'DoubtCleared':
      return foldDoubtCleared(draft, event);
    case 'HalfRecognised':
      return foldHalfRecognised(draft, event);
    default:
      return absurd(event);
  }
};

/** What is in flight waits for its outcome, whatever else is known; and who waited for it, still does. So nothing is to be judged anew. */
const start = (draft: Draft, action: Action): void => {
  draft.flights.take(draft.seq, action, draft);
  const links = ownersOf(draft.table, action);
  if (links.length === 0) return touchAll(draft, action);
  for (const link of links)
    if (draft.table.link(link) !== undefined) draft.agenda.stand(link, { _tag: 'Waiting', on: link, forPlace: false });
};

/** How an outcome is folded, by what it may be the outcome of. */
type Folds<E> = { readonly [T in ActionTag]?: (draft: Draft, event: E, action: ActionOf<T>) => void };

const answer = <E extends Event & { readonly action: number }>(draft: Draft, event: E, folds: Folds<E>): void =>
  settleFlight(draft, event.action, (action) => {
    const foldInto = folds[action._tag] as ((draft: Draft, event: E, action: Action) => void) | undefined;
    foldInto?.(draft, event, action);
  });

/** An outcome ends its flight; a late one, of an action that a new session gave up, is no news: all it touched was looked at again. */
const settleFlight = (draft: Draft, number: number, then: (action: Action) => void): void => {
  const flight = draft.flights.release(seq(number));
  if (flight === undefined) return;
  then(flight.action);
  touchAll(draft, flight.action);
  // What it held may belong to another link by now.
  for (const held of flight.holds.nodes) {
    const node = draft.table.node(held);
    if (node !== undefined) touch(draft, node.link);
  }
  for (const ancestor of flight.holds.ancestors) {
    const node = draft.table.node(ancestor);
    if (node !== undefined && !draft.flights.below.has(ancestor)) touch(draft, node.link);
  }
};

/** What an action holds, or held, is judged anew, and what waits for it. */
const touchAll = (draft: Draft, action: Action): void => {
  for (const link of ownersOf(draft.table, action)) touch(draft, link);
  if (action._tag === 'LookUp' || action._tag === 'List') {
    const node = draft.table.node(action.node);
    if (node !== undefined) touch(draft, node.link);
  }
};
