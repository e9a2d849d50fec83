/**
 * Hints of a folder: which folders to list again. Coalesced, so that a burst of a thousand events in one folder is one hint. What can't be
 * watched is polled, and now and then everything is, since the kernel drops events in silence when its queue is full.
 */
import { concat, NEVER, Observable, of } from 'rxjs';
import type { RelPath } from '../../domain/name.js';
import type { Changes, Hint } from '../../effects/ports/provider.js';
import type { System } from './system.js';
import type { Tree } from './tree.js';
import { watchTree, watchWithNode, type Watch } from './watch-tree.js';

/** How long hints are gathered, in ms: shorter than anyone notices, longer than a program takes to write a file. */
const COALESCE_MS = 20;
/** Folders in one go, beyond which it is cheaper to list everything. */
const MAX_HINTS = 10_000;

export interface WatchTimes {
  /** How often everything is looked at where nothing can be watched, in ms. */
  readonly pollMs: number;
  /** How often everything is looked at anyway, in ms. */
  readonly safetyMs: number;
}
const WATCH_TIMES: WatchTimes = { pollMs: 30_000, safetyMs: 10 * 60_000 };

export interface WatchOptions {
  readonly onWarning: (message: string) => void;
  readonly watch?: Watch;
  readonly times?: WatchTimes;
}

/** For a folder that is not to be watched: it must be walked to see changes. */
export const noChanges: Observable<Changes> = concat(of({ hints: [], cursor: null }), NEVER);

export const changesBelow = (system: System, tree: Tree, options: WatchOptions): Observable<Changes> =>
  new Observable((subscriber) => {
    const times = options.times ?? WATCH_TIMES;
    let touched = new Map<string, RelPath>();
    let isLost = false;
    let isReady = false;
    let gathering: NodeJS.Timeout | null = null;
    let polling: NodeJS.Timeout | null = null;

    const emit = (hints: readonly Hint[]): void => subscriber.next({ hints, cursor: null });
    const flush = (): void => {
      gathering = null;
      const hints: readonly Hint[] = isLost ? [LOST] : [...touched.values()].map((path) => ({ _tag: 'FolderTouched', path }));
      touched = new Map();
      isLost = false;
      emit(hints);
    };
    const gather = (): void => {
      // Before all is watched a scan has not begun yet: it will see what was touched till then.
      if (isReady) gathering ??= setTimeout(flush, COALESCE_MS);
      else touched.clear();
    };
    const lose = (): void => {
      isLost = true;
      gather();
    };
    const poll = (): void => {
      watched.stop();
      if (polling !== null) return;
      polling = setInterval(lose, times.pollMs);
      becomeReady();
      lose();
    };
    const becomeReady = (): void => {
      if (isReady) return;
      isReady = true;
      isLost = false;
      emit([]);
    };

    const watched = watchTree(system, tree, options.watch ?? watchWithNode, {
      onTouched: (path) => {
        touched.set(path.join('/'), path);
        if (touched.size > MAX_HINTS) isLost = true;
        gather();
      },
      onReady: becomeReady,
      // Whoever lists learns that the root is missing; should it come back, polling finds it.
      onLost: poll,
      onExhausted: () => {
        options.onWarning(
          `The system has no file watches left: changes are looked for every ${times.pollMs / 1000} s instead. Raise the limit fs.inotify.max_user_watches, or max_user_instances.`,
        );
        poll();
      },
    });
    const safety = setInterval(lose, times.safetyMs).unref();

    return () => {
      watched.stop();
      clearInterval(safety);
      if (gathering !== null) clearTimeout(gathering);
      if (polling !== null) clearInterval(polling);
    };
  });

const LOST: Hint = { _tag: 'Lost' };
