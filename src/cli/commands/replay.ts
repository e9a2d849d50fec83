/** `foldsync replay`: folds a history again, and shows what was known at a moment, what changed in between, and that it is whole. */
import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { digestOf } from '../../domain/digest.js';
import { NO_LINK, NO_NODE } from '../../domain/ids.js';
import { isAlive } from '../../domain/node.js';
import { SIDES, sideName } from '../../domain/side.js';
import { initialState, type State } from '../../domain/state/state.js';
import { decodeSnapshot } from '../../effects/engine/snapshot.js';
import { LogFailure } from '../../effects/ports/event-log.js';
import { ignoreRules } from '../../effects/engine/ignore-rules.js';
import {
  difference,
  type Moment,
  type Otherwise,
  renderDifference,
  renderVerdict,
  searchVerdicts,
  type TreeName,
} from '../../history/index.js';
import { CliError, EXIT, type ExitCode, usageError } from '../exit-code.js';
import { checkMoments, type History, momentOf, statesAt, tellSides, withHistory } from '../history.js';
import type { Output } from '../output.js';
import { policyOf } from '../policy-options.js';
import { count, plural, shown, timestamp } from '../render/words.js';

interface ReplayOptions {
  readonly state?: string;
  readonly at?: string;
  /** Two moments, and whatever else was typed after them: places. */
  readonly diff?: readonly string[];
  readonly verify?: boolean;
  /** Under which it is asked again what would have been decided. */
  readonly conflict?: string;
  readonly conflictCopies?: string;
  readonly maxDelete?: string;
  readonly ignoreFile?: string;
  readonly asScenario?: string;
  readonly predicate?: string;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

export const replay = (a: string | undefined, b: string | undefined, options: ReplayOptions, out: Output): Promise<ExitCode> => {
  const [from, to, ...rest] = options.diff ?? [];
  if (from !== undefined && to === undefined) throw usageError('--diff takes two moments, as in --diff 10 20.');
  const [first, second, ...more] = [...[a, b].filter((place) => place !== undefined), ...rest];
  if (more.length > 0) throw usageError('--diff takes two moments, and there are two places at most.');
  const moments = [
    ...(options.at === undefined ? [] : [momentOf('--at', options.at)]),
    ...(from === undefined || to === undefined ? [] : [momentOf('--diff', from), momentOf('--diff', to)]),
  ];
  // All that can be wrong is said first: folding a long log takes minutes.
  if (options.predicate !== undefined && options.asScenario === undefined)
    throw usageError('--predicate is for --as-scenario. To ask a log: foldsync bisect --predicate.');
  const otherwise = otherwiseOf(options);
  return withHistory({ a: first, b: second, state: options.state }, async (history) => {
    checkMoments(history, moments);
    if (options.asScenario !== undefined && history.from._tag !== 'Bundle')
      throw usageError('--as-scenario is for a bundle: make one first, with foldsync bundle.');
    const snapshot = options.verify === true ? await snapshotOf(history) : null;
    const { at: found, end } = await statesAt(history, [...moments, ...(snapshot === null ? [] : [eventOf(snapshot)])]);
    const at = found.slice(0, moments.length);
    const known = options.at === undefined ? end : (at[0] ?? end);
    const [before, after] = at.slice(-2);
    const digest = digestOf(end);
    if (options.json !== true) tellSides(history, out);
    tell(known, known === end ? digest : digestOf(known), options, out);
    if (from !== undefined && before !== undefined && after !== undefined) tellDifference(before, after, options, out);
    if (options.verify === true) verify(history, digest, snapshot, found.at(-1) ?? end, options, out);
    if (otherwise !== null) await tellOtherwise(history, otherwise, options, out);
    const { asScenario } = options;
    if (asScenario !== undefined && history.from._tag === 'Bundle') {
      const { writeScenario } = await import('./replay-scenario.js');
      writeScenario(history.from.bundle, history.from.file, { ...options, asScenario }, out);
    }
    return EXIT.settled;
  });
};

/** Null where nothing is to be otherwise. Throws `CliError`. */
const otherwiseOf = (options: ReplayOptions): Otherwise | null => {
  const policy = policyOf(options);
  const { ignoreFile } = options;
  if (Object.keys(policy).length === 0 && ignoreFile === undefined) return null;
  return { policy, ...(ignoreFile === undefined ? {} : { ignores: ignoreRules(linesIn(ignoreFile)).ignores }) };
};

const linesIn = (file: string): readonly string[] => {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/u);
  } catch {
    throw usageError(`There is no file ${shown(file)}: --ignore-file takes rules as in a .gitignore.`, 'no-such-file');
  }
};

