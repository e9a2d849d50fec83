// Breaks the effects and the engine by hand, one break at a time, in a copy, and sees the named test fail.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BREAKS } from './breaks/list.mjs';
import { argumentsGiven } from './options.mjs';

const HELP = `node scripts/breaks.mjs [WORD...]

  breaks whose names have one of the words, or all (some four minutes of one core)`;

const { positionals: words } = argumentsGiven(HELP, {});
const chosen = BREAKS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
if (chosen.length === 0) {
  console.error(`no break has ${words.join(' or ')} in its name:\n${BREAKS.map(({ name }) => `  ${name}`).join('\n')}`);
  process.exit(2);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'foldsync-breaks-'));
for (const part of ['src', 'test', 'examples', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
  cpSync(join(root, part), join(copy, part), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

/** Replaces what must be there exactly once; null if it is not. */
const replaced = (text, [find, put]) => (text?.split(find).length === 2 ? text.replace(find, () => put) : null);

/** True if the test fails, and does so because something in it does: not because nothing of that name was run. */
const failsBy = ([file, name]) => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', file, '-t', name, '--bail', '1', '--reporter', 'json'],
    {
      cwd: copy,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: { ...process.env, VITEST_MAX_WORKERS: '1' },
    },
  );
  const report = JSON.parse(stdout.slice(stdout.indexOf('{')));
  const failed = report.testResults.flatMap(({ assertionResults }) => assertionResults).find((each) => each.status === 'failed');
  return status !== 0 && failed !== undefined ? failed.fullName : null;
};

let survived = 0;
try {
  for (const { name, file, find, put, also = [], test } of chosen) {
    const path = join(copy, file);
    const whole = readFileSync(path, 'utf8');
    const broken = [[find, put], ...also].reduce(replaced, whole);
    if (broken !== null) writeFileSync(path, broken);
    const caught = broken === null ? null : failsBy(test);
    writeFileSync(path, whole);
    if (caught === null) survived++;
    console.log(
      `${broken === null ? 'NOT THERE ONCE' : caught === null ? 'SURVIVED' : 'caught'}\t${file}\t${name}\t${caught ?? test.join(' ')}`,
    );
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(survived === 0 ? 'all caught' : `${survived} survived`);
process.exitCode = survived === 0 ? 0 : 1;
