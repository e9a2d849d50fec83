/** `foldsync plan`: a sync that looks for real and takes everything else as done, on a log that keeps nothing. */
import { memoryLog } from '../../adapters/memory-log/index.js';
import type { Event, EventOf } from '../../domain/event.js';
import { judge } from '../../domain/judge/judge.js';
import type { Policy } from '../../domain/policy.js';
import { SIDES } from '../../domain/side.js';
import { unsettledLinks } from '../../domain/state/agenda.js';
import type { State } from '../../domain/state/state.js';
import { recover } from '../../effects/engine/recover.js';
import { scratchLog } from '../../effects/engine/scratch-log.js';
import { type PlanValue, planValue } from '../../history/index.js';
import { checkPair, foldersOf, type Pair } from '../checks.js';
import { quoted, quotedPlaces, yesCommand } from '../command-line.js';
import { type ExitCode, EXIT } from '../exit-code.js';
import { ignoreFiles } from '../ignore-files.js';
import { linesOnServers } from '../ignore-on-servers.js';
import type { Output } from '../output.js';
import { withCopy } from '../reading.js';
import { deedsOf, type Deed } from '../render/deeds.js';
import { planLines } from '../render/plan-lines.js';
import { reportLines } from '../render/report-lines.js';
import { deedJson } from '../render/summary.js';
import { shown } from '../render/words.js';
import { exitCodeOf, type Report, reportOf } from '../report.js';
import { failureToCli, type Log } from '../open-log.js';
import { policyOf } from '../policy-options.js';
import { openRemotes } from '../remotes.js';
import { engineFor } from '../session.js';
import type { Interruption } from '../signals.js';
import { refuseTaken, savePlan } from '../saved-plan.js';
import { hasLog } from '../state-folder.js';
import type { SyncOptions } from '../options/sync-options.js';

export const plan = async (a: string, b: string, options: SyncOptions, out: Output, interruption: Interruption): Promise<ExitCode> => {
  const pair = checkPair(a, b, options.state, 'read');
  if (options.save !== undefined) refuseTaken(options.save);
  const previewed = await previewOf(pair, { ...options, policy: policyOf(options) }, out, interruption);
  if (previewed === null) return interruption.exitCode();
  const code = tellPreview(pair, previewed, options, out);
  if (options.save !== undefined) save(options.save, pair, previewed.value, out, options);
  return code;
};

export interface Previewed {
  readonly deeds: readonly Deed[];
  /** What would be done once a gate is approved: no part of `value`. */
  readonly gated: readonly Deed[];
  readonly report: Report;
  readonly value: PlanValue;
}

export type PreviewOptions = Pick<SyncOptions, 'exclude' | 'json' | 'yes'> & { readonly policy: Partial<Policy> };

/** Null if it was interrupted. Throws `CliError`. */
export const previewOf = (pair: Pair, options: PreviewOptions, out: Output, interruption: Interruption): Promise<Previewed | null> => {
  const preview = (log: Log): Promise<Previewed | null> => run(pair, log, options, out, interruption);
  return hasLog(pair.stateFolder) ? withCopy(pair.stateFolder, preview) : preview(memoryLog());
};

const run = async (pair: Pair, log: Log, options: PreviewOptions, out: Output, interruption: Interruption): Promise<Previewed | null> => {
  const known = await recover(log);
  const folded: Event[] = [];
  const warn = (message: string): void => (options.json === true ? out.json({ type: 'warning', message }) : out.note(message));
  const remotes = await openRemotes(pair, { readOnly: true, onWarning: warn });
  const excluded = [...(await linesOnServers(pair, remotes, log)), ...(options.exclude ?? [])];
  const ignore = ignoreFiles(foldersOf(pair), excluded, warn);
  const engine = engineFor(pair, {
    log: scratchLog(log),
    remotes,
    watch: false,
    assume: true,
    acceptRoots: options.yes === true,
    policy: options.policy,
    rules: ignore.rules,
    onWarning: warn,
  });
  const deeds: Deed[] = [];
  try {
    engine.warnings$.subscribe(warn);
    engine.events$.subscribe(({ first, events }) => {
      const state = engine.state();
      for (const event of events) folded.push(event);
      events.forEach((event, index) => {
        if (event._tag === 'ActionStarted') deeds.push(...deedsOf(state, first + index, event));
      });
      if (options.yes === true) {
        for (const side of SIDES) if (state.control.sides[side].gate._tag === 'Raised') engine.tell({ _tag: 'GateApproved', side });
      }
    });
    await engine.start();
    if ((await interruption.race(engine.idle())) === null) return null;
    const state = engine.state();
    return { deeds, gated: gatedDeeds(state), report: reportOf(state), value: planValue(known, folded, options.exclude ?? []) };
  } catch (thrown) {
    throw failureToCli(thrown, pair, yesCommand(pair, {}));
  } finally {
    await engine.stop();
  }
};

const save = (file: string, pair: Pair, value: PlanValue, out: Output, { json, quiet }: SyncOptions): void => {
  savePlan(file, value);
  if (json === true) out.json({ type: 'saved', file, actions: value.actions.length });
  else if (quiet !== true)
    out.line(`Saved as ${shown(file)}. To do exactly that: foldsync sync --apply ${[quoted(file), ...quotedPlaces(pair)].join(' ')}`);
};

/** What would be done once a gate is approved. */
const gatedDeeds = (state: State): readonly Deed[] =>
  unsettledLinks(state.agenda).flatMap((id) => {
    const judgement = judge(state, id);
    if (judgement._tag !== 'Gated') return [];
    const event: EventOf<'ActionStarted'> = { _tag: 'ActionStarted', action: judgement.action, reason: judgement.reason };
    return deedsOf(state, 0, event);
  });

/** Something to do is fine: only what a sync would stumble over counts. */
const codeOf = (report: Report): ExitCode => {
  const code = exitCodeOf(report);
  return code === EXIT.gate || code === EXIT.blocked
    ? code
    : report.entries.some(({ standing }) => standing === 'failing')
      ? EXIT.failed
      : EXIT.settled;
};

export const tellPreview = (pair: Pair, { deeds, gated, report }: Previewed, options: SyncOptions, out: Output): ExitCode => {
  const code = codeOf(report);
  if (options.json === true) {
    for (const deed of deeds) out.json(deedJson(deed, 'planned'));
    for (const deed of gated) out.json({ ...deedJson(deed, 'planned'), gated: true });
    out.json({
      type: 'summary',
      exitCode: code,
      planned: deeds.length,
      gated: gated.length,
      gates: report.gates,
      entries: report.entries.filter(({ standing }) => standing === 'blocked'),
    });
    return code;
  }
  if (options.quiet !== true) {
    for (const line of planLines(deeds, gated, { labels: pair.labels, colors: out.colors, verbose: options.verbose === true }))
      out.line(line);
  }
  const style = {
    labels: pair.labels,
    colors: out.noteColors,
    yes: yesCommand(pair, { ...options, once: true }),
    verbose: options.verbose === true,
  };
  for (const line of reportLines(report, style)) out.note(line);
  return code;
};
