import { Observable } from 'rxjs';
import type { EventOf } from '../../domain/event.js';
import type { Side } from '../../domain/side.js';
import type { Clock } from '../ports/clock.js';
import type { Changes, Hint } from '../ports/provider.js';

/** More hints than this in one aging period are told as one: list everything (RxJS has no backpressure: the set is bounded instead). */
export const MAX_HINTS = 4096;

/**
 * Hints of a side, coalesced: equal ones once, told together when the first of them has rested for `agingMs`. So a file that is being
 * written is not looked at for every write, and a burst costs one event.
 */
export const coalesced$ = (
  changes$: Observable<Changes>,
  side: Side,
  agingMs: () => number,
  clock: Clock,
): Observable<EventOf<'HintsSeen'>> =>
  new Observable((subscriber) => {
    const hints = new Map<string, Hint>();
    let cursor: string | null = null;
    let waiting = false;
    const flush = (): void => {
      waiting = false;
      if (hints.size === 0 && cursor === null) return;
      const all: readonly Hint[] = hints.size > MAX_HINTS ? [{ _tag: 'Lost' }] : [...hints.values()];
      hints.clear();
      subscriber.next({ _tag: 'HintsSeen', side, hints: all, cursor });
      cursor = null;
    };
    const subscription = changes$.subscribe({
      next: (changes) => {
        cursor = changes.cursor ?? cursor;
        for (const hint of changes.hints) if (hints.size <= MAX_HINTS) hints.set(JSON.stringify(hint), hint);
        if (waiting || (hints.size === 0 && cursor === null)) return;
        waiting = true;
        subscription.add(clock.at$(clock.nowMs() + agingMs()).subscribe(flush));
      },
      error: (error: unknown) => subscriber.error(error),
      complete: () => {
        flush();
        subscriber.complete();
      },
    });
    return subscription;
  });
