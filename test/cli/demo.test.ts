import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bundled } from './bundled.js';

const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');

/** What differs from run to run: times, numbers of events, digests, and how far a killed sync came. */
const steady = (text: string): string =>
  text
    .replace(/\d{4}-\d\d-\d\d[T ][\d:.]+Z?/gu, 'TIME')
    .replace(/ +#\d+|#\d+/gu, ' #')
    .replace(/ in [\d.]+ (?:s|min)(?: \d+ s)?\./gu, ' in SOME TIME.')
    .replace(/digest [0-9a-f]+/gu, 'digest D')
    .replace(/after event [\d,]+/gu, 'after event N')
    .replace(/^verified: the log is whole.*$/gmu, 'verified')
    .replace(/had \d+ of/gu, 'had N of');

it('is what the README shows first', { timeout: 120_000 }, () => {
  const transcript = /^```text\n\$ foldsync demo\n(.*?)^```$/msu.exec(README)?.[1];
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundled(), 'demo'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(steady(stdout)).toBe(steady(transcript ?? ''));
});
