// Random users on real folders, the built command killed in between:
//   npm run torture -- --rounds 100 --seed 1 --mode once|watch|chain
//   npm run torture -- --mode kill-first|kill-later|race-replace|race-delete --rounds 200
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
const MODES = ['once', 'watch', 'chain', 'kill-first', 'kill-later', 'race-replace', 'race-delete'];
if (!MODES.includes(values.mode)) {
  console.error(`--mode takes one of ${MODES.join(', ')}, not '${values.mode}'`);
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

const { killFirstSyncs, killLaterSyncs, race, torture, replay } = await import('../dist/testing/torture/index.js');
const command = join(root, 'dist/bin/foldsync.mjs');
const print = (line) => console.log(line);
let failed = 0;
const rounds = Number(values.rounds);
const tell = (result) => {
  print(JSON.stringify({ ...result, wrong: result.wrong.length }));
  for (const text of result.wrong) print(`  ${text}`);
  failed += result.wrong.length;
};
if (values.mode.startsWith('kill-')) {
  const random = randomFrom(Number(values.seed));
  tell(await (values.mode === 'kill-first' ? killFirstSyncs : killLaterSyncs)({ command, folder: below, rounds, files: 200, random }));
} else if (values.mode.startsWith('race-')) {
  // Some at a time: each is then written to more often.
  const AT_A_TIME = 50;
  for (let done = 0; done < rounds; done += AT_A_TIME) {
    const folder = join(below, `race-${done}`);
    tell(await race({ command, folder, deed: values.mode.slice('race-'.length), tries: Math.min(AT_A_TIME, rounds - done) }));
  }
} else if (values.replay === undefined) {
  const found = await torture(
    {
      command,
      below,
      mode: values.mode,
      rounds,
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

/** mulberry32: the same moments for the same seed, as far as a busy machine lets them be. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
