/** One order instead of a lock: each job starts when the one before it has ended, well or not. */
export type InOrder = <A>(job: () => Promise<A>) => Promise<A>;

export const inOrder = (): InOrder => {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const run = last.then(job, job);
    last = run.then(nothing, nothing);
    return run;
  };
};

const nothing = (): void => undefined;
