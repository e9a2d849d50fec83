/** A sync that has something to do, or that watches: the part of `foldsync sync` that the engine is loaded for. */
import { Subscription } from 'rxjs';
import { chooseSystem } from '../../adapters/filesystem/choose-system.js';
import { withHints } from '../../adapters/filesystem/filesystem.js';
import type { FolderParts } from '../../adapters/filesystem/folder.js';
import { progressOf } from '../../domain/plan/wake-at.js';
import type { Policy } from '../../domain/policy.js';
import { type Side, SIDES, type Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Engine } from '../../effects/engine/engine.js';
import type { Looked } from '../../effects/engine/session.js';
import type { Provider } from '../../effects/ports/provider.js';
import { foldersOf, type Pair } from '../checks.js';
import { yesCommand } from '../command-line.js';
import type { ExitCode } from '../exit-code.js';
import type { IgnoreFiles } from '../ignore-files.js';
import { failureToCli, type Log } from '../open-log.js';
import type { Output } from '../output.js';
import type { Remotes } from '../remotes.js';
import { notePlaces } from '../note-places.js';
import { isRemote } from '../places.js';
import { exitCodeOf, type Report, reportOf } from '../report.js';
import { tracker, type Deed } from '../render/deeds.js';
import { progressLine } from '../render/progress-line.js';
import { reportLines } from '../render/report-lines.js';
import { conflictLines, deedJson, deedLine, summaryJson, summaryLine, tallyKeeper } from '../render/summary.js';
import { timeOfDay } from '../render/words.js';
import { serve } from '../server/serve.js';
import { engineFor } from '../session.js';
import type { Interruption } from '../signals.js';
import type { SyncOptions } from '../options/sync-options.js';

/** How often the progress line is rewritten, milliseconds: as often as an eye can follow. */
const PROGRESS_MS = 100;

/** What a session is begun with. */
export interface Beginning {
  readonly pair: Pair;
  readonly options: SyncOptions;
  readonly policy: Partial<Policy>;
  readonly pollMs: number;
  readonly remotes: Remotes;
  readonly log: Log;
  readonly ignore: IgnoreFiles;
  readonly warn: (message: string) => void;
  /** What was looked at already, if it was. */
  readonly looked: { readonly folders: Sides<FolderParts>; readonly found: Looked } | null;
}

/** Syncs, once or until it is stopped; closes the log. */
export const session = async (beginning: Beginning, out: Output, interruption: Interruption): Promise<ExitCode> => {
  const { pair, options, log, ignore, warn } = beginning;
  const engine = engineOf(beginning);
  const server = await serve(pair, engine, log).catch(() => null);
  const subscriptions = new Subscription();
  try {
    subscriptions.add(engine.warnings$.subscribe(warn));
    ignore.onChange(() => {
      for (const side of SIDES) engine.tell({ _tag: 'WalkRequested', side });
    });
    return await carryOut({ pair, options, out, engine }, subscriptions, interruption);
  } catch (thrown) {
    throw failureToCli(thrown, pair, yesCommand(pair, options));
  } finally {
    subscriptions.unsubscribe();
    out.progress(null);
    await server?.close();
    await engine.stop();
  }
};

const engineOf = ({ pair, options, policy, pollMs, remotes, log, ignore, warn, looked }: Beginning): Engine => {
  const watch = options.once !== true;
  const provider = (parts: FolderParts, side: Side): Provider =>
    withHints(chooseSystem(), parts, { root: foldersOf(pair)[side] ?? '', watch, onWarning: warn });
  return engineFor(pair, {
    ...{ log, watch, policy, pollMs, remotes, rules: ignore.rules, acceptRoots: options.yes === true, onWarning: warn },
    ...(looked === null
      ? {}
      : { looked: { providers: [provider(looked.folders[0], 0), provider(looked.folders[1], 1)], found: looked.found } }),
  });
};

interface Run {
  readonly pair: Pair;
  readonly options: SyncOptions;
  readonly out: Output;
  readonly engine: Engine;
}

