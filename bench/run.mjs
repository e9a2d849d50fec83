/**
 * npm run bench: foldsync beside other tools (`-- --help`). Every row: folders of its own for each tool; the tools in turn, run by run, so that a
 * machine that slows down slows all; medians and ratios.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { optionsGiven } from '../scripts/options.mjs';
import { measure, median } from './measure.mjs';
import { comparisonLines, HEADER, lineOf } from './report.mjs';
import { rows } from './rows.mjs';
import { foldsync, installedTools } from './tools.mjs';

const BASELINE = fileURLToPath(new URL('baseline.json', import.meta.url));
const HELP = `npm run bench -- [options]

  --rows a,b    only these: ${rows.map(({ id }) => id).join(', ')}
  --runs 5      of each tool, for each row that does not say how often itself
  --quick       without what takes minutes
  --huge        with a million files (4 million inodes, ten minutes)
  --all-tools   each row beside every tool that is installed
  --json FILE   the figures, for programs
  --compare     what became slower since bench/baseline.json
  --save        write that`;

const values = optionsGiven(HELP, {
  rows: { type: 'string' },
  runs: { type: 'string', default: '5' },
  quick: { type: 'boolean' },
  huge: { type: 'boolean' },
  'all-tools': { type: 'boolean' },
  json: { type: 'string' },
  compare: { type: 'boolean' },
  save: { type: 'boolean' },
});

function readBaseline() {
  if (!existsSync(BASELINE)) throw new Error('there is no bench/baseline.json yet: make it with `npm run bench -- --save`');
  return JSON.parse(readFileSync(BASELINE, 'utf8'));
}

const chosenRows = () => {
  if (values.save && (values.rows !== undefined || values.quick)) throw new Error('--save is for a run of all rows');
  if (values.rows === undefined) return rows.filter(({ isSlow, isHuge }) => !(values.quick && isSlow) && (values.huge || !isHuge));
  const wanted = values.rows.split(',');
  const unknown = wanted.filter((id) => !rows.some((row) => row.id === id));
  if (unknown.length > 0) throw new Error(`no such rows: ${unknown}. There are: ${rows.map(({ id }) => id).join(', ')}`);
  return rows.filter(({ id }) => wanted.includes(id));
};

/** What was made for a run is on the disk before it is timed: else who makes its own work durable pays for that, too, and the others don't. */
const settleDisk = () => measure('sync', []);

const once = async (tool, [command, args, options]) => {
  const result = await measure(command, args, options);
  if (result.code !== 0) throw new Error(`${tool.name} ended with ${result.code}: ${result.stderr.slice(0, 500)}`);
  return result;
};

const freshPlace = (row, work) => {
  const dir = mkdtempSync(join(work, 'pair-'));
  const place = { dir, a: join(dir, 'a'), b: join(dir, 'b'), state: join(dir, 'state'), runs: 0 };
  for (const folder of [place.a, place.b, place.state]) mkdirSync(folder);
  row.prepare(place.a);
  if (row.areEqual) execFileSync('cp', ['-a', `${place.a}/.`, place.b]);
  return place;
};

/** Folders that a tool has synced, kept while rows want the same tree. */
const synced = { tree: null, places: new Map() };

const syncedPlace = async (row, tool, work) => {
  if (synced.tree !== row.tree) synced.places.clear();
  synced.tree = row.tree;
  const known = synced.places.get(tool.name);
  if (known !== undefined) return known;
  const place = freshPlace(tool.isFloor ? { prepare: () => undefined } : row, work);
  // A first sync of that many would take most of the row's time: it is measured in rows of its own.
  if (row.copyFirst) await once(tool, ['cp', ['-a', `${place.a}/.`, place.b]]);
  await once(tool, tool.command(place, true));
  await once(tool, tool.command(place, false));
  synced.places.set(tool.name, place);
  return place;
};

