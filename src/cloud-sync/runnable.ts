/** Something that runs until it is stopped. All that `stopAll` needs to know. */
export interface Runnable {
  stop(forever?: boolean, wait?: boolean): Promise<void>;
}

export interface RunOptions {
  /** Seconds; none, or 0: for ever. Out of time is a `TimeoutError`. */
  readonly timeout?: number | undefined;
  /** Asked after each step of the loop; true ends the run. */
  readonly until?: (() => boolean) | undefined;
  /** Seconds after which `until` is asked again although nothing happened. Left out: only what happens makes it be asked. */
  readonly sleep?: number | undefined;
}

export interface StartOptions extends RunOptions {
  /** True: that it runs does not keep the process alive. (What a provider holds open, such as file watches, still may.) */
  readonly daemon?: boolean | undefined;
}
