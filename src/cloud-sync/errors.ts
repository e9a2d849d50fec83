export { ArgumentError } from '../effects/argument-error.js';

/** A call that is not possible now: started twice, or after it was stopped for ever. */
export class LifecycleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LifecycleError';
  }
}

/** `run`, `start` or `wait` ran out of time. */
export class TimeoutError extends Error {
  constructor(message: string) {
    super(message);
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
