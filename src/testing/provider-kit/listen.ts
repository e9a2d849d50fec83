/** Listens to a provider's hints, and waits for one as long as the harness has patience: the only waiting in the kit. */
import type { Changes, Hint } from '../../effects/ports/provider.js';
import type { Session } from './session.js';

export interface Ear {
  /** The first emission. */
  readonly ready: () => Promise<Changes>;
  /** Resolves once a hint came, before or from now on, that `is` it. */
  readonly hears: (what: string, is: (hint: Hint) => boolean) => Promise<void>;
  readonly stop: () => void;
}

const DEFAULT_PATIENCE_MS = 5000;

export const listen = ({ provider, harness }: Session, cursor: string | null): Ear => {
  const heard: Changes[] = [];
  const checks = new Set<() => void>();
  const subscription = provider.changes$(cursor).subscribe((changes) => {
    heard.push(changes);
    for (const check of [...checks]) check();
  });
  const until = <A>(what: string, found: () => A | undefined): Promise<A> =>
    new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        checks.delete(check);
      };
      const check = (): void => {
        const answer = found();
        if (answer === undefined) return;
        done();
        resolve(answer);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`no hint of ${what}; heard ${JSON.stringify(heard.flatMap(({ hints }) => hints))}`));
      }, harness.patienceMs ?? DEFAULT_PATIENCE_MS);
      checks.add(check);
      check();
    });
  return {
    ready: () => until('being ready', () => heard[0]),
    hears: async (what, is) => {
      await until(what, () => heard.flatMap(({ hints }) => hints).find(is));
    },
    stop: () => subscription.unsubscribe(),
  };
};
