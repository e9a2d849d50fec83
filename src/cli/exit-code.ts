/** What the command answers to whoever called it (README). */
export const EXIT = {
  settled: 0,
  failed: 1,
  usage: 2,
  /** Settled, but for entries that can't be synced. */
  blocked: 3,
  /** Stopped before something drastic; nothing was deleted. */
  gate: 4,
} as const;

export type ExitCode = number;

/** Ends a command with a message for people: what is wrong, and what to do about it. */
export class CliError extends Error {
  constructor(
    readonly code: ExitCode,
    message: string,
    /** A word for programs. */
    readonly reason: string,
  ) {
    super(message);
    this.name = 'CliError';
  }
}

export const usageError = (message: string, reason = 'wrong-usage'): CliError => new CliError(EXIT.usage, message, reason);
