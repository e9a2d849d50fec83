/** `foldsync plan`: a sync that looks for real and takes everything else as done, on a log that keeps nothing. */
import { memoryLog } from '../../adapters/memory-log/index.js';
import type { EventOf } from '../../domain/event.js';
import { judge } from '../../domain/judge/judge.js';
import { SIDES } from '../../domain/side.js';
import { unsettledLinks } from '../../domain/state/agenda.js';
import type { State } from '../../domain/state/state.js';
import { scratchLog } from '../../effects/engine/scratch-log.js';
import { checkPair, type Pair } from '../checks.js';
import { yesCommand } from '../command-line.js';
import { type ExitCode, EXIT } from '../exit-code.js';
import { ignoreFiles } from '../ignore-files.js';
import type { Output } from '../output.js';
import { withCopy } from '../reading.js';
import { deedsOf, type Deed } from '../render/deeds.js';
import { planLines } from '../render/plan-lines.js';
import { reportLines } from '../render/report-lines.js';
import { deedJson } from '../render/summary.js';
import { exitCodeOf, type Report, reportOf } from '../report.js';
import { failureToCli, type Log } from '../open-log.js';
import { policyOf } from '../policy-options.js';
import { engineFor } from '../session.js';
import type { Interruption } from '../signals.js';
import { hasLog } from '../state-folder.js';
import type { SyncOptions } from './sync.js';

export const plan = async (a: string, b: string, options: SyncOptions, out: Output, interruption: Interruption): Promise<ExitCode> => {
  const policy = policyOf(options);
  const pair = checkPair(a, b, options.state, 'read');
  const preview = (log: Log): Promise<ExitCode> => run(pair, log, { ...options, policy }, out, interruption);
  return hasLog(pair.stateFolder) ? withCopy(pair.stateFolder, preview) : preview(memoryLog());
};

const run = async (
  pair: Pair,
  log: Log,
  options: SyncOptions & { readonly policy: ReturnType<typeof policyOf> },
  out: Output,
  interruption: Interruption,
): Promise<ExitCode> => {
  const warn = (message: string): void => (options.json === true ? out.json({ type: 'warning', message }) : out.note(message));
  const ignore = ignoreFiles([pair.places[0].path, pair.places[1].path], options.exclude ?? [], warn);
  const engine = engineFor(pair, {
    log: scratchLog(log),
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
      events.forEach((event, index) => {
        if (event._tag === 'ActionStarted') deeds.push(...deedsOf(state, first + index, event));
      });
      if (options.yes === true) {
        for (const side of SIDES) if (state.control.sides[side].gate._tag === 'Raised') engine.tell({ _tag: 'GateApproved', side });
      }
    });
    await engine.start();
    if ((await interruption.race(engine.idle())) === null) return interruption.exitCode();
    const report = reportOf(engine.state());
    tell(pair, deeds, gatedDeeds(engine.state()), report, options, out);
    return codeOf(report);
  } catch (thrown) {
    throw failureToCli(thrown, pair, yesCommand(pair, options));
  } finally {
    await engine.stop();
  }
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

const tell = (pair: Pair, deeds: readonly Deed[], gated: readonly Deed[], report: Report, options: SyncOptions, out: Output): void => {
  if (options.json === true) {
    for (const deed of deeds) out.json(deedJson(deed, 'planned'));
    for (const deed of gated) out.json({ ...deedJson(deed, 'planned'), gated: true });
    out.json({
      type: 'summary',
      exitCode: codeOf(report),
      planned: deeds.length,
      gated: gated.length,
      gates: report.gates,
      entries: report.entries.filter(({ standing }) => standing === 'blocked'),
    });
    return;
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
};
