// Simulated worlds for as long as you like: npm run fuzz -- --minutes 2 --tier P --seed 1 --runs 100 --only 'oid | path, crashes'
import { parseArgs } from 'node:util';
import { withBundle } from './with-bundle.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    tier: { type: 'string', default: 'P' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '100' },
    failures: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});

const report = async ({ fuzz, plannerTier, worldTier }) => {
  const tiers = { P: plannerTier(), S: worldTier() };
  const tier = tiers[values.tier];
  if (tier === undefined) throw new Error(`--tier is one of ${Object.keys(tiers).join(', ')}`);
  const { runs, seconds, found, missed, cells } = await fuzz(tier, {
    minutes: Number(values.minutes),
    seed: Number(values.seed),
    runs: Number(values.runs),
    failures: Number(values.failures),
    ...(values.only === undefined ? {} : { only: values.only }),
    now: () => performance.now(),
    onFound: ({ trial, seed, story, complaint }) => console.log(`FAILED ${trial} (seed ${seed})\n${JSON.stringify(story)}\n${complaint}`),
  });
  const cpu = process.cpuUsage();
  console.log(
    `tier ${values.tier}: ${runs} runs in ${seconds.toFixed(1)} s (${(runs / seconds).toFixed(0)}/s; ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s of CPU)`,
  );
  console.log(`coverage: ${cells - missed.length} of ${cells}; not reached:${missed.length === 0 ? ' nothing' : ''}`);
  for (const name of missed) console.log(`  ${name}`);
  console.log(found.length === 0 ? 'no law was broken' : `${found.length} trials failed`);
  return found.length === 0 ? 0 : 1;
};

process.exitCode = await withBundle('src/testing/fuzz/index.ts', report);
