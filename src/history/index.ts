/** Reading a history: what happened, why, when it went wrong, what would have been otherwise, how to go back, how to show it to others. */
export { eventsIn } from '../domain/upcast.js';
export { anonymise, anonymiserOf, type Anonymiser } from './anonymise.js';
export { brokenPromises, type BrokenPromise } from './broken-promises.js';
export { bisect, type Bisected } from './bisect.js';
export { BUNDLE_CAPS, type Bundle, type BundleCaps, type BundleError } from './bundle/bundle.js';
export { decodeBundle } from './bundle/decode.js';
export { encodeBundle, type NewBundle } from './bundle/encode.js';
export { replayBundle } from './bundle/replay.js';
export {
  type ConflictCopy,
  conflictCopies,
  isConflictCopy,
  loserBy,
  type Losers,
  type Version,
} from './conflict-copies.js';
export { counterfactual, type Otherwise, type OtherVerdict, renderVerdict, searchVerdicts } from './counterfactual.js';
export { type Difference, difference, renderDifference, type TreeName } from './difference.js';
export { explain, explainLineage, type Explanation, renderExplanation, type Status } from './explain.js';
export { type Check, holds, INVARIANTS, type InvariantName, isInvariant } from './invariants.js';
export { type Known, type Replay, replayFrom } from './known.js';
export { isShown, type Line, type LineFilter, lineOf, renderLine } from './line.js';
export { type Lineage, searchLineage } from './lineage.js';
export type { KeyedHash } from './names.js';
export { type Pending, pendingOf } from './pending.js';
export {
  checkPlan,
  decodePlan,
  encodePlan,
  type PlanCheck,
  type PlanLedger,
  type PlanChange,
  type PlannedAction,
  PlanValue,
  planLedger,
  planValue,
} from './plan-value.js';
export { type Moment, stateAt } from './state-at.js';
export { isTelling, type Step, type StepKind } from './story/step.js';
export { type Then, undoAction } from './undo/action.js';
export { type Deed, type DeedSearch, type IsMeant, searchDeeds } from './undo/deed.js';
export { unsettled } from './unsettled.js';
export { searchLastRun } from './undo/last-run.js';
export { planOf, renderUndo, type TrashOf, undoPlan } from './undo/plan.js';
export type { Impossible, UndoPlan, UndoStep } from './undo/step.js';
