import * as E from 'fp-ts/lib/Either.js';
import { BehaviorSubject, concatMap, defer, type Observable, Subject } from 'rxjs';
import { isUndoing } from '../../domain/action.js';
import type { Event } from '../../domain/event.js';
import type { Room } from '../../domain/plan/plan.js';
import type { State } from '../../domain/state/state.js';
import type { Clock } from '../ports/clock.js';
import type { EventLog, Json } from '../ports/event-log.js';
import { asFailure, EngineFailure } from './failure.js';
import type { IgnoreRules } from './ignore-rules.js';
import { eventsOfAll, type Input, step } from './ingest.js';

/** A batch that was logged: the number of its first event, its events, and what was known before and after them. */
export interface Logged {
  readonly first: number;
  readonly events: readonly Event[];
  readonly before: State;
  readonly after: State;
}

export interface WriterOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly rules: IgnoreRules;
  /** What the log tells. */
  readonly state: State;
  /** Room for actions, asked anew for each round. */
  readonly room: () => Room;
  /** A batch was logged: what it starts may be started. */
  readonly onLogged: (logged: Logged) => void;
  /** A round is logged; before the next begins. */
  readonly afterRound: () => Promise<void>;
  /** A turn is over, and what was done in it is known. */
  readonly afterTurn: () => void;
}

/**
 * The one writer. What came in since the last round is folded and judged, appended as one batch, and only then acted upon; one round
 * follows the other, whatever comes in meanwhile.
 */
export interface Writer {
  readonly state: () => State;
  readonly state$: Observable<State>;
  readonly logged$: Observable<Logged>;
  /** Not null once it gave up: nothing is appended any more. */
  readonly broken$: BehaviorSubject<EngineFailure | null>;
  /** Takes in what is to be logged in the next round. */
  readonly push: (inputs: readonly Input[]) => void;
  /** Something came in that is in no state yet. */
  readonly isBusy: () => boolean;
  /** The same, but for the round that asks. */
  readonly hasMore: () => boolean;
  /** The first round: these events, before all that came in already. */
  readonly begin: (events: readonly Event[]) => Promise<void>;
  /** Appends a batch of its own. Within a turn, or after a round. */
  readonly commit: (events: readonly Event[], how: { readonly room: Room; readonly sync: boolean }) => Promise<void>;
  /** Waits for what is under way, then does this before the next round. Never rejects: what is thrown breaks the writer. */
  readonly turn: (task: () => Promise<void>) => Promise<void>;
  readonly complete: () => void;
}

export const NO_ROOM: Room = { looks: [0, 0], deeds: 0 };

export const createWriter = (options: WriterOptions): Writer => {
  const { log, clock, rules } = options;
  const state$ = new BehaviorSubject(options.state);
  const logged$ = new Subject<Logged>();
  const broken$ = new BehaviorSubject<EngineFailure | null>(null);
  const turns$ = new Subject<() => Promise<void>>();
  let queue: Input[] = [];
  let begun = false;
  let inTurn = false;

  turns$.pipe(concatMap((task) => defer(task))).subscribe();

  const turn = (task: () => Promise<void>): Promise<void> =>
    new Promise((resolve) => {
      turns$.next(async () => {
        inTurn = true;
        try {
          if (broken$.value === null) await task();
        } catch (thrown) {
          broken$.next(asFailure(thrown));
        }
        inTurn = false;
        resolve();
        options.afterTurn();
      });
    });

  const commit: Writer['commit'] = async (events, { room, sync }) => {
    const before = state$.value;
    const next = step(before, rules, events, room);
    const first = before.seq + 1;
    const appended = await log.append(
      { first, atMs: clock.nowMs(), events: next.events as unknown as readonly Json[] },
      { sync: sync || mustBeOnDisk(next.events, next.state) },
    )();
    if (E.isLeft(appended)) throw new EngineFailure({ _tag: 'Log', error: appended.left });
    const logged = { first, events: next.events, before, after: next.state };
    state$.next(next.state);
    logged$.next(logged);
    options.onLogged(logged);
  };

  const round = async (): Promise<void> => {
    const inputs = queue;
    queue = [];
    if (inputs.length > 0) {
      const state = state$.value;
      const nowMs = clock.nowMs();
      const told = eventsOfAll(state, rules, inputs);
      // A tick is logged even if nothing follows from it: else the same moment would be waited for again, and at once.
      const isDue = inputs.some(({ _tag }) => _tag === 'Tick');
      const woke: readonly Event[] = isDue || (told.length > 0 && nowMs > state.control.nowMs) ? [{ _tag: 'Woke', atMs: nowMs }] : [];
      if (told.length + woke.length > 0) await commit([...woke, ...told], { room: options.room(), sync: false });
      await options.afterRound();
    }
  };

  return {
    state: () => state$.value,
    state$,
    logged$,
    broken$,
    push: (inputs) => {
      if (inputs.length === 0) return;
      queue.push(...inputs);
      // What comes in until the round begins goes with it.
      if (begun && queue.length === inputs.length) void turn(round);
    },
    isBusy: () => inTurn || queue.length > 0,
    hasMore: () => queue.length > 0,
    begin: (events) => {
      const first = turn(async () => {
        await commit(events, { room: options.room(), sync: false });
        await options.afterRound();
      });
      begun = true;
      if (queue.length > 0) void turn(round);
      return first;
    },
    commit,
    turn,
    complete: () => {
      for (const subject of [state$, logged$, turns$]) subject.complete();
    },
  };
};

/**
 * What could be taken for a user's act, if a power loss took the record of it, is on disk before it is done: a delete (H3), contents that
 * we place (a truncated one must be known as ours), and a move where the path is the id: there a swap that is half done looks like
 * edits of both files. One sync serves all that a batch starts.
 */
const mustBeOnDisk = (events: readonly Event[], { control }: State): boolean =>
  events.some((event) => {
    if (event._tag !== 'ActionStarted') return false;
    const { action } = event;
    if (action._tag === 'CreateFiles' || action._tag === 'ReplaceFile' || isUndoing(action)) return true;
    return action._tag === 'Discard' || (action._tag === 'Move' && control.traits[action.side].identity === 'path');
  });
