// Generated worlds for as long as you like, with what was not reached, and each counterexample as a value (`npm run fuzz -- --help`).
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { optionsGiven } from './options.mjs';
import { withBundle } from './with-bundle.mjs';

const HELP = `npm run fuzz -- [options]

  --tier P|S|R       the core alone (default), the whole engine, or the built command on real folders (npm run build first)
  --minutes 1        for so long; ^C tells what it has found until then
  --seed 1           where it begins; what fails says its own
  --runs 100         stories a trial
  --thorough 10      one story in so many is asked every law
  --failures 3       trials that may fail before it ends
  --only TEXT        trials whose name has this in it: 'oid | path, crashes'
  --mode once        of tier R: once, watch, chain or full
  --small            all small worlds, on all cores; --entries 3 --edits 1: those of one size`;

const values = optionsGiven(HELP, {
  minutes: { type: 'string', default: '1' },
  tier: { type: 'string', default: 'P' },
  seed: { type: 'string', default: '1' },
  runs: { type: 'string', default: '100' },
  thorough: { type: 'string', default: '10' },
  failures: { type: 'string', default: '3' },
  only: { type: 'string' },
  small: { type: 'boolean', default: false },
  entries: { type: 'string' },
  edits: { type: 'string' },
  mode: { type: 'string', default: 'once' },
});

/** What all small worlds are, unless one size is asked for: trees of three entries with an edit on each side, and of two with two. */
const SIZES = [
  { entries: 3, edits: 1 },
  { entries: 2, edits: 2 },
];
/** Rounds on real folders at a time: the clock is looked at in between. */
const ROUNDS = 5;

const secondsNow = () => {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now() / 1000, cpu: (user + system) / 1e6 };
};
const rate = (count, since) => {
  const now = secondsNow();
  const [wall, cpu] = [now.wall - since.wall, now.cpu - since.cpu];
  return `${wall.toFixed(1)} s (${(count / wall).toFixed(0)}/s; ${(count / cpu).toFixed(0)} for each second of CPU)`;
};

const fuzzTier = async ({ fuzz, plannerTier, storyLawTier, worldTier }) => {
  const tierP = (seed) => [...plannerTier()(seed), ...storyLawTier()(seed)];
  const begin = secondsNow();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const { runs, thorough, found, missed, cells } = await fuzz(values.tier === 'P' ? tierP : worldTier(), {
    minutes: Number(values.minutes),
    seed: Number(values.seed),
    runs: Number(values.runs),
    thoroughEvery: Number(values.thorough),
    failures: Number(values.failures),
    ...(values.only === undefined ? {} : { only: values.only }),
    now: () => performance.now(),
    signal: stop.signal,
    onFound: ({ trial, seed, story, complaint }) => console.log(`FAILED ${trial} (seed ${seed})\n${JSON.stringify(story)}\n${complaint}`),
  });
  console.log(`tier ${values.tier}: ${runs} stories in ${rate(runs, begin)}; ${thorough} of them were asked every law`);
  console.log(`reached ${cells - missed.length} of ${cells}; not reached:${missed.length === 0 ? ' nothing' : ''}`);
  for (const name of missed) console.log(`  ${name}`);
  console.log(found.length === 0 ? 'no law was broken' : `${found.length} trials failed`);
  return found.length;
};

/** Of the small worlds of a size, those of this thread: told to the main one as they break a law, and at the end. */
const enumeratePart = async ({ tellSmallWorlds }) => {
  const onFound = (scenario, complaint) => parentPort.postMessage({ found: `FAILED\n${JSON.stringify(scenario)}\n${complaint}` });
  parentPort.postMessage(await tellSmallWorlds({ ...workerData, onFound }));
  return 0;
};

const partOf = (size) =>
  new Promise((resolve, reject) => {
    const thread = new Worker(fileURLToPath(import.meta.url), { workerData: size, argv: ['--small'] });
    thread.on('message', (message) => (message.found === undefined ? resolve(message) : console.log(message.found)));
    thread.on('error', reject);
  });

const enumerate = async () => {
  const given = values.entries !== undefined || values.edits !== undefined;
  if ([values.entries, values.edits].some((each) => each !== undefined && !(Number(each) >= 1))) {
    console.error('--entries and --edits take a number, 1 or more');
    process.exit(2);
  }
  const sizes = given ? [{ entries: Number(values.entries ?? 2), edits: Number(values.edits ?? 1) }] : SIZES;
  const every = availableParallelism();
  let failed = 0;
  for (const size of sizes) {
    const begin = secondsNow();
    const parts = await Promise.all(Array.from({ length: every }, (_, from) => partOf({ ...size, every, from })));
    const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
    console.log(
      `${sum('told')} small worlds (${size.entries} entries, ${size.edits} edits a side) in ${rate(sum('told'), begin)}: ${sum('broken')} broken`,
    );
    failed += sum('broken');
  }
  return failed;
};

/** Random users on real folders, a few rounds at a time. */
const torture = () => {
  const script = fileURLToPath(new URL('./torture.mjs', import.meta.url));
  const end = performance.now() + Number(values.minutes) * 60_000;
  let rounds = 0;
  for (let seed = Number(values.seed); performance.now() < end; seed++, rounds += ROUNDS) {
    const args = [script, '--rounds', String(ROUNDS), '--seed', String(seed), '--mode', values.mode];
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
    if (status !== 0) return 1;
  }
  console.log(`tier R: ${rounds} rounds`);
  return 0;
};

const main = () => {
  if (values.tier === 'R') return torture();
  if (values.small && isMainThread) return enumerate();
  return withBundle('src/testing/fuzz/index.ts', values.small ? enumeratePart : fuzzTier);
};

if (!['P', 'S', 'R'].includes(values.tier)) {
  console.error(`--tier takes P, S or R, not '${values.tier}'`);
  process.exitCode = 2;
} else {
  const failed = await main();
  process.exitCode = failed === 0 ? 0 : 1;
}
