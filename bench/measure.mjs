/** Runs commands and measures them from outside: wall, CPU, peak memory. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

/** How often a running command is looked at, milliseconds: VmHWM is a high-water mark, so only the last moments can be missed. */
const LOOK_MS = 10;
/** Clock ticks a second in /proc (USER_HZ on every Linux that Node runs on). */
const HZ = 100;

/** @returns {Promise<{wallMs: number, cpuMs: number, rssMb: number, code: number, stderr: string}>} */
export const measure = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const cpuBefore = childrenCpuMs();
    const started = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
    let [rssMb, stderr] = [0, ''];
    const look = () => (rssMb = Math.max(rssMb, peakMbOf(child.pid)));
    const timer = setInterval(look, LOOK_MS);
    look();
    child.stderr?.on('data', (chunk) => (stderr += chunk));
    child.on('error', (error) => (clearInterval(timer), reject(error)));
    child.on('exit', () => {
      child.wallMs = performance.now() - started;
      clearInterval(timer);
    });
    child.on('close', (code) => resolve({ wallMs: child.wallMs, cpuMs: childrenCpuMs() - cpuBefore, rssMb, code: code ?? -1, stderr }));
  });

/** Peak memory of a process so far; 0 if it has ended: what was seen last counts. */
const peakMbOf = (pid) => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

/** CPU of a process so far, user and system, in ticks of 10 ms. Throws if it has ended. */
export const cpuMsOf = (pid) => cpuMsIn(readFileSync(`/proc/${pid}/stat`, 'utf8'), 11);

/** CPU of all children that have ended, to the microsecond where getrusage(2) can be called. */
const childrenCpuMs = () => rusage?.() ?? cpuMsIn(readFileSync('/proc/self/stat', 'utf8'), 13);

const cpuMsIn = (stat, at) => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[at]) + Number(fields[at + 1])) * 1000) / HZ;
};

const RUSAGE_CHILDREN = -1;

const rusage = (() => {
  try {
    const getrusage = createRequire(import.meta.url)('koffi')
      .load(null)
      .func('int getrusage(int, void*)');
    const usage = new BigInt64Array(32);
    return () => (getrusage(RUSAGE_CHILDREN, usage), Number(usage[0] + usage[2]) * 1000 + Number(usage[1] + usage[3]) / 1000);
  } catch {
    return null;
  }
})();

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length % 2 ? sorted[(sorted.length - 1) / 2] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
};

/** True if a command can be started. */
export const isInstalled = async (command, args = ['--version']) => {
  try {
    return (await measure(command, args)).code === 0;
  } catch {
    return false;
  }
};
