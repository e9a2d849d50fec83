// Random users on real folders, the built command killed in between. Run by root it goes on as nobody, since root may read what it must not.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { optionsGiven } from './options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const HELP = `npm run torture -- [options]     needs npm run build

  --rounds 50       so many
  --seed 1          the first round's, counted up
  --mode once       or watch, chain (three folders), full (a disk that fills up), kill-first, kill-later, race-replace, race-delete
  --shrink-ms 0     so long is a round that failed made smaller
  --replay FILE     a round that was written down, --times 10
  --disk FOLDER     for full: a small disk, some 16 MB, with nothing else on it; made where one may be mounted`;

const values = optionsGiven(HELP, {
  rounds: { type: 'string', default: '50' },
  seed: { type: 'string', default: '1' },
  mode: { type: 'string', default: 'once' },
  'shrink-ms': { type: 'string', default: '0' },
  replay: { type: 'string' },
  times: { type: 'string', default: '10' },
  disk: { type: 'string' },
});
const MODES = ['once', 'watch', 'chain', 'full', 'kill-first', 'kill-later', 'race-replace', 'race-delete'];
if (!MODES.includes(values.mode)) {
  console.error(`--mode takes one of ${MODES.join(', ')}, not '${values.mode}'`);
  process.exit(2);
}

if (values.mode === 'full' && values.disk === undefined) process.exit(onSmallDisk());

const NOBODY = 65_534;
const below = mkdtempSync(join(tmpdir(), 'foldsync-torture-'));
chmodSync(below, 0o755);
if (process.getuid?.() === 0) becomeNobody();

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
      locks: process.platform !== 'win32' && process.getuid() !== 0,
      ...(values.disk === undefined ? {} : { disk: values.disk }),
      shrinkMs: Number(values['shrink-ms']),
    },
    print,
  );
  failed = found.length;
} else {
  const script = JSON.parse(readFileSync(values.replay, 'utf8'));
  for (let time = 0; time < Number(values.times); time++) {
    const wrong = await replay(script, { command, below, ...(values.disk === undefined ? {} : { disk: values.disk }) });
    if (wrong.length > 0) failed++;
    print(wrong.length === 0 ? 'fine' : wrong.join('\n  '));
  }
}
print(`${failed} failed`);
if (failed === 0) rmSync(below, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;

/** Root of a namespace of its own stays what it is. */
function becomeNobody() {
  try {
    chownSync(below, NOBODY, NOBODY);
    process.setgid(NOBODY);
    process.setuid(NOBODY);
  } catch (thrown) {
    if (thrown.code !== 'EINVAL') throw thrown;
  }
}

/** The same again, where a small disk is mounted for it alone; answers how it ended. */
function onSmallDisk() {
  const disk = mkdtempSync(join(tmpdir(), 'foldsync-small-disk-'));
  const unshare = process.getuid?.() === 0 ? ['--mount'] : ['--map-root-user', '--mount'];
  const mounted = (...command) =>
    spawnSync('unshare', [...unshare, 'sh', '-c', 'mount -t tmpfs -o size=16m,mode=1777 none "$0" && exec "$@"', disk, ...command], {
      stdio: 'inherit',
    }).status;
  try {
    if (mounted('true') !== 0) {
      console.log('skipped: there is no right to mount a small disk here; give one with --disk FOLDER');
      return 0;
    }
    return mounted(process.execPath, ...process.argv.slice(1), '--disk', disk) ?? 1;
  } finally {
    rmdirSync(disk);
  }
}

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
