// Runs tests, one mutant at a time, in a thread that can be ended.
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';

const { bundle, count, shared } = workerData;
/** Which test is running, from 1: told to the thread that ends this one. */
const current = new Int32Array(shared);
const mutants = { active: -1, hits: 0, limit: Infinity, seen: new Float64Array(count), looks: false, differs: new Map() };
globalThis.foldsyncMutants = mutants;

// A counterexample is enough: nobody reads it, so it need not be small.
fc.configureGlobal({ seed: 1, numRuns: 20, endOnFailure: true });

let loads = 0;
/** The tests of a bundle that is loaded anew: what is decided while modules load is decided with the mutant that is on. */
const load = async () => (await import(`${bundle}?${loads++}`)).tests;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** So long may a test do nothing at all: none waits for a clock. One that does too much is ended from outside. */
const IDLE_MS = 1000;

/** What a test ends with: `null` or why it failed. One that waits for what never comes has failed, too. */
const outcome = async (test) => {
  let timer;
  const idle = new Promise((_, reject) => {
    let last = performance.eventLoopUtilization();
    timer = setInterval(() => {
      const now = performance.eventLoopUtilization();
      if (performance.eventLoopUtilization(now, last).utilization < 0.02) reject(new Error('waits for ever'));
      last = now;
    }, IDLE_MS);
  });
  try {
    await Promise.race([test.run(), idle]);
    return null;
  } catch (error) {
    return String(error?.message ?? error).slice(0, 200);
  } finally {
    clearInterval(timer);
  }
};

let warm = null;

const tasks = {
  /** Every test without a mutant: how long it takes, and how often it reaches which mutant that would have made a difference. */
  measure: async () => {
    mutants.active = -1;
    mutants.seen.fill(0);
    const start = cpuMs();
    warm = await load();
    const loadMs = cpuMs() - start;
    const loading = Float64Array.from(mutants.seen);
    const tests = [];
    for (const test of warm) {
      mutants.seen.fill(0);
      mutants.differs.clear();
      mutants.looks = true;
      const begin = cpuMs();
      const failure = await outcome(test);
      const ms = cpuMs() - begin;
      mutants.looks = false;
      const seen = Uint16Array.from(mutants.seen.keys()).filter((id) => mutants.seen[id] > 0 && mutants.differs.get(id) !== false);
      tests.push({ name: test.name, failure, ms, seen, hits: Float64Array.from(seen, (id) => mutants.seen[id]) });
    }
    return { loading, loadMs, tests };
  },

  /** The first of `order` that fails with the mutant on. `limits`: how often each may reach it. */
  judge: async ({ mutant, order, limits, isStatic }) => {
    mutants.limit = Infinity;
    mutants.active = mutant;
    const times = [];
    let tests;
    try {
      tests = isStatic ? await load() : (warm ??= await loadPlain(mutant));
    } catch (error) {
      mutants.active = -1;
      return { killed: 'load', failure: String(error?.message ?? error).slice(0, 200), times };
    }
    for (const [i, index] of order.entries()) {
      Atomics.store(current, 0, index + 1);
      mutants.hits = 0;
      mutants.limit = limits[i];
      const begin = cpuMs();
      const failure = await outcome(tests[index]);
      times.push(cpuMs() - begin);
      if (failure !== null) {
        mutants.active = -1;
        Atomics.store(current, 0, 0);
        // What a mutant left behind must not be laid at the door of the next.
        const isStained = !isStatic && (await outcome(tests[index])) !== null;
        return { killed: index, failure, times, isStained };
      }
    }
    mutants.active = -1;
    Atomics.store(current, 0, 0);
    return { killed: null, times };
  },
};

const loadPlain = async (mutant) => {
  mutants.active = -1;
  const tests = await load();
  mutants.active = mutant;
  return tests;
};

parentPort.on('message', async ({ task, ...args }) => parentPort.postMessage(await tasks[task](args)));
process.on('unhandledRejection', () => {});
