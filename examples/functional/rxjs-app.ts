// A sync in an RxJS app: the state and the events are streams like any other.
import { CloudSync, type Event, type State } from 'foldsync';
import { progressOf } from 'foldsync/domain';
import type { Provider } from 'foldsync/effects';
import { distinctUntilChanged, filter, map, type Observable, scan } from 'rxjs';

export interface Screen {
  readonly isBusy$: Observable<boolean>;
  /** Files copied so far. */
  readonly copied$: Observable<number>;
}

export const screenOf = (sync: { readonly state$: Observable<State>; readonly events$: Observable<Event> }): Screen => ({
  isBusy$: sync.state$.pipe(
    map((state) => progressOf(state).active),
    distinctUntilChanged(),
  ),
  copied$: sync.events$.pipe(
    filter((event) => event._tag === 'FilesCreated'),
    map(({ files }) => files.filter(({ _tag }) => _tag === 'Created').length),
    scan((sum, count) => sum + count, 0),
  ),
});

export const syncOnce = async (providers: readonly [Provider, Provider], show: (screen: Screen) => void): Promise<void> => {
  const sync = new CloudSync(providers, { roots: ['/', '/'] });
  show(screenOf(sync));
  await sync.run({ until: () => !sync.busy, timeout: 60 }); // seconds
  await sync.stop();
};
