/** Rows of watch mode: foldsync runs, and something else changes folder A. Each answers its figures, and which bars it missed. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_POLICY } from '../dist/domain/index.js';
import { cpuMsOf, median } from './measure.mjs';
import { BUNDLE } from './tools.mjs';
import { content, fileAt } from './trees.mjs';

const LATENCY_MS = 50;
const IDLE_PERCENT = 1;
const IDLE_MS = 10_000;
const BURST_FILES = 100_000;
const GIVE_UP_MS = 300_000;

/** Time from a file's last byte written in A until it is in B with its content. */
export const latency = async (place, runs) => {
  const watching = await watch(place);
  try {
    const times = [];
    for (let run = 0; run < Math.max(runs, 15); run++) {
      // Between two files it rests: each is seen for itself.
      await delay(300 + run * 7);
      const bytes = 500 + run;
      writeFileSync(fileAt(place.a, run * 613), content(run, bytes));
      const started = performance.now();
      while (sizeOf(fileAt(place.b, run * 613)) !== bytes) await delay(1);
      times.push(performance.now() - started);
    }
    const medianMs = median(times);
    const afterAgingMs = medianMs - DEFAULT_POLICY.agingMs;
    return {
      figures: { medianMs, worstMs: Math.max(...times), agingMs: DEFAULT_POLICY.agingMs, afterAgingMs },
      missed: afterAgingMs > LATENCY_MS ? [`${afterAgingMs.toFixed(0)} ms after aging > ${LATENCY_MS}`] : [],
    };
  } finally {
    await watching.stop();
  }
};

/** Share of one CPU that is used while nobody touches anything. */
export const idle = async (place) => {
  const watching = await watch(place);
  try {
    await delay(1_000);
    const before = cpuMsOf(watching.pid);
    await delay(IDLE_MS);
    const percent = ((cpuMsOf(watching.pid) - before) / IDLE_MS) * 100;
    return { figures: { percent }, missed: percent > IDLE_PERCENT ? [`${percent.toFixed(1)} % > ${IDLE_PERCENT} %`] : [] };
  } finally {
    await watching.stop();
  }
};

/** Files written as fast as another program can; in the end all are there, whole. */
export const burst = async (place) => {
  const watching = await watch(place);
  try {
    const started = performance.now();
    for (let n = 0; n < BURST_FILES; n++) {
      if (n % 100 === 0) mkdirSync(join(place.a, `d${n / 100}`));
      writeFileSync(fileAt(place.a, n), content(n, 100));
      // The writer is in this process, which has to look after the other one's output, too.
      if (n % 1000 === 0) await delay(0);
    }
    const writtenMs = performance.now() - started;
    let lost = BURST_FILES;
    while (lost > 0 && performance.now() - started < GIVE_UP_MS) {
      await delay(500);
      if (countFiles(place.b) === BURST_FILES) lost = countDifferent(place);
    }
    return {
      figures: { writtenMs, allThereMs: performance.now() - started, rssMb: watching.peakMb(), lost },
      missed: lost > 0 ? [`${lost} files are not there`] : [],
    };
  } finally {
    await watching.stop();
  }
};

const watch = ({ a, b, state }) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BUNDLE, 'sync', '--json', '--state', state, a, b], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((done) => child.on('exit', done));
    let said = '';
    child.stdout.on('data', (chunk) => {
      if (said === null) return;
      said += chunk;
      if (!said.includes('"watching"')) return;
      said = null;
      resolve({
        pid: child.pid,
        peakMb: () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
        stop: async () => {
          child.kill('SIGTERM');
          await ended;
        },
      });
    });
    child.on('exit', (code) => reject(new Error(`foldsync ended with ${code} before it watched`)));
  });

const sizeOf = (path) => statSync(path, { throwIfNoEntry: false })?.size ?? -1;

const countFiles = (root) =>
  readdirSync(root).reduce(
    (sum, name) => (name.startsWith('d') ? sum + readdirSync(join(root, name)).filter((file) => file.startsWith('f')).length : sum),
    0,
  );

const countDifferent = ({ a, b }) => {
  let different = 0;
  for (let n = 0; n < BURST_FILES; n++) {
    try {
      if (!readFileSync(fileAt(a, n)).equals(readFileSync(fileAt(b, n)))) different++;
    } catch {
      different++;
    }
  }
  return different;
};
