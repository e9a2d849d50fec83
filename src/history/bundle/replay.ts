import * as E from 'fp-ts/lib/Either.js';
import { digestOf } from '../../domain/digest.js';
import type { Event } from '../../domain/event.js';
import { NO_NODE, type NodeId } from '../../domain/ids.js';
import type { State } from '../../domain/state/state.js';
import { answered, type Known, replayFrom } from '../known.js';
import type { Bundle, BundleError } from './bundle.js';

/** Folds a bundle, and compares what comes out with what came out where it was made. */
export const replayBundle = (bundle: Bundle): E.Either<BundleError, State> => {
  const replay = replayFrom();
  let seq = 0;
  try {
    let moved: NodeId = NO_NODE;
    replay.push(
      bundle.events,
      (event, known, number) => {
        seq = number;
        moved = movedBy(event, known);
      },
      (_event, known) => {
        if (liesInItself(known, moved)) throw new Error('a folder lies in itself');
      },
    );
    const state = replay.finish();
    const found = digestOf(state);
    if (found === bundle.digest) return E.right(state);
    return E.left({
      _tag: 'OtherState',
      expected: bundle.digest,
      found,
      message: `it folds to ${found}, and did to ${bundle.digest} where it was made`,
    });
  } catch (thrown) {
    const message = `event ${seq} cannot be folded: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    return E.left({ _tag: 'BadEvent', seq, message });
  }
};

/** The node that an event puts elsewhere without looking where that is: what we write ourselves never makes a circle, what others send may. */
const movedBy = (event: Event, before: Known): NodeId => {
  if (event._tag === 'HalfRecognised') return event.node;
  const action = event._tag === 'Moved' ? answered(before, event) : undefined;
  return action?._tag === 'Move' || action?._tag === 'MoveBack' ? action.node : NO_NODE;
};

/** Folders that lie deeper than this lie in themselves. */
const DEEPEST = 10_000;

const liesInItself = (known: Known, id: NodeId): boolean => {
  let steps = 0;
  for (let at = id; at !== NO_NODE; at = known.table.node(at)?.parent ?? NO_NODE) if (++steps > DEEPEST) return true;
  return false;
};