const runOnce = async (row, tool, work) => {
  if (row.tree === undefined) {
    const place = tool.isFloor ? { dir: null } : freshPlace(row, work);
    await settleDisk();
    const result = await once(tool, tool.name === 'foldsync' && row.own ? row.own(place) : tool.command(place, true));
    // Many small files stay until all is measured: where ext4 has no journal, a new file looks past every inode that was deleted in the last
    // five minutes, which made each tool up to ten times slower.
    if (row.isLarge && place.dir !== null) rmSync(place.dir, { recursive: true });
    return result;
  }
  const place = await syncedPlace(row, tool, work);
  if (!tool.isFloor) row.change?.(place.a, place.b, place.runs++);
  if (row.change) await settleDisk();
  return once(tool, tool.command(place, false));
};

const runRow = async (row, beside, work) => {
  if (row.watch) return runWatchRow(row, work);
  const tools = [foldsync, ...beside.filter((tool) => isWanted(row, tool))];
  const timings = new Map(tools.map((tool) => [tool.name, []]));
  if (row.tree !== undefined) for (const tool of tools) await syncedPlace(row, tool, work);
  const runs = row.runs ?? Number(values.runs);
  for (let run = 0; run < runs; run++) for (const tool of tools) timings.get(tool.name).push(await runOnce(row, tool, work));
  return summarise(row, timings);
};

const isWanted = (row, tool) => {
  if (tool.once && row.tree !== undefined) return false;
  return row.beside === undefined || row.beside.includes(tool.name) || (values['all-tools'] === true && !row.own);
};

const runWatchRow = async (row, work) => {
  const place = freshPlace(row, work);
  await once(foldsync, foldsync.command(place));
  const { figures, missed } = await row.watch(place, Number(values.runs));
  return { id: row.id, title: row.title, figures, bars: ['met'], missed };
};

const summarise = (row, timings) => {
  const of = (name, key) => median(timings.get(name).map((result) => result[key]));
  const tools = Object.fromEntries(
    [...timings.keys()].map((name) => [name, { wallMs: of(name, 'wallMs'), cpuMs: of(name, 'cpuMs'), rssMb: of(name, 'rssMb') }]),
  );
  const own = tools.foldsync;
  const ratios = Object.fromEntries(
    Object.entries(tools).flatMap(([name, { wallMs }]) => (name === 'foldsync' ? [] : [[name, own.wallMs / wallMs]])),
  );
  const held = Object.entries(row.bars).map(([name, bar]) => [
    name in ratios,
    ratios[name] <= bar,
    `${ratios[name]?.toFixed(2)}x ${name}`,
    bar,
  ]);
  if (row.maxRssMb !== undefined) held.push([true, own.rssMb < row.maxRssMb, `${own.rssMb.toFixed(0)} MB`, row.maxRssMb]);
  const text = (wanted) =>
    held.flatMap(([isThere, isMet, what, bar]) => (isThere && isMet === wanted ? [`${what} ${isMet ? '<=' : '>'} ${bar}`] : []));
  return { id: row.id, title: row.title, tools, ratios, bars: text(true), missed: text(false) };
};

/** Read before anything is measured, so that its lack shows at once. */
const baseline = values.compare ? readBaseline() : null;
const beside = await installedTools();
const work = mkdtempSync(join(tmpdir(), 'foldsync-bench-'));
console.log(HEADER);
try {
  const results = [];
  for (const row of chosenRows()) {
    const result = await runRow(row, beside, work);
    results.push(result);
    console.log(lineOf(result));
  }
  tell(results);
} finally {
  console.log(`Removing ${work} ...`);
  rmSync(work, { recursive: true, force: true });
}

function tell(results) {
  const report = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpus: `${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`,
    results,
  };
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (values.json) writeFileSync(values.json, json);
  if (values.compare) for (const line of comparisonLines(baseline, report)) console.log(line);
  if (values.save) writeFileSync(BASELINE, json);
}
