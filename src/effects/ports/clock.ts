import type { Observable } from 'rxjs';

/** The only source of time. Tests and the simulator have one of their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Emits once, when `nowMs()` has reached this time, and completes. */
  readonly at$: (atMs: number) => Observable<void>;
}
