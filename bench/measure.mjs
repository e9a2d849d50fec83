/** Runs commands and measures them from outside: wall, CPU, peak memory. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** How often a running command is looked at, milliseconds: VmHWM is a high-water mark, so only the last moments can be missed. */
const LOOK_MS = 10;
/** Clock ticks a second in /proc (USER_HZ on every Linux that Node runs on). */
const HZ = 100;

/** @returns {Promise<{wallMs: number, cpuMs: number, rssMb: number, code: number, stderr: string}>} */
export const measure = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
    let [rssMb, cpuMs, stderr] = [0, 0, ''];
    const look = () => {
      try {
        const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
        if (peak) rssMb = Math.max(rssMb, Number(peak[1]) / 1024);
        const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        cpuMs = ((Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) * 1000) / HZ;
      } catch {
        // It has ended: what was seen last counts.
      }
    };
    const timer = setInterval(look, LOOK_MS);
    look();
    child.stderr?.on('data', (chunk) => (stderr += chunk));
    child.on('error', (error) => (clearInterval(timer), reject(error)));
    child.on('close', (code) => {
      clearInterval(timer);
      resolve({ wallMs: performance.now() - started, cpuMs, rssMb, code: code ?? -1, stderr });
    });
  });

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
