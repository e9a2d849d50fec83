/**
 * How word of a change gets out: every act is logged, and waits in a queue for each subscription until it is delivered. A
 * simulator delivers late, doubled, out of order, or not at all.
 */
import { Observable, type Subscriber } from 'rxjs';
import type { Changes, Hint } from '../../effects/ports/provider.js';

/** Access to hints that were not delivered yet. Indexes are those of `pending`, which lists every subscription's in turn. */
export interface HintQueue {
  readonly pending: () => readonly Hint[];
  /**
   * Delivers the first `which`, or those at the indexes `which` in that order (an index named twice is delivered twice), in one
   * `Changes` for each subscription. The others stay. Default: all.
   */
  readonly deliver: (which?: number | readonly number[]) => void;
  /** Loses the hints at these indexes. Default: all. */
  readonly drop: (indexes?: readonly number[]) => void;
  /** Makes every cursor given so far invalid: to go on from one of them says `Lost`. */
  readonly forget: () => void;
  /** Tells every subscription that events were lost, at once. */
  readonly lose: () => void;
  /** Nobody listens any more: those who did are dead. */
  readonly hangUp: () => void;
}

interface Pending {
  readonly position: number;
  readonly hint: Hint;
}

interface Subscription {
  readonly subscriber: Subscriber<Changes>;
  readonly pending: Pending[];
}

export class HintLog implements HintQueue {
  private readonly log: Hint[] = [];
  private oldest = 0;
  private subscriptions: readonly Subscription[] = [];
  private scheduled = false;
  private paused = false;

  constructor(
    private readonly delivery: 'immediate' | 'manual',
    private readonly cursors: boolean,
  ) {}

  /** What was logged so far, for nobody yet. */
  fork(delivery: 'immediate' | 'manual'): HintLog {
    const copy = new HintLog(delivery, this.cursors);
    copy.log.push(...this.log);
    copy.oldest = this.oldest;
    return copy;
  }

  readonly add = (hint: Hint): void => {
    this.log.push(hint);
    for (const { pending } of this.subscriptions) pending.push({ position: this.log.length - 1, hint });
    this.schedule();
  };

  /** First the hints since `cursor`, or none; then what is delivered. */
  readonly changes$ = (cursor: string | null): Observable<Changes> =>
    new Observable<Changes>((subscriber) => {
      const from = cursor === null ? this.log.length : this.positionOf(cursor);
      const missed = this.log.slice(from ?? this.log.length).map((hint, i) => ({ position: (from ?? 0) + i, hint }));
      const subscription: Subscription = { subscriber, pending: missed };
      this.subscriptions = [...this.subscriptions, subscription];
      this.emit(subscription, from === null ? [{ _tag: 'Lost' }] : []);
      this.schedule();
      return () => {
        this.subscriptions = this.subscriptions.filter((each) => each !== subscription);
      };
    });

  readonly pending = (): readonly Hint[] => this.queued().map(([, { hint }]) => hint);

  readonly deliver = (which: number | readonly number[] = Number.MAX_SAFE_INTEGER): void => {
    const queued = this.queued();
    const chosen =
      typeof which === 'number' ? queued.slice(0, which) : which.map((index) => queued[index]).filter((each) => each !== undefined);
    for (const subscription of this.subscriptions) {
      const mine = chosen.filter(([owner]) => owner === subscription).map(([, pending]) => pending);
      remove(subscription.pending, new Set(mine));
      if (mine.length > 0)
        this.emit(
          subscription,
          mine.map(({ hint }) => hint),
        );
    }
  };

  readonly drop = (indexes?: readonly number[]): void => {
    const lost = new Set(this.queued().flatMap(([, pending], index) => ((indexes?.includes(index) ?? true) ? [pending] : [])));
    for (const { pending } of this.subscriptions) remove(pending, lost);
  };

  readonly forget = (): void => {
    this.oldest = this.log.length + 1;
    this.log.push({ _tag: 'Lost' });
  };

  readonly lose = (): void => {
    for (const subscription of this.subscriptions) this.emit(subscription, [{ _tag: 'Lost' }]);
  };

  readonly hangUp = (): void => {
    this.subscriptions = [];
  };

  /** While paused, nothing is delivered by itself. */
  readonly pause = (paused: boolean): void => {
    this.paused = paused;
    this.schedule();
  };

  private queued(): readonly (readonly [Subscription, Pending])[] {
    return this.subscriptions.flatMap((owner) => owner.pending.map((pending) => [owner, pending] as const));
  }

  /** In a microtask, so that no subscriber runs in the middle of an act. */
  private schedule(): void {
    if (this.delivery === 'manual' || this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      if (!this.paused) this.deliver();
    });
  }

  /** The cursor stands at the oldest hint that is still owed, so that a restart from it misses nothing. */
  private emit({ subscriber, pending }: Subscription, hints: readonly Hint[]): void {
    const owed = pending.reduce((low, { position }) => Math.min(low, position), this.log.length);
    subscriber.next({ hints, cursor: this.cursors ? `c${owed}` : null });
  }

  private positionOf(cursor: string): number | null {
    const position = /^c\d+$/.test(cursor) ? Number(cursor.slice(1)) : Number.NaN;
    return this.cursors && position >= this.oldest && position <= this.log.length ? position : null;
  }
}

const remove = (from: Pending[], gone: ReadonlySet<Pending>): void => {
  from.splice(0, from.length, ...from.filter((each) => !gone.has(each)));
};
