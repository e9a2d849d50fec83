/**
 * npm run bench [-- --rows a,b] [--runs 5] [--quick] [--json FILE] [--compare]
 *
 * Every row: fresh folders for each tool; the tools in turn, run by run, so that a machine that slows down slows all; medians and ratios.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, median } from './measure.mjs';
import { rows } from './rows.mjs';
import { foldsync, installedTools } from './tools.mjs';

const BASELINE = fileURLToPath(new URL('baseline.json', import.meta.url));
const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    runs: { type: 'string', default: '5' },
    quick: { type: 'boolean' },
    json: { type: 'string' },
    compare: { type: 'boolean' },
  },
});

const once = async (tool, place) => {
  const [command, args, options] = tool.command(place.a, place.b, place.state);
  const result = await measure(command, args, options);
  if (result.code !== 0) throw new Error(`${tool.name} ended with ${result.code}: ${result.stderr.slice(0, 500)}`);
  return result;
};

const freshPlace = (row, work) => {
  const dir = mkdtempSync(join(work, 'pair-'));
  const place = { dir, a: join(dir, 'a'), b: join(dir, 'b'), state: join(dir, 'state') };
  for (const folder of [place.a, place.b, place.state]) mkdirSync(folder);
  row.prepare(place.a);
  return place;
};

const timeTool = async (row, tool, place, run) => {
  if (row.synced && tool.name !== 'node') row.change?.(place.a, place.b, run);
  return once(tool, place);
};

const runRow = async (row, tools, runs, work) => {
  const timings = new Map(tools.map((tool) => [tool, []]));
  const places = new Map();
  if (row.synced) {
    for (const tool of tools) {
      const place = freshPlace(row, work);
      places.set(tool, place);
      if (tool.name !== 'node') {
        await once(tool, place);
        await once(tool, place);
      }
    }
  }
  for (let run = 0; run < runs; run++) {
    for (const tool of tools) {
      const place = places.get(tool) ?? freshPlace(row, work);
      timings.get(tool).push(await timeTool(row, tool, place, run));
      if (!row.synced) rmSync(place.dir, { recursive: true });
    }
  }
  for (const place of places.values()) rmSync(place.dir, { recursive: true });
  return summarise(row, timings);
};

const summarise = (row, timings) => {
  const of = (tool, key) => median(timings.get(tool).map((result) => result[key]));
  const summary = { id: row.id, title: row.title, tools: {}, ratios: {}, missed: [] };
  for (const tool of timings.keys())
    summary.tools[tool.name] = { wallMs: of(tool, 'wallMs'), cpuMs: of(tool, 'cpuMs'), rssMb: of(tool, 'rssMb') };
  const own = summary.tools.foldsync;
  for (const [name, { wallMs }] of Object.entries(summary.tools)) if (name !== 'foldsync') summary.ratios[name] = own.wallMs / wallMs;
  for (const [name, bar] of Object.entries(row.bars))
    if (summary.ratios[name] > bar) summary.missed.push(`${name} ${summary.ratios[name].toFixed(2)} > ${bar}`);
  if (row.maxRssMb !== undefined && own.rssMb > row.maxRssMb) summary.missed.push(`RSS ${own.rssMb.toFixed(0)} MB > ${row.maxRssMb}`);
  return summary;
};

const show = ({ title, tools, ratios, missed }) => {
  const seconds = (ms) => (ms / 1000).toFixed(2);
  const others = Object.entries(ratios).map(([name, ratio]) => `${name} ${seconds(tools[name].wallMs)} s (${ratio.toFixed(2)}x)`);
  const verdict = missed.length === 0 ? 'ok' : `MISSED ${missed.join(', ')}`;
  const { wallMs, cpuMs, rssMb } = tools.foldsync;
  console.log(`| ${title} | ${seconds(wallMs)} s, ${seconds(cpuMs)} s CPU, ${rssMb.toFixed(0)} MB | ${others.join(' · ')} | ${verdict} |`);
};

const compare = (results) => {
  const baseline = JSON.parse(readFileSync(BASELINE, 'utf8'));
  for (const { id, ratios } of results) {
    const before = baseline.results.find((row) => row.id === id);
    if (!before) continue;
    for (const [name, ratio] of Object.entries(ratios)) {
      const was = before.ratios[name];
      if (was && ratio > was * 1.15) console.log(`slower: ${id} was ${was.toFixed(2)}x ${name}, is ${ratio.toFixed(2)}x`);
    }
  }
};

const installed = await installedTools();
const wanted = values.rows?.split(',');
const chosen = rows.filter((row) => (wanted ? wanted.includes(row.id) : !(values.quick && row.slow)));
const work = mkdtempSync(join(tmpdir(), 'foldsync-bench-'));
const results = [];
console.log('| row | foldsync | beside it (ratio) | bars |\n|---|---|---|---|');
try {
  for (const row of chosen) {
    const tools = [
      foldsync,
      ...['node', 'cp', 'rsync', 'unison'].map((name) => installed[name]).filter((tool) => tool && !(tool.firstOnly && row.synced)),
    ];
    const result = await runRow(row, tools, Number(values.runs), work);
    results.push(result);
    show(result);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
const report = {
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  cpus: `${cpus().length} x ${cpus()[0]?.model}`,
  results,
};
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
if (values.compare) compare(results);
