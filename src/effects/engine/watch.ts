import { firstValueFrom, ReplaySubject, type Subscription, tap } from 'rxjs';
import { type Side, SIDES, type Sides } from '../../domain/side.js';
import type { Clock } from '../ports/clock.js';
import { type Hint, type Provider, toProviderError } from '../ports/provider.js';
import { coalesced$ } from './hints.js';
import type { Input } from './ingest.js';

export interface WatchOptions {
  readonly providers: Sides<Provider>;
  /** Where to go on; null = from now on. */
  readonly cursors: Sides<string | null>;
  readonly agingMs: () => number;
  readonly clock: Clock;
  /** What does not rest. */
  readonly isUrgent: (side: Side, hint: Hint) => Promise<boolean>;
  readonly push: (inputs: readonly Input[]) => void;
  readonly subscriptions: Subscription;
}

/** Listens to both sides. Resolves once it is sure that nothing from then on is missed: a scan may start. */
export const watch = async ({ providers, cursors, agingMs, clock, isUrgent, push, subscriptions }: WatchOptions): Promise<void> => {
  const arm = (side: Side): Promise<void> => {
    const armed$ = new ReplaySubject<void>(1);
    const open = (): void => armed$.next();
    const changes$ = providers[side].changes$(cursors[side]).pipe(tap({ next: open, error: open, complete: open }));
    subscriptions.add(
      coalesced$(changes$, side, agingMs, clock, (hint) => isUrgent(side, hint)).subscribe({
        next: (event) => push([{ _tag: 'Told', event }]),
        // The port forbids it. What was missed meanwhile is found by listing, when the side is back.
        error: (thrown: unknown) => push([{ _tag: 'Told', event: { _tag: 'SideLost', side, error: toProviderError(thrown) } }]),
      }),
    );
    return firstValueFrom(armed$);
  };
  await Promise.all(SIDES.map(arm));
};