const carryOut = async (run: Run, subscriptions: Subscription, interruption: Interruption): Promise<ExitCode> => {
  const { engine, options, out, pair } = run;
  const deeds = tracker();
  const keeper = tallyKeeper();
  let watching = false;
  const say = (deed: Deed): void => {
    if (options.json === true) out.json(deedJson(deed, 'change'));
    else if (options.quiet !== true && (watching || options.verbose === true)) {
      out.line(`${watching ? `${out.colors.dim(timeOfDay(Date.now()))}  ` : ''}${deedLine(deed, pair.labels)}`);
    }
  };
  subscriptions.add(
    engine.events$.subscribe((logged) => {
      const state = engine.state();
      const done = deeds.track(state, logged);
      keeper.add(done);
      done.forEach(say);
      if (options.yes === true && !watching) approve(engine);
    }),
  );
  if (options.json !== true && options.quiet !== true && out.hasTerminal) subscriptions.add(showProgress(run, deeds, keeper));

  const begun = engine.start().then(() => notePlaces(pair));
  const progress = await interruption.race(begun.then(() => engine.idle()));
  if (progress === null) return await stopped(run, interruption);
  out.progress(null);
  const report = reportOf(engine.state());
  tellEnd(run, keeper.tally(), report);
  if (options.once === true) return exitCodeOf(report);

  watching = true;
  let known = troubleOf(engine.state());
  if (options.json === true) out.json({ type: 'watching' });
  else if (options.quiet !== true) out.line(out.colors.dim(watchingText(pair)));
  subscriptions.add(
    engine.events$.subscribe(() => {
      if (progressOf(engine.state()).active && SIDES.every((side) => engine.state().control.sides[side].health._tag === 'Up')) return;
      const now = troubleOf(engine.state());
      if (now === known) return;
      known = now;
      tellTrouble(run, reportOf(engine.state()));
    }),
  );
  await interruption.race(new Promise((_, reject) => subscriptions.add(engine.failure$.subscribe(reject))));
  return await stopped(run, interruption);
};

const watchingText = ({ places }: Pair): string =>
  `Watching both ${places.some(isRemote) ? 'sides' : 'folders'} for changes. Ctrl-C stops.`;

/** Changes when something new needs attention. */
const troubleOf = (state: State): string => {
  const { blocked, gated } = progressOf(state);
  return [blocked, gated > 0, ...SIDES.map((side) => state.control.sides[side].health._tag)].join();
};

/** `--yes`: what a gate asked before this sync had settled once. */
const approve = (engine: Engine): void => {
  for (const side of SIDES) {
    if (engine.state().control.sides[side].gate._tag === 'Raised') engine.tell({ _tag: 'GateApproved', side });
  }
};

const stopped = async ({ engine, out, options }: Run, interruption: Interruption): Promise<ExitCode> => {
  out.progress(null);
  if (options.quiet !== true && options.json !== true) out.note('Stopping: finishing what has begun. (Ctrl-C again stops at once.)');
  await engine.stop();
  if (options.json === true) out.json({ type: 'stopped', signal: interruption.signal() });
  return interruption.exitCode();
};

const tellEnd = (run: Run, tally: ReturnType<ReturnType<typeof tallyKeeper>['tally']>, report: Report): void => {
  const { out, options, pair } = run;
  // Since the process began: what it takes to start is time, too.
  const tookMs = performance.now();
  if (options.json === true) {
    out.json(summaryJson(tally, report, exitCodeOf(report), tookMs));
    return;
  }
  if (options.quiet !== true) {
    if (tally.conflicts.length > 0) {
      out.line(out.colors.yellow('Edited on both sides, so both versions were kept:'));
      for (const line of conflictLines(tally.conflicts, pair.labels)) out.line(line);
    }
    out.line(summaryLine(tally, pair.labels, tookMs, exitCodeOf(report)));
  }
  tellTrouble(run, report);
};

const tellTrouble = (run: Run, report: Report): void => {
  const { out, options, pair } = run;
  if (options.json === true) {
    if (report.entries.length > 0) out.json({ type: 'attention', entries: report.entries, gates: report.gates });
    return;
  }
  const text = reportLines(report, {
    labels: pair.labels,
    colors: out.noteColors,
    yes: yesCommand(pair, options),
    verbose: options.verbose === true,
  });
  for (const line of text) out.note(line);
};

const showProgress = ({ engine, out }: Run, deeds: ReturnType<typeof tracker>, keeper: ReturnType<typeof tallyKeeper>): Subscription => {
  const transfers = new Map<number, number>();
  const shownAt = { ms: 0 };
  const show = (): void => {
    const now = Date.now();
    if (now - shownAt.ms < PROGRESS_MS) return;
    shownAt.ms = now;
    out.progress(progressLine(engine.state(), keeper.tally(), deeds.open, transfers));
  };
  const both = new Subscription();
  both.add(
    engine.progress$.subscribe(({ action, bytes }) => {
      transfers.set(action, bytes);
      show();
    }),
  );
  both.add(
    engine.events$.subscribe(({ events }) => {
      for (const event of events) if ('action' in event && typeof event.action === 'number') transfers.delete(event.action);
      if (progressOf(engine.state()).active) show();
    }),
  );
  return both;
};
