// Simulated worlds for as long as you like: node scripts/fuzz.mjs --minutes 2 --seed 1 --runs 100 --pair oid,path --trouble crashes
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '50' },
    failures: { type: 'string', default: '3' },
    pair: { type: 'string' },
    trouble: { type: 'string' },
  },
});

// Beside the sources, so that packages are found; ignored by git as all of node_modules is.
const folder = mkdtempSync(join(root, 'node_modules', '.fuzz-'));
try {
  const outfile = join(folder, 'fuzz.mjs');
  await build({
    entryPoints: [join(root, 'src/testing/fuzz.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outfile,
    sourcemap: 'inline',
    logLevel: 'error',
  });
  const { fuzz } = await import(pathToFileURL(outfile).href);
  const failed = await fuzz(
    {
      minutes: Number(values.minutes),
      seed: Number(values.seed),
      runs: Number(values.runs),
      failures: Number(values.failures),
      ...(values.pair === undefined ? {} : { pairs: [values.pair.split(',')] }),
      ...(values.trouble === undefined ? {} : { troubles: [values.trouble] }),
    },
    () => performance.now(),
    (line) => console.log(line),
  );
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
