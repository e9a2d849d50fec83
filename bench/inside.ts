/**
 * npm run bench:inside [-- --sizes 1000,10000,100000,1000000]
 *
 * What a step of the core costs as the tree grows, in microseconds of CPU (so that another program on the machine counts less). Flat columns are the
 * claim. Each size runs in a process of its own. A *fact* is what one event said before events had rows: a row of a listing, a file that is begun or
 * copied, and every other event. Both sides are played; the log is a real one, in a temporary folder.
 *
 *     plan     settling and planning a first sync, without folding what comes in: per file
 *     fold     folding the log of that first sync again, in batches of 500 facts: per fact
 *     append   writing that log, in the batches that the engine would append: per fact
 *     hint     one changed file somewhere in the settled tree: folded, judged
 *     RSS      peak of the process that folded the log, which has the log in memory as objects
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openLevelLog } from '../src/adapters/level/index.js';
import type { Event } from '../src/domain/event.js';
import { evolveAll } from '../src/domain/evolve/evolve.js';
import { condense } from '../src/domain/evolve/fold-listing.js';
import type { Observation } from '../src/domain/observation.js';
import { advance } from '../src/domain/plan/plan.js';
import { DEFAULT_POLICY } from '../src/domain/policy.js';
import { initialState, type State } from '../src/domain/state/state.js';
import type { Traits } from '../src/domain/traits.js';
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
  /** As the engine would append them. */
  readonly batches: readonly (readonly Event[])[];
  readonly planUs: number;
}

/** A first sync, to its end. */
const run = (files: number): Run => {
  let state = initialState();
  let incoming: readonly Event[] = [session];
  let planUs = 0;
  const batches: Event[][] = [];
  while (incoming.length > 0) {
    const before = state.seq;
    const folded = evolveAll(state, incoming);
    const since = cpuUs();
    const step = advance(folded, [], ROOM);
    planUs += cpuUs() - since;
    state = step.state;
    batches.push([...incoming, ...step.events]);
    const answers: Event[] = [];
    step.events.forEach((event, index) => {
      if (event._tag === 'ActionStarted') answers.push(answer(before + incoming.length + 1 + index, event, state, files));
    });
    incoming = answers;
  }
  return { state, batches, planUs };
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

const countFacts = (events: readonly Event[]): number => events.reduce((sum, event) => sum + factsOf(event), 0);

/** Facts that are folded at once, as when a log is read back. */
const FOLDED_AT_ONCE = 500;

const foldUs = (events: readonly Event[], expected: State): number => {
  let state = initialState();
  const since = cpuUs();
  for (let at = 0; at < events.length; ) {
    let [end, facts] = [at, 0];
    while (end < events.length && facts < FOLDED_AT_ONCE) facts += factsOf(events[end++] as Event);
    state = evolveAll(state, events.slice(at, end));
    at = end;
  }
  const us = cpuUs() - since;
  if (state.seq !== expected.seq) throw new Error('the fold ended elsewhere');
  return us;
};

const appendUs = async (batches: readonly (readonly Event[])[]): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'foldsync-inside-'));
  const opened = await openLevelLog(folder)();
  if (opened._tag === 'Left') throw new Error(opened.left.message);
  const log = opened.right;
  const since = cpuUs();
  for (const events of batches)
    await log.append({ first: log.head() + 1, atMs: 1, events: events as unknown as readonly Json[] }, { sync: false })();
  const us = cpuUs() - since;
  await log.close()();
  rmSync(folder, { recursive: true });
  return us;
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

const measure = async (files: number): Promise<void> => {
  const first = run(files);
  const events = first.batches.flat();
  const facts = countFacts(events);
  const fold = foldUs(events, first.state);
  // The engine saves a snapshot once all is settled.
  encodeSnapshot(first.state);
  const hint = hintUs(first.state, files);
  const append = await appendUs(first.batches);
  const us = (total: number, count: number): string => (total / count).toFixed(2);
  const rssMb = process.resourceUsage().maxRSS / 1024;
  console.log(
    `| ${files} | ${facts} | ${us(first.planUs, files)} | ${us(fold, facts)} | ${us(append, facts)} | ${hint.toFixed(0)} | ${rssMb.toFixed(0)} |`,
  );
};

const { values } = parseArgs({ options: { sizes: { type: 'string', default: '1000,10000,100000,1000000' }, one: { type: 'string' } } });
if (values.one !== undefined) await measure(Number(values.one));
else {
  console.log(
    '| files | facts | plan, us a file | fold, us a fact | append, us a fact | hint, us | RSS, MB |\n|---|---|---|---|---|---|---|',
  );
  for (const files of values.sizes.split(','))
    execFileSync(process.execPath, [...process.execArgv, process.argv[1] ?? '', '--one', files], { stdio: 'inherit' });
}
