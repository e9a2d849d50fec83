/**
 * npm run bench:inside [-- --sizes 1000,10000,100000,1000000]
 *
 * What a step of the core costs as the tree grows: folding a listing, planning and folding creations, a single change in a settled tree,
 * an unchanged listing, and the state's memory. Flat columns are the claim.
 */
import { parseArgs } from 'node:util';
import type { Event } from '../src/domain/event.js';
import { evolveAll } from '../src/domain/evolve/evolve.js';
import { condense } from '../src/domain/evolve/fold-listing.js';
import type { Observation } from '../src/domain/observation.js';
import { advance } from '../src/domain/plan/plan.js';
import { DEFAULT_POLICY } from '../src/domain/policy.js';
import { initialState, type State } from '../src/domain/state/state.js';
import type { Traits } from '../src/domain/traits.js';

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

const run = (from: State, incoming: readonly Event[], files: number): { state: State; events: number; ms: number; log: Event[] } => {
  let state = from;
  let next: readonly Event[] = incoming;
  let events = 0;
  let ms = 0;
  const log: Event[] = [];
  while (next.length > 0) {
    const before = state.seq;
    const started = performance.now();
    const step = advance(state, next, ROOM);
    ms += performance.now() - started;
    state = step.state;
    events += step.events.length;
    if (files <= 1_000_000) log.push(...step.events);
    const answers: Event[] = [];
    step.events.forEach((event, index) => {
      if (event._tag === 'ActionStarted') answers.push(answer(before + 1 + index, event, state, files));
    });
    next = answers;
  }
  return { state, events, ms, log };
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

const oneChange = (settled: State, files: number): { us: number; events: number } => {
  const rounds = 200;
  const started = performance.now();
  let events = 0;
  let state = settled;
  for (let n = 0; n < rounds; n++) {
    const file = (n * 7919) % files;
    const folder = `d${Math.floor(file / FOLDER_FILES)}`;
    const hint: Event = { _tag: 'HintsSeen', side: 0, hints: [{ _tag: 'Touched', oid: null, path: [folder, `f${file}`] }], cursor: null };
    const step = advance(state, [hint], { looks: [0, 0], deeds: 0 });
    state = step.state;
    events += step.events.length;
  }
  return { us: ((performance.now() - started) * 1000) / rounds, events };
};

const { values } = parseArgs({ options: { sizes: { type: 'string', default: '1000,10000,100000,1000000' } } });
console.log(
  '| files | first sync: us per event | fold of its log, batches of 500: us per event | one hint: us | RSS MB |\n|---|---|---|---|---|',
);
for (const files of values.sizes.split(',').map(Number)) {
  const first = run(initialState(), [session], files);
  globalThis.gc?.();
  const rss = process.memoryUsage().rss / 1e6;
  const hint = oneChange(first.state, files);
  let state = initialState();
  const started = performance.now();
  for (let at = 0; at < first.log.length; at += 500) state = evolveAll(state, first.log.slice(at, at + 500));
  const foldUs = ((performance.now() - started) * 1000) / Math.max(1, first.log.length);
  if (first.log.length > 0 && state.seq !== first.state.seq) throw new Error('the fold ended elsewhere');
  console.log(
    `| ${files} | ${((first.ms * 1000) / first.events).toFixed(1)} | ${foldUs.toFixed(1)} | ${hint.us.toFixed(0)} | ${rss.toFixed(0)} |`,
  );
}
