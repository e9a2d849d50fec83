/** The way to the terminal, or to a pipe that may close at any moment. */
import type { Writable } from 'node:stream';
import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

export interface Output {
  /** Colors for `line`, and for `note`. */
  readonly colors: Colors;
  readonly noteColors: Colors;
  /** Results: standard output. */
  readonly line: (text: string) => void;
  readonly json: (value: object) => void;
  /** Everything else: standard error. */
  readonly note: (text: string) => void;
  /** The one line that is rewritten while something goes on; null clears it. Does nothing where there is no terminal. */
  readonly progress: (text: string | null) => void;
  readonly hasTerminal: boolean;
  /** Called once if nobody reads standard output any more. */
  readonly onClosed: (then: () => void) => void;
  /** Resolves when everything is handed over: with why that was not possible, but for a reader who has seen enough. */
  readonly flush: () => Promise<Error | null>;
}

/** Columns of a terminal that does not tell. */
const USUAL_COLUMNS = 80;

export const output = (): Output => {
  const { stdout, stderr } = process;
  let closed = false;
  let lost: Error | null = null;
  let shown = false;
  let whenClosed: (() => void) | null = null;
  const close = (error: NodeJS.ErrnoException): void => {
    if (closed) return;
    closed = true;
    if (error.code === 'EPIPE') whenClosed?.();
    else lost = error;
  };
  stdout.on('error', close);
  stderr.on('error', () => undefined);
  const hasTerminal = stderr.isTTY === true && process.env['TERM'] !== 'dumb';
  const clear = (): void => {
    if (shown) stderr.write('\r\u001B[K');
    shown = false;
  };
  const write = (text: string): void => {
    clear();
    if (!closed) stdout.write(`${text}\n`);
  };
  return {
    colors: pc.createColors(wantsColor(stdout.isTTY)),
    noteColors: pc.createColors(wantsColor(stderr.isTTY)),
    line: write,
    json: (value) => write(JSON.stringify(value)),
    note: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (!hasTerminal) return;
      if (text === null) return clear();
      stderr.write(`\r\u001B[K${fit(text, (stderr.columns > 0 ? stderr.columns : USUAL_COLUMNS) - 1)}`);
      shown = true;
    },
    hasTerminal,
    onClosed: (then) => {
      whenClosed = then;
    },
    flush: async () => {
      clear();
      await Promise.all([drained(stdout), drained(stderr)]);
      return lost;
    },
  };
};

/** https://no-color.org, and FORCE_COLOR for pipes. */
const wantsColor = (isTerminal: boolean | undefined): boolean => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true;
  return isTerminal === true && TERM !== 'dumb';
};

const drained = (stream: Writable): Promise<void> =>
  new Promise((resolve) => (stream.writable && !stream.errored ? stream.write('', () => resolve()) : resolve()));

/** Cuts the middle out of what is longer than a line. */
export const fit = (text: string, columns: number): string => {
  const characters = [...text];
  if (characters.length <= columns) return text;
  const tail = Math.floor(columns / 3);
  return `${characters.slice(0, Math.max(0, columns - tail - 1)).join('')}…${characters.slice(characters.length - tail).join('')}`;
};
