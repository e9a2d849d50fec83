import { defer, filter, firstValueFrom, map, merge, NEVER, type Observable, repeat, Subject, switchMap, take } from 'rxjs';
import type { Clock } from '../effects/ports/clock.js';
import { BackoffSignal, LifecycleError, TimeoutError } from './errors.js';
import { holdProcess } from './hold-process.js';
import type { Runnable, RunOptions, StartOptions } from './runnable.js';

/** A service that was told to stop and has not ended is waited for this long when it is started again, seconds (behaviour.md b). */
const START_GRACE = 1;

/**
 * The life of a service, as the original has it: start, run, stop, wait, backoff. Durations are seconds. Its loop is driven by what happens
 * (`steps$`), not by a timer.
 */
export abstract class Service implements Runnable {
  /** Least pause after a failure, seconds. */
  minBackoff = 0.01;
  /** Longest pause, seconds. */
  maxBackoff = 1;
  /** Each further failure multiplies the pause by this. */
  multBackoff = 2;

  #backoff = 0;
  #nothingHappened = false;
  #loop: Promise<void> | null = null;
  #failure: { readonly thrown: unknown } | null = null;
  /** What keeps it from beginning, or from going on, and may pass. */
  #obstacle: unknown;
  #stopping = false;
  #ended = false;
  #forever = false;
  #isDone = false;
  readonly #wakes$ = new Subject<void>();
  readonly #stops$ = new Subject<void>();
  /** `until` asked for a pause: seconds. */
  readonly #pauses$ = new Subject<number>();

  protected constructor(protected readonly clock: Clock) {}

