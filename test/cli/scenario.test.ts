import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { replay } from '../../src/cli/commands/replay.js';
import type { Output } from '../../src/cli/output.js';
import { encodeBundle } from '../../src/history/index.js';
import { numberOf, week } from '../history/support.js';

/** Among the tests, so that the test that is written finds what it imports. */
const folder = mkdtempSync(fileURLToPath(new URL('./made-', import.meta.url)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const below = (name: string): string => join(folder, name);

const same = (text: string): string => text;
const heard: string[] = [];
const out = {
  colors: new Proxy({}, { get: () => same }),
  line: (text: string) => void heard.push(text),
  json: () => undefined,
  note: () => undefined,
} as unknown as Output;

it('writes a test that runs, and fails for what is wrong in a bundle', { timeout: 120_000 }, async () => {
  const { events, policy } = await week();
  const cut = events.slice(
    0,
    numberOf(events, ({ _tag }) => _tag === 'Discarded'),
  );
  writeFileSync(below('whole.json'), encodeBundle({ versions: {}, policy, events }));
  writeFileSync(below('cut.json'), encodeBundle({ versions: {}, policy, events: cut.slice(0, -1) }));
  await expect(replay(below('whole.json'), undefined, { asScenario: below('none.test.ts') }, out)).rejects.toMatchObject({
    code: 1,
    reason: 'nothing-broken',
  });
  expect(await replay(below('cut.json'), undefined, { asScenario: below('bug.test.ts') }, out)).toBe(0);
  expect(heard.at(-1)).toMatch(/bug\.test\.ts fails until foldsync does otherwise: \d+ entr(?:y is|ies are) not in step at the end\./u);

  const root = fileURLToPath(new URL('../..', import.meta.url));
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const ran = spawnSync(process.execPath, [vitest, 'run', '--reporter=json', below('bug.test.ts')], { cwd: root, encoding: 'utf8' });
  const report = JSON.parse(ran.stdout.slice(ran.stdout.indexOf('{'))) as {
    readonly testResults: readonly { readonly assertionResults: readonly { readonly title: string; readonly status: string }[] }[];
  };
  expect(report.testResults.flatMap(({ assertionResults }) => assertionResults.map(({ title, status }) => [title, status]))).toEqual([
    ['folds to what it did where it was made', 'passed'],
    ['ends with both sides in step', 'failed'],
  ]);
});
