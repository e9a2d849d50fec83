import { Observable, Subscription } from 'rxjs';
import type { EventOf } from '../../domain/event.js';
import type { Side } from '../../domain/side.js';
import type { Clock } from '../ports/clock.js';
import type { Changes, Hint } from '../ports/provider.js';

/** More hints than this in one aging period are told as one: list everything (RxJS has no backpressure: the set is bounded instead). */
export const MAX_HINTS = 4096;

/**
 * Hints of a side, coalesced: equal ones once, told together when the first of them has rested for `agingMs`. So a file that is being
 * written is not looked at for every write, and a burst costs one event. What is urgent goes ahead of the others. The cursor goes with the
 * last hint that it covers.
 */
export const coalesced$ = (
  changes$: Observable<Changes>,
  side: Side,
  agingMs: () => number,
  clock: Clock,
  isUrgent: (hint: Hint) => Promise<boolean> = async () => false,
): Observable<EventOf<'HintsSeen'>> =>
  new Observable((subscriber) => {
    const subscriptions = new Subscription();
    const hints = new Map<string, Hint>();
    let cursor: string | null = null;
    let alarm: Subscription | null = null;
    const isEmpty = (): boolean => hints.size === 0 && cursor === null;
    const flush = (): void => {
      alarm?.unsubscribe();
      alarm = null;
      if (isEmpty()) return;
      const all: readonly Hint[] = hints.size > MAX_HINTS ? [{ _tag: 'Lost' }] : [...hints.values()];
      const event = { _tag: 'HintsSeen', side, hints: all, cursor } as const;
      hints.clear();
      cursor = null;
      subscriber.next(event);
    };
    /** What it is can't be told: then it rests. */
    const hurry = async (key: string, hint: Hint): Promise<void> => {
      const urgent = await isUrgent(hint).catch(() => false);
      if (urgent && !subscriber.closed && hints.delete(key)) subscriber.next({ _tag: 'HintsSeen', side, hints: [hint], cursor: null });
    };
    const add = (hint: Hint): void => {
      const key = JSON.stringify(hint);
      const isNew = !hints.has(key);
      hints.set(key, hint);
      if (isNew) void hurry(key, hint);
    };
    subscriptions.add(() => alarm?.unsubscribe());
    subscriptions.add(
      changes$.subscribe({
        next: (changes) => {
          cursor = changes.cursor ?? cursor;
          for (const hint of changes.hints) if (hints.size <= MAX_HINTS) add(hint);
          if (alarm === null && !isEmpty()) alarm = clock.at$(clock.nowMs() + agingMs()).subscribe(flush);
        },
        error: (error: unknown) => {
          flush();
          subscriber.error(error);
        },
        complete: () => {
          flush();
          subscriber.complete();
        },
      }),
    );
    return subscriptions;
  });