  /** Signals all of them first, then waits for all. */
  static async stopAll(services: Iterable<Runnable>, forever = true, wait = true): Promise<void> {
    const results = await Promise.allSettled([...services].map((service) => service.stop(forever, wait)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** Throws what the loop understands as "not now, later": for `until` and for hooks that the loop calls. */
  static backoff(): never {
    throw new BackoffSignal();
  }

  /** Called in messages. */
  get serviceName(): string {
    return this.constructor.name;
  }

  /** From just before the loop begins until it ended. */
  get started(): boolean {
    return this.#loop !== null;
  }

  /** After the loop ended, or once it was stopped for ever. */
  get stopped(): boolean {
    return (this.#loop === null && this.#ended) || this.#forever;
  }

  /** Seconds; 0 = healthy. It survives stop and start, so that runs that fail one after the other pause longer and longer. */
  get inBackoff(): number {
    return this.#backoff;
  }

  /** The step under way is no success: it does not end a backoff. */
  nothingHappened(): void {
    this.#nothingHappened = true;
  }

  /** Runs until `until` is true, or it is stopped. Rejects with `TimeoutError`, or with what ended the loop. */
  async run(options: RunOptions = {}): Promise<void> {
    await (await this.#launch(options)).ended;
  }

  /**
   * Runs in the background. Resolves once it is under way: connected, or put off since a side can't be reached now, and tried again later.
   * Rejects where trying again is no use. What ends it later is told by `wait`.
   */
  async start({ daemon, ...options }: StartOptions = {}): Promise<void> {
    const { opened, ended } = await this.#launch(options);
    const release = daemon === true ? (): void => undefined : holdProcess();
    let isOpen = false;
    ended.then(release, (thrown: unknown) => {
      release();
      if (isOpen) this.#failure = { thrown };
    });
    await Promise.race([opened, ended]);
    isOpen = true;
  }

  /**
   * Lets the step under way end, never interrupts it. `forever`: it can't be started again, and `done` is called. Without `wait` it resolves
   * at once, while the loop is still ending.
   */
  stop(forever = true, wait = true): Promise<void> {
    if (forever) this.#forever = true;
    this.#stopping = true;
    this.#stops$.next();
    const ending = this.#ending();
    if (wait) return ending;
    ending.catch((thrown: unknown) => (this.#failure = { thrown }));
    return Promise.resolve();
  }

  /** Waits until the loop ends: true; false if there is none. Rejects with `TimeoutError` after `timeout` seconds, or with what ended the loop. */
  async wait(timeout?: number): Promise<boolean> {
    const loop = this.#loop;
    if (loop !== null)
      await this.#within(loop, timeout, `${this.serviceName} is still running`).catch((thrown: unknown) => {
        this.#failure = null;
        throw thrown;
      });
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.thrown;
    return loop !== null;
  }

  /** Cuts the pause short that it is in, and has `until` asked again. Nothing happens if it is not running. */
  wake(): void {
    if (this.started) this.#wakes$.next();
  }

  /** Resolves after so many seconds, or when woken or stopped. */
  async interruptableSleep(secs: number): Promise<void> {
    if (this.#stopping && this.started) return;
    await firstValueFrom(merge(this.#after(secs), this.#wakes$, this.#stops$).pipe(take(1)));
  }

  /** Cleans up for good. Called once the loop ended after `stop(forever)`. Override it, and call it. */
  async done(): Promise<void> {
    // Nothing to clean up here.
  }

  /** Begins to run; nothing if it has begun. */
  protected abstract begin(): Promise<void>;
  /** Ends what `begin` began; nothing if there is nothing. */
  protected abstract end(): Promise<void>;
  /** After each step of the loop; fails with what the loop can't go on from. */
  protected abstract readonly steps$: Observable<void>;
  /** True for failures, of `begin` and later, that may be gone a moment later. */
  protected abstract isPassing(thrown: unknown): boolean;

  /** A step failed: the next pause is longer. */
  protected stepFailed(): void {
    this.#backoff = Math.min(this.maxBackoff, Math.max(this.#backoff * this.multBackoff, this.minBackoff));
  }

  /** A step got on: it is healthy, unless `nothingHappened` was said meanwhile. */
  protected stepDone(): void {
    if (!this.#nothingHappened) this.#backoff = 0;
    this.#nothingHappened = false;
  }

  async #launch(options: RunOptions): Promise<{ readonly opened: Promise<void>; readonly ended: Promise<void> }> {
    this.#refuseIfForever();
    if (this.#loop !== null && this.#stopping) await this.#within(this.#loop.catch(ignore), START_GRACE, 'ending').catch(ignore);
    this.#refuseIfForever();
    if (this.#loop !== null) throw new LifecycleError(`${this.serviceName} is running already`);
    this.#stopping = false;
    this.#failure = null;
    let open = ignore;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const ended = this.#live(options, open);
    this.#loop = ended;
    ended.catch(ignore);
    return { opened, ended };
  }

  #refuseIfForever(): void {
    if (this.#forever) throw new LifecycleError(`${this.serviceName} was stopped for ever: make a new one`);
  }

  async #live({ timeout, until, sleep }: RunOptions, opened: () => void): Promise<void> {
    // The caller notes the loop first.
    await Promise.resolve();
    const time$ = timeout === undefined || timeout === 0 ? NEVER : this.#after(timeout);
    const late$ = time$.pipe(
      map(() => {
        throw new TimeoutError(`${this.serviceName} did not get there within ${timeout} s`, this.#obstacle);
      }),
    );
    const stopped$ = new Subject<void>();
    try {
      const work = this.#work(() => this.#until(until, sleep, stopped$), opened);
      // Whichever ends first; the other is let go of.
      await firstValueFrom(merge(work, late$).pipe(take(1)));
    } finally {
      stopped$.next();
      this.#stopping = true;
      this.#stops$.next();
      await this.end();
      this.#loop = null;
      this.#ended = true;
      if (this.#forever) await this.#finish();
    }
  }

  /** Begins, and begins anew where what it can't go on from may pass. */
  async #work(loop: () => Promise<void>, opened: () => void): Promise<void> {
    for (;;) {
      await this.#open(opened);
      try {
        return await loop();
      } catch (thrown) {
        if (this.#stopping || !this.isPassing(thrown)) throw thrown;
      }
      this.stepFailed();
      await this.end();
      await this.interruptableSleep(this.#backoff);
    }
  }

  /** Begins, again and again if need be. */
  async #open(opened: () => void): Promise<void> {
    while (!this.#stopping) {
      try {
        await this.begin();
        this.#obstacle = undefined;
        return opened();
      } catch (thrown) {
        if (!this.isPassing(thrown)) throw thrown;
        this.#obstacle = thrown;
        this.stepFailed();
        opened();
      }
      await this.interruptableSleep(this.#backoff);
    }
    opened();
  }

  async #until(until: RunOptions['until'], sleep: number | undefined, over$: Observable<void>): Promise<void> {
    if (this.#stopping) return;
    const again$ = this.#pauses$.pipe(switchMap((secs) => this.#after(secs)));
    const ticks$ = sleep === undefined ? NEVER : this.#after(sleep).pipe(repeat());
    // What follows from an answer is listened to before the first is asked for.
    const reached$ = merge(again$, this.#wakes$, ticks$, this.steps$).pipe(filter(() => until !== undefined && this.#holds(until)));
    await firstValueFrom(merge(this.#stops$, over$, reached$).pipe(take(1)));
  }

  #holds(until: () => boolean): boolean {
    try {
      return until();
    } catch (thrown) {
      if (!(thrown instanceof BackoffSignal)) throw thrown;
      this.stepFailed();
      this.#pauses$.next(this.#backoff);
      return false;
    }
  }

  async #ending(): Promise<void> {
    if (this.#loop !== null) {
      await this.#loop.catch(ignore);
      return;
    }
    await this.end();
    if (this.#forever) await this.#finish();
  }

  async #finish(): Promise<void> {
    if (this.#isDone) return;
    this.#isDone = true;
    await this.done();
  }

  #after(secs: number): Observable<void> {
    return defer(() => this.clock.at$(this.clock.nowMs() + secs * 1000));
  }

  async #within(promise: Promise<void>, timeout: number | undefined, message: string): Promise<void> {
    if (timeout === undefined) return promise;
    const late$ = this.#after(timeout).pipe(
      map(() => {
        throw new TimeoutError(`${message} after ${timeout} s`);
      }),
    );
    await firstValueFrom(merge(promise, late$).pipe(take(1)));
  }
}

const ignore = (): void => undefined;
