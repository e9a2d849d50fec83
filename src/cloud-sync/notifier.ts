import { evolve, evolveAll } from '../domain/evolve/evolve.js';
import { isNotable, type Notification, notificationsOf, refusedNamesOf } from '../domain/notifications.js';
import { pendingCounts } from '../domain/state/agenda.js';
import type { Logged } from '../effects/index.js';

/** What a logged batch has to say. Only events that may say something cost a fold. */
export const notificationsOfBatch = ({ before, events, after }: Logged): readonly Notification[] => {
  const found: Notification[] = [];
  let state = before;
  let folded = 0;
  events.forEach((event, index) => {
    if (!isNotable(event, after.control.policy)) return;
    const at = index > folded ? evolveAll(state, events.slice(folded, index)) : state;
    state = evolve(at, event);
    folded = index + 1;
    found.push(...notificationsOf(at, event, state));
  });
  return pendingCounts(after.agenda).blocked === 0 ? found : [...found, ...refusedNamesOf(before, after)];
};

/** Delivers one after the other: the next waits until the handler is done with the last. */
export interface Notifier {
  readonly send: (notification: Notification) => void;
}

/** What a handler throws is warned of, and stops nothing. */
export const createNotifier = (handle: (notification: Notification) => void | Promise<void>): Notifier => {
  const queue: Notification[] = [];
  let delivering = false;
  const deliver = (): void => {
    delivering = true;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      try {
        const answer = handle(next);
        if (answer === undefined) continue;
        void Promise.resolve(answer).catch(warn).then(deliver);
        return;
      } catch (thrown) {
        warn(thrown);
      }
    }
    delivering = false;
  };
  return {
    send: (notification) => {
      queue.push(notification);
      if (!delivering) deliver();
    },
  };
};

const warn = (thrown: unknown): void =>
  process.emitWarning(`a handler of notifications failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`, 'FoldsyncWarning');
