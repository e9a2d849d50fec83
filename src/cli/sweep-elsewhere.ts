/** Large pairs are swept by two threads, a side each: most of it is waiting for the kernel's answers, one by one (docs/adr/0021). */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { NodeId } from '../domain/ids.js';
import type { Sides } from '../domain/side.js';
import type { State } from '../domain/state/state.js';
import { saveTable } from '../domain/table/paged-table.js';
import type { SavedTable } from '../domain/table/saved-table.js';
import type { SweepElsewhere } from '../effects/engine/sweep.js';
import type { SweepTask } from './sweep-thread.js';

/** Files of a side from which on a thread pays: it takes 55 ms to start, as long as sweeping 12,000 files does (docs/PERFORMANCE.md). */
const THREAD_FILES = 20_000;

export interface Elsewhere {
  /** What a thread runs: the command. */
  readonly command: URL;
  readonly roots: Sides<string>;
  readonly excludes: readonly string[];
  readonly logId: string;
  /** Unless told, `THREAD_FILES`. */
  readonly fromFiles?: number;
}

export const sweepElsewhere =
  ({ command, roots, excludes, logId, fromFiles = THREAD_FILES }: Elsewhere): SweepElsewhere =>
  async (state, side) => {
    if (state.agenda.files[side] < fromFiles || availableParallelism() < 2) return null;
    const { node, identity } = state.control.roots[side];
    const task: SweepTask = { root: roots[side], identity, logId, node, table: nodesOf(state), roots, excludes };
    return answerOf(command, task).catch(() => null);
  };

/** What a sweep reads. */
const nodesOf = (state: State): SavedTable => {
  const saved = saveTable(state.table);
  return { ...saved, slabs: new Map([...saved.slabs].filter(([name]) => !name.startsWith('link/'))) };
};

/** Null where the thread fails, whatever it is: then it is done here, which tells why. Rejects where none can be started. */
const answerOf = (command: URL, workerData: SweepTask): Promise<readonly NodeId[] | null> =>
  new Promise((resolve) => {
    const end = (answer: readonly NodeId[] | null): void => {
      resolve(answer);
      void worker.terminate();
    };
    // With the word whose compiled code is kept.
    const worker = new Worker(command, { argv: ['sync'], workerData, stdout: true, stderr: true });
    worker.on('message', end);
    worker.on('error', () => end(null));
    worker.on('exit', () => resolve(null));
  });
