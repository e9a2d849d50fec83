/**
 * npm run bench:inside [-- --sizes 1000,10000,100000,1000000]
 *
 * What a step of the core costs as the tree grows, in microseconds of CPU (so that another program on the machine counts less). Flat columns are the
 * claim. A *fact* is what one event said before events had rows: a row of a listing, a file that is begun or copied, and every other event.
 * Both sides are played; the log is a real one, in a temporary folder.
 *
 *     plan     settling and planning a first sync, without folding what comes in: a file
 *     append   writing its log, in the batches that the engine would append: a fact
 *     index    an entry of a tree at rest that is put into its indexes, once: who watches does that before the first change comes
 *     hint     a changed file somewhere in the settled tree: folded and judged, with those indexes
 *     fold     folding that log again, in batches of 500 facts: a fact; and reading it from the disk, digests checked: a fact
 *     engine   memory to memory through the engine, which takes them for remote: a file
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type LevelLog, openLevelLog } from '../src/adapters/level/index.js';
import { memory, memoryStore } from '../src/adapters/memory/index.js';
import { memoryLog } from '../src/adapters/memory-log/index.js';
import { systemClock } from '../src/adapters/system/index.js';
import type { Event } from '../src/domain/event.js';
import { evolveAll } from '../src/domain/evolve/evolve.js';
import { condense } from '../src/domain/evolve/fold-listing.js';
import type { Observation } from '../src/domain/observation.js';
import { advance } from '../src/domain/plan/plan.js';
import { DEFAULT_POLICY } from '../src/domain/policy.js';
import { initialState, type State } from '../src/domain/state/state.js';
import { prepareTable } from '../src/domain/table/paged-table.js';
import type { Traits } from '../src/domain/traits.js';
import { eventsIn } from '../src/domain/upcast.js';
import { createEngine } from '../src/effects/engine/engine.js';
import { encodeSnapshot } from '../src/effects/engine/snapshot.js';
import type { Json } from '../src/effects/ports/event-log.js';

const TRAITS: Traits = {
  identity: 'inode',
  events: 'hints',
  caseSensitive: true,
  unicode: 'exact',
  forbiddenCharacters: '',
  maxNameBytes: 255,
  hash: null,
  conditionalWrites: false,
  executableBit: true,
};
const ROOM = { looks: [256, 256], deeds: 512, batch: { files: 128, bytes: 1 << 18 } } as const;
const FOLDER_FILES = 100;

const seen = (name: string, kind: 'file' | 'folder', ident: number, revision: string): Observation => ({
  oid: null,
  parentOid: null,
  name,
  kind,
  ident: `i${ident}`,
  revision: kind === 'file' ? revision : null,
  stamp: kind === 'file' ? `s${revision}` : null,
  hash: null,
  size: kind === 'file' ? 100 : 0,
  mtimeMs: 1,
  executable: false,
  kept: null,
});

/** Plays both providers: what is listed on LOCAL is `files`, REMOTE starts empty, every action succeeds. */
const answer = (number: number, event: Extract<Event, { _tag: 'ActionStarted' }>, state: State, files: number): Event => {
  const { action } = event;
  switch (action._tag) {
    case 'List': {
      const folder = state.table.node(action.node);
      if (folder === undefined) throw new Error('no folder');
      const entries: Observation[] = [];
      if (action.side === 0 && folder.name === '')
        for (let d = 0; d * FOLDER_FILES < files; d++) entries.push(seen(`d${d}`, 'folder', d, ''));
      else if (action.side === 0) {
        const d = Number(folder.name.slice(1));
        for (let f = d * FOLDER_FILES; f < Math.min(files, (d + 1) * FOLDER_FILES); f++)
          entries.push(seen(`f${f}`, 'file', 10_000_000 + f, 'r1'));
      }
      return condense(state, number, folder, { complete: true, entries });
    }
    case 'CreateFiles':
      return {
        _tag: 'FilesCreated',
        action: number,
        files: action.files.map(({ name }, i) => ({
          _tag: 'Created',
          read: 'r1',
          seen: seen(name, 'file', 20_000_000 + number * ROOM.batch.files + i, 'r1'),
        })),
      };
    case 'MakeFolder':
      return { _tag: 'FolderMade', action: number, seen: seen(action.name, 'folder', 20_000_000 + number, '') };
    case 'ReplaceFile':
      return { _tag: 'FileReplaced', action: number, read: 'r2', seen: seen('x', 'file', 20_000_000 + number, 'r2'), trash: null };
    case 'LookUp':
      return {
        _tag: 'LookedUp',
        action: number,
        found: seen(state.table.node(action.node)?.name ?? '', 'file', 10_000_000, 'r2'),
        depth: null,
      };
    default:
      throw new Error(`not part of this: ${action._tag}`);
  }
};

interface Run {
  readonly state: State;
  readonly facts: number;
  readonly planUs: number;
  readonly appendUs: number;
}

/** A first sync to its end, into a log. */
const run = async (files: number, log: LevelLog): Promise<Run> => {
  let state = initialState();
  let incoming: readonly Event[] = [session];
  let [facts, planUs, appendUs] = [0, 0, 0];
  while (incoming.length > 0) {
    const before = state.seq;
    const folded = evolveAll(state, incoming);
    const start = cpuUs();
    const step = advance(folded, [], ROOM);
    const planned = cpuUs();
    const events = [...incoming, ...step.events];
    await log.append({ first: before + 1, atMs: 1, events: events as unknown as readonly Json[] }, { sync: false })();
    appendUs += cpuUs() - planned;
    planUs += planned - start;
    state = step.state;
    facts += events.reduce((sum, event) => sum + factsOf(event), 0);
    const answers: Event[] = [];
    step.events.forEach((event, index) => {
      if (event._tag === 'ActionStarted') answers.push(answer(before + incoming.length + 1 + index, event, state, files));
    });
    incoming = answers;
  }
  return { state, facts, planUs, appendUs };
};