/** Verdict by verdict: the world stays as the log has it. */
const tellOtherwise = async (history: History, otherwise: Otherwise, options: ReplayOptions, out: Output): Promise<void> => {
  const search = searchVerdicts(otherwise);
  for await (const events of history.batches()) search.push(events);
  const found = search.found();
  if (options.json === true) {
    for (const { seq, atMs, path, text } of found) out.json({ type: 'otherwise', event: seq, atMs, path, text });
    return;
  }
  out.line(
    found.length === 0 ? 'Nothing would have been decided otherwise.' : `${plural(found.length, 'verdict')} would have been another:`,
  );
  for (const each of found) out.line(`  ${shown(renderVerdict(each))}`);
};

type Counts = Readonly<Record<TreeName, { readonly files: number; readonly folders: number }>>;

const countsOf = (state: State): Counts => {
  const counts = { local: { files: 0, folders: 0 }, remote: { files: 0, folders: 0 }, base: { files: 0, folders: 0 } };
  for (const { halves, base } of state.table.links()) {
    const nodes = halves.map((id) => (id === NO_NODE ? undefined : state.table.node(id)));
    for (const side of SIDES) {
      const node = nodes[side];
      if (node !== undefined && isAlive(node) && node.parent !== NO_NODE)
        counts[sideName(side)][node.kind === 'folder' ? 'folders' : 'files']++;
    }
    const kind = nodes.find((node) => node !== undefined)?.kind;
    if (base !== null && base.parents[0] !== NO_LINK) counts.base[kind === 'folder' ? 'folders' : 'files']++;
  }
  return counts;
};

const TREES = ['local', 'remote', 'base'] as const;

const tell = (state: State, digest: string, options: ReplayOptions, out: Output): void => {
  const counts = countsOf(state);
  const { nowMs } = state.control;
  const entries = options.verbose === true ? difference(initialState(), state) : [];
  if (options.json === true) {
    const listed = options.verbose === true ? { entries: entries.map(({ tree, path, kind }) => ({ tree, path, kind })) } : {};
    return out.json({ type: 'state', event: state.seq, atMs: nowMs, digest, inFlight: state.flights.actions.size, counts, ...listed });
  }
  const time = state.seq === 0 ? '' : `, ${timestamp(nowMs)}`;
  out.line(`after event ${count(state.seq)}${time}: digest ${digest}`);
  for (const tree of TREES) {
    const { files, folders } = counts[tree];
    out.line(
      `${tree.padEnd(6)}  ${plural(files, 'file')}, ${plural(folders, 'folder')}${tree === 'base' ? ': what both sides agreed on' : ''}`,
    );
  }
  if (state.flights.actions.size > 0) out.line(`${plural(state.flights.actions.size, 'action')} under way`);
  for (const { tree, path, kind } of entries) out.line(`${tree.padEnd(6)}  ${shown(path)}${kind === 'folder' ? '/' : ''}`);
};

const tellDifference = (before: State, after: State, options: ReplayOptions, out: Output): void => {
  const found = difference(before, after);
  if (options.json === true) return out.json({ type: 'difference', from: before.seq, to: after.seq, changes: found });
  out.line(`from event ${count(before.seq)} to event ${count(after.seq)}: ${plural(found.length, 'change')}`);
  for (const each of found) out.line(shown(renderDifference(each)));
};

const eventOf = ({ seq }: State): Moment => ({ _tag: 'Event', seq });

/** The state that a start of the sync would go on from; null where it would fold the whole log. */
const snapshotOf = async ({ from }: History): Promise<State | null> => {
  if (from._tag === 'Bundle') return null;
  const loaded = await from.log.loadSnapshot()();
  if (E.isLeft(loaded)) throw new LogFailure(loaded.left);
  return loaded.right === null ? null : decodeSnapshot(loaded.right);
};

/**
 * The snapshot must tell what the events up to it tell: then it does so with the events after it, too, as a fold depends on nothing else. A bundle
 * was compared with its digest when it was read.
 */
const verify = (
  { from, head }: History,
  digest: string,
  snapshot: State | null,
  folded: State,
  options: ReplayOptions,
  out: Output,
): void => {
  if (from._tag === 'Bundle') {
    if (options.json === true) out.json({ type: 'verified', digest, snapshot: null });
    else out.line('verified: it folds to what it did where it was made');
    return;
  }
  if (snapshot !== null) checkSnapshot(snapshot, folded);
  if (options.json === true) return out.json({ type: 'verified', digest, snapshot: snapshot?.seq ?? null });
  out.line(
    snapshot === null
      ? `verified: the log is whole. There is no snapshot to compare it with.`
      : `verified: the log is whole, and the snapshot of event ${count(snapshot.seq)} is what the log says until there (${plural(head - snapshot.seq, 'event')} follow)`,
  );
};

const checkSnapshot = (snapshot: State, folded: State): void => {
  const [found, expected] = [digestOf(snapshot), digestOf(folded)];
  if (found === expected) return;
  throw new CliError(
    EXIT.failed,
    `The snapshot of event ${snapshot.seq} gives ${found}, the log up to there gives ${expected}: ` +
      'the snapshot is not what the log says. This is a defect of foldsync; please report it, with the output of foldsync bundle --anonymise.',
    'snapshot-differs',
  );
};
