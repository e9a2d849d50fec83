// Random users on real folders, the built command killed in between:
//   npm run torture -- --rounds 100 --seed 1 --mode once|watch|chain
//   npm run torture -- --replay script.json --times 20
// Needs `npm run build`. Run by root it goes on as nobody, since root may read what it must not.
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    mode: { type: 'string', default: 'once' },
    'shrink-ms': { type: 'string', default: '0' },
    replay: { type: 'string' },
    times: { type: 'string', default: '10' },
  },
});
if (!['once', 'watch', 'chain'].includes(values.mode)) {
  console.error(`--mode takes once, watch or chain, not '${values.mode}'`);
  process.exit(2);
}

const NOBODY = 65_534;
const below = mkdtempSync(join(tmpdir(), 'foldsync-torture-'));
chmodSync(below, 0o755);
if (process.getuid?.() === 0) {
  chownSync(below, NOBODY, NOBODY);
  process.setgid(NOBODY);
  process.setuid(NOBODY);
}

const { torture, replay } = await import('../dist/testing/torture/index.js');
const command = join(root, 'dist/bin/foldsync.mjs');
const print = (line) => console.log(line);
let failed = 0;
if (values.replay === undefined) {
  const found = await torture(
    {
      command,
      below,
      mode: values.mode,
      rounds: Number(values.rounds),
      seed: Number(values.seed),
      locks: process.platform !== 'win32',
      shrinkMs: Number(values['shrink-ms']),
    },
    print,
  );
  failed = found.length;
} else {
  const script = JSON.parse(readFileSync(values.replay, 'utf8'));
  for (let time = 0; time < Number(values.times); time++) {
    const wrong = await replay(script, { command, below });
    if (wrong.length > 0) failed++;
    print(wrong.length === 0 ? 'fine' : wrong.join('\n  '));
  }
}
print(`${failed} failed`);
if (failed === 0) rmSync(below, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
