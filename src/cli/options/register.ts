import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import type { Interruption } from '../signals.js';

/** What commands are given. */
export interface Surroundings {
  readonly out: Output;
  readonly stop: Interruption;
  /** A command that ends with an exit code. */
  readonly ends: (run: (...args: never[]) => Promise<ExitCode>) => (...args: unknown[]) => Promise<void>;
}

/** Adds a command with its options and help. What it does is loaded when it is used. */
export type Register = (program: Command, surroundings: Surroundings) => void;
