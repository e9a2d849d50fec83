/**
 * One question at a time: what is asked meanwhile waits, and of that the newest alone is asked next. So an answer always comes through,
 * also where questions come faster than answers (a hand that scrubs, a log that is still being read).
 */
import { useEffect, useRef } from 'preact/hooks';

type Job = (signal: AbortSignal) => Promise<void>;

/** @param key another one means another question; null: none @param job is not to reject */
export const useLatest = (key: string | null, job: Job): void => {
  const line = useRef<Queue>(null);
  line.current ??= queue();
  useEffect(() => line.current?.ask(key, job), [key]);
  useEffect(() => () => line.current?.end(), []);
};

interface Queue {
  readonly ask: (key: string | null, job: Job) => void;
  readonly end: () => void;
}

const queue = (): Queue => {
  const stop = new AbortController();
  let wanted: { readonly key: string | null; readonly job: Job } | null = null;
  let isBusy = false;
  const next = (): void => {
    const now = wanted;
    wanted = null;
    if (now === null || now.key === null || stop.signal.aborted) return;
    isBusy = true;
    void now.job(stop.signal).then(() => {
      isBusy = false;
      next();
    });
  };
  return {
    ask: (key, job) => {
      wanted = { key, job };
      if (!isBusy) next();
    },
    end: () => stop.abort(),
  };
};

/** For people. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
