/** Carries an undo out, one action after the other, through the engine: so it is logged, checked and folded as everything else. */
import { undoAction, type Then, type UndoStep } from '../history/index.js';
import type { Engine } from '../effects/engine/engine.js';

export interface StepResult {
  readonly step: UndoStep;
  /** What went wrong, for people; null = done. */
  readonly error: string | null;
}

/** `engine`: one that is `byHand`, started and idle. Each step expects what is known when it begins: where that is no more, it fails. */
export async function* undoSteps(engine: Engine, steps: readonly UndoStep[], then: Then): AsyncIterable<StepResult> {
  let failed: string | null = null;
  const subscription = engine.events$.subscribe(({ events }) => {
    for (const event of events) if (event._tag === 'ActionFailed') failed = event.error.message;
  });
  try {
    for (const step of steps) {
      failed = null;
      const action = undoAction(engine.state(), step, then);
      if (action === null) {
        yield { step, error: 'what it is about is not there any more' };
        continue;
      }
      engine.tell({ _tag: 'ActionStarted', action, reason: 'undo' });
      await engine.idle();
      yield { step, error: failed };
    }
  } finally {
    subscription.unsubscribe();
  }
}
