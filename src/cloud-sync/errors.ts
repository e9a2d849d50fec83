export { ArgumentError } from '../effects/argument-error.js';

/** A call that is not possible now: started twice, or after it was stopped for ever. */
export class LifecycleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LifecycleError';
  }
}

/** `run`, `start` or `wait` ran out of time. `cause`: what it could not get past, if it knows. */
export class TimeoutError extends Error {
  constructor(message: string, cause?: unknown) {
    super(cause instanceof Error ? `${message}: ${cause.message}` : message, cause === undefined ? undefined : { cause });
    this.name = 'TimeoutError';
  }
}

/** What `CloudSync.backoff()` throws: the loop goes on, later. */
export class BackoffSignal extends Error {
  constructor() {
    super('back off');
    this.name = 'BackoffSignal';
  }
}
