/** Every member that the class promises (DESIGN.md section 6), by name: one that goes missing is found here first. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../src/cloud-sync/version.js';
import { CloudSync } from '../../src/index.js';
import { bench } from './support.js';

const METHODS = [
  ...['start', 'stop', 'wait', 'run', 'do', 'done', 'wake', 'interruptableSleep', 'nothingHappened'],
  ...['walk', 'setNeedWalk', 'forget', 'storageLabel'],
  ...['translate', 'resolveConflict', 'prioritize', 'authenticate', 'handleNotification'],
  ...['plan', 'explain', 'conflicts', 'approve'],
] as const;
const VALUES = {
  ...{ started: 'boolean', stopped: 'boolean', serviceName: 'string' },
  ...{ minBackoff: 'number', maxBackoff: 'number', multBackoff: 'number', inBackoff: 'number' },
  ...{ aging: 'number', busy: 'boolean', changeCount: 'number', providers: 'object', roots: 'object', state: 'object' },
  ...{ state$: 'object', events$: 'object' },
} as const satisfies Record<string, 'boolean' | 'number' | 'object' | 'string'>;

describe('CloudSync', () => {
  it.each(METHODS)('has the method %s', (name) => {
    expect(bench().sync[name]).toBeTypeOf('function');
  });

  it.each(Object.entries(VALUES) as [keyof typeof VALUES, 'boolean' | 'number' | 'object' | 'string'][])('has %s, a %s', (name, type) => {
    expect(bench().sync[name]).toBeTypeOf(type);
  });

  it.each(['stopAll', 'backoff'] as const)('has the static %s', (name) => {
    expect(CloudSync[name]).toBeTypeOf('function');
  });

  it('has backoffs as the original has them, in seconds', () => {
    const { minBackoff, maxBackoff, multBackoff, inBackoff } = bench().sync;
    expect({ minBackoff, maxBackoff, multBackoff, inBackoff }).toEqual({ minBackoff: 0.01, maxBackoff: 1, multBackoff: 2, inBackoff: 0 });
  });

  it('has no member that is not listed here', () => {
    const listed = new Set<string>([
      ...METHODS,
      ...Object.keys(VALUES),
      'constructor',
      'steps$',
      'begin',
      'end',
      'isPassing',
      'stepFailed',
      'stepDone',
      'clock',
      ...['engine', 'door', 'wanted', 'policyOfClass', 'rootPath', 'belowRoot'],
    ]);
    const { sync } = bench();
    const found = new Set(Object.getOwnPropertyNames(sync));
    for (let at: object = Object.getPrototypeOf(sync) as object; at !== Object.prototype; at = Object.getPrototypeOf(at) as object)
      for (const name of Object.getOwnPropertyNames(at)) found.add(name);
    expect([...found].filter((name) => !listed.has(name))).toEqual([]);
  });

  it('records the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(VERSION).toBe(version);
  });
});
