/** A clock that is set while a command runs: that of its process alone, by a module that it loads first. Timers go on, as they do on a machine. */
import { writeFileSync } from 'node:fs';

export interface SteppedClock {
  /** For Node, ahead of the command. */
  readonly nodeArgs: readonly string[];
  /** So far from the machine's from now on, milliseconds. */
  readonly set: (offsetMs: number) => void;
}

/** `file`: where the processes read how far off they are. */
export const steppedClock = (file: string): SteppedClock => {
  const set = (offsetMs: number): void => writeFileSync(file, String(offsetMs));
  set(0);
  return { nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(moduleOf(file))}`], set };
};

const moduleOf = (file: string): string => `
  import { readFileSync } from 'node:fs';
  const Machine = Date;
  const now = () => Machine.now() + Number(readFileSync(${JSON.stringify(file)}, 'utf8'));
  globalThis.Date = class Date extends Machine {
    constructor(...given) {
      super(...(given.length === 0 ? [now()] : given));
    }
    static now() {
      return now();
    }
  };
`;
