// Puts mutants before the tests that reach them, those that are likely to notice first.
import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('./worker.mjs', import.meta.url));
/** A test may reach its mutant this often as often as without it, and take this often as long, before it counts as endless. */
const TIMES_HITS = 100;
const TIMES_MS = 6;
const GRACE_MS = 1000;
/** What was loaded anew is never let go by a thread. */
const LOADS = 40;
/** So many of the tests that noticed something in this file last are asked first. */
const RECENT = 6;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Measures all tests, and answers how to judge one mutant. */
export const judges = async ({ bundle, mutants, budgetMs }) => {
  let worker = null;
  let shared;
  let loads = 0;

  const begin = () => {
    shared = new SharedArrayBuffer(4);
    loads = 0;
    worker = new Worker(WORKER, {
      workerData: { bundle, count: mutants.length, shared },
      resourceLimits: { maxOldGenerationSizeMb: 2000 },
      stdout: true,
      stderr: true,
    });
  };
  const end = async () => {
    await worker?.terminate();
    worker = null;
  };

  /** What the thread answers, or `null` if it had to be ended: it died, or the test it was at took more CPU than `limitOf` grants. */
  const ask = (message, limitOf) =>
    new Promise((resolve) => {
      if (worker === null) begin();
      const asked = worker;
      const current = new Int32Array(shared);
      Atomics.store(current, 0, 0);
      let at = 0;
      let since = cpuMs();
      const settle = (answer) => {
        clearInterval(watch);
        asked.off('message', settle);
        asked.off('error', fail);
        resolve(answer);
      };
      const kill = async (why) => {
        clearInterval(watch);
        asked.off('message', settle);
        const test = Atomics.load(current, 0) - 1;
        await end();
        resolve({ killed: test < 0 ? 'load' : test, failure: why, times: [] });
      };
      const watch = setInterval(() => {
        const test = Atomics.load(current, 0);
        if (test !== at) [at, since] = [test, cpuMs()];
        else if (cpuMs() - since > limitOf(test - 1)) void kill('takes too long');
      }, 100);
      asked.on('message', settle);
      const fail = (error) => void kill(String(error?.message ?? error));
      asked.on('error', fail);
      asked.postMessage(message);
    });

  const { loading, loadMs, tests, failure: unable } = await ask({ task: 'measure' }, () => Infinity);
  if (tests === undefined) throw new Error(`the tests do not run without a mutant: ${unable}`);
  const broken = tests.filter(({ failure }) => failure !== null);
  // Some count what they have seen, and few runs are too few for that.
  for (const { name, failure } of broken) console.log(`left out, since it fails without a mutant: ${name}\n  ${failure}`);
  console.log(`${tests.length - broken.length} tests in ${(tests.reduce((sum, { ms }) => sum + ms, 0) / 1000).toFixed(1)} s of CPU`);

  /** By mutant: which tests reach it, and how often. */
  const reached = mutants.map(() => new Map());
  for (const [test, { seen, hits, failure }] of tests.entries())
    if (failure === null) for (const [i, mutant] of seen.entries()) reached[mutant].set(test, hits[i]);
  const whole = tests.flatMap(({ failure }, test) => (failure === null ? [test] : []));
  const isStatic = (id) => loading[id] > 0;

  const costs = tests.map(({ ms }) => Math.max(ms, 0.2));
  /** By folder, since tests are about one: how often each test was asked, and noticed something. */
  const records = new Map();
  const recordsOf = (file) => {
    const folder = file.slice(0, file.lastIndexOf('/'));
    if (!records.has(folder))
      records.set(
        folder,
        costs.map(() => ({ tried: 0, killed: 0 })),
      );
    return records.get(folder);
  };
  const recent = new Map();
  /** Mutants noticed for each second that it costs: what has not been tried counts as likely as most are. */
  const worth = ({ tried, killed }, ms) => (killed + 0.5) / (tried + 2.5) / ms;

  const orderFor = ({ id, file }) => {
    const known = isStatic(id) ? whole : [...reached[id].keys()];
    const last = (recent.get(file) ?? []).filter((test) => isStatic(id) || reached[id].has(test));
    const worths = recordsOf(file).map((record, test) => worth(record, costs[test]));
    const rest = known.filter((test) => !last.includes(test)).sort((a, b) => worths[b] - worths[a]);
    const order = [];
    let ms = 0;
    for (const test of [...last, ...rest]) {
      // One alone is asked in any case.
      if (ms > 0 && ms + costs[test] > budgetMs) continue;
      ms += costs[test];
      order.push(test);
    }
    return { order, isCut: order.length < known.length };
  };

  const judge = async (mutant) => {
    const { order, isCut } = orderFor(mutant);
    if (order.length === 0) return { killed: null, why: 'not reached' };
    const limits = order.map((test) => (isStatic(mutant.id) ? Infinity : TIMES_HITS * (reached[mutant.id].get(test) ?? 0) + 10_000));
    if (isStatic(mutant.id) && (loads += 1) > LOADS) await end();
    const answer = await ask(
      { task: 'judge', mutant: mutant.id, order, limits, isStatic: isStatic(mutant.id) },
      (test) => TIMES_MS * (test < 0 ? loadMs : costs[test]) + GRACE_MS,
    );
    const record = recordsOf(mutant.file);
    for (const [i] of answer.times.entries()) record[order[i]].tried += 1;
    if (answer.isStained) await end();
    if (answer.killed === null) return { killed: null, why: isCut ? 'not asked everything' : 'reached' };
    if (answer.killed === 'load') return { killed: 'load' };
    record[answer.killed].killed += 1;
    recent.set(mutant.file, [answer.killed, ...(recent.get(mutant.file) ?? []).filter((test) => test !== answer.killed)].slice(0, RECENT));
    return { killed: tests[answer.killed].name };
  };

  return { judge, end };
};
