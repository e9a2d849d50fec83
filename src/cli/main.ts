/** The command `foldsync`, as `start.ts` runs it; in a thread that it started itself, that thread's task. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { main } from './program.js';
import type { SweepTask } from './sweep-thread.js';

const sweep = async (): Promise<void> => {
  const { sweepThread } = await import('./sweep-thread.js');
  parentPort?.postMessage(await sweepThread(workerData as SweepTask));
};

void (isMainThread ? main(process.argv.slice(2)) : sweep());