const session: Event = {
  _tag: 'SessionStarted',
  atMs: 1,
  version: 'bench',
  boot: null,
  traits: [TRAITS, TRAITS],
  roots: [
    { identity: 'a', oid: null },
    { identity: 'b', oid: null },
  ],
  forgetBases: false,
  policy: DEFAULT_POLICY,
};

const cpuUs = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

const factsOf = (event: Event): number => {
  if (event._tag === 'Listed') return Math.max(1, event.rows.length);
  if (event._tag === 'FilesCreated') return event.files.length;
  return event._tag === 'ActionStarted' && event.action._tag === 'CreateFiles' ? event.action.files.length : 1;
};

/** Facts that are folded at once, as when a log is read back. */
const FOLDED_AT_ONCE = 500;

/** Folds a log from its start: CPU time of that alone, and of reading it besides. */
const replay = async (log: LevelLog): Promise<{ readonly state: State; readonly foldUs: number; readonly readUs: number }> => {
  const start = cpuUs();
  let state = initialState();
  let foldUs = 0;
  let piece: Event[] = [];
  let facts = 0;
  const foldPiece = (): void => {
    const since = cpuUs();
    state = evolveAll(state, piece);
    foldUs += cpuUs() - since;
    [piece, facts] = [[], 0];
  };
  for await (const record of log.read()) {
    for (const event of eventsIn(record)) {
      piece.push(event);
      facts += factsOf(event);
      if (facts >= FOLDED_AT_ONCE) foldPiece();
    }
  }
  foldPiece();
  return { state, foldUs, readUs: cpuUs() - start - foldUs };
};

/** Memory to memory through the engine: CPU time a file. */
const engineUs = async (files: number): Promise<number> => {
  const kind = { identity: 'inode', hash: null } as const;
  const stores = [memoryStore(kind), memoryStore(kind)] as const;
  for (let i = 0; i < files; i++) stores[0].write(`/d${Math.floor(i / FOLDER_FILES)}/f${i}`, 'x');
  const engine = createEngine({
    providers: [memory(stores[0]), memory(stores[1])],
    log: memoryLog(),
    clock: systemClock,
    version: 'bench',
    boot: null,
    watch: false,
  });
  const since = cpuUs();
  await engine.start();
  await engine.idle();
  const us = cpuUs() - since;
  if (engine.state().agenda.files[1] !== files) throw new Error('the engine did not copy all');
  await engine.stop();
  return us / files;
};

/** Hints in a settled tree, scattered over it. */
const HINTS = 400;

const hintUs = (settled: State, files: number): number => {
  let state = settled;
  const since = cpuUs();
  for (let n = 0; n < HINTS; n++) {
    const file = (n * 7919) % files;
    const path = [`d${Math.floor(file / FOLDER_FILES)}`, `f${file}`];
    const hint: Event = { _tag: 'HintsSeen', side: 0, hints: [{ _tag: 'Touched', oid: null, path }], cursor: null };
    state = advance(state, [hint], { looks: [0, 0], deeds: 0 }).state;
  }
  return (cpuUs() - since) / HINTS;
};

const indexUs = ({ table }: State): number => {
  const since = cpuUs();
  prepareTable(table);
  return cpuUs() - since;
};

const openLog = async (folder: string): Promise<LevelLog> => {
  const opened = await openLevelLog(folder)();
  if (opened._tag === 'Left') throw new Error(opened.left.message);
  return opened.right;
};

const show = (...cells: readonly (number | string)[]): void => void process.stdout.write(` ${cells.join(' | ')} |`);
const rssMb = (): string => (process.resourceUsage().maxRSS / 1024).toFixed(0);

/** Each in a process of its own, so that none pays for what another left behind. */
const PARTS: Readonly<Record<string, (files: number, folder: string) => Promise<void>>> = {
  sync: async (files, folder) => {
    const log = await openLog(folder);
    const { state, facts, planUs, appendUs } = await run(files, log);
    await log.close()();
    // The engine saves a snapshot once all is settled.
    encodeSnapshot(state);
    const index = indexUs(state) / (2 * files);
    show(facts, (planUs / files).toFixed(1), (appendUs / facts).toFixed(2), index.toFixed(2), hintUs(state, files).toFixed(0));
  },
  replay: async (_files, folder) => {
    const log = await openLog(folder);
    const { state, foldUs, readUs } = await replay(log);
    const facts = state.agenda.files[0] * 3;
    show((foldUs / facts).toFixed(1), (readUs / facts).toFixed(1), rssMb());
    await log.close()();
  },
  engine: async (files) => show((await engineUs(files)).toFixed(0), rssMb()),
};

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000,1000000' },
    part: { type: 'string' },
    files: { type: 'string', default: '' },
    folder: { type: 'string', default: '' },
  },
});
if (values.part !== undefined) await PARTS[values.part]?.(Number(values.files), values.folder);
else {
  const columns = ['files', 'facts', 'plan', 'append', 'index', 'hint', 'fold', 'read', 'replay MB', 'engine', 'engine MB'];
  console.log(`| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`);
  for (const files of values.sizes.split(',')) {
    const folder = mkdtempSync(join(tmpdir(), 'foldsync-inside-'));
    process.stdout.write(`| ${files} |`);
    for (const part of Object.keys(PARTS))
      execFileSync(process.execPath, [...process.execArgv, process.argv[1] ?? '', '--part', part, '--files', files, '--folder', folder], {
        stdio: 'inherit',
      });
    rmSync(folder, { recursive: true });
    console.log('');
  }
}
