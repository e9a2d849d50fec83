/** `foldsync sync --apply`: does what a saved plan says, exactly that, or nothing because the state has moved on. */
import { firstValueFrom } from 'rxjs';
import type { Event } from '../../domain/event.js';
import { SIDES } from '../../domain/side.js';
import { pendingCounts } from '../../domain/state/agenda.js';
import type { State } from '../../domain/state/state.js';
import type { Engine } from '../../effects/engine/engine.js';
import { checkPlan, type PlanCheck, planLedger, type PlannedAction, type PlanValue, planValue } from '../../history/index.js';
import { checkPair, foldersOf, type Pair } from '../checks.js';
import { quotedPlaces, yesCommand } from '../command-line.js';
import { CliError, EXIT, type ExitCode } from '../exit-code.js';
import { ignoreFiles } from '../ignore-files.js';
import { linesOnServers } from '../ignore-on-servers.js';
import { notePlaces } from '../note-places.js';
import type { Output } from '../output.js';
import { tracker } from '../render/deeds.js';
import { deedJson, deedLine, summaryLine, tallyKeeper } from '../render/summary.js';
import { plural, shown } from '../render/words.js';
import { exitCodeOf, reportOf } from '../report.js';
import { readPlan } from '../saved-plan.js';
import { askPid } from '../server/ask.js';
import { failureToCli, openLog } from '../open-log.js';
import { openRemotes } from '../remotes.js';
import { engineFor } from '../session.js';
import type { Interruption } from '../signals.js';
import { makeStateFolder } from '../make-state-folder.js';
import { previewOf, tellPreview } from './plan.js';
import type { SyncOptions } from '../options/sync-options.js';

export const apply = async (
  a: string,
  b: string,
  options: SyncOptions & { readonly apply: string },
  out: Output,
  interruption: Interruption,
): Promise<ExitCode> => {
  const saved = readPlan(options.apply);
  const pair = checkPair(a, b, options.state, options.dryRun === true ? 'read' : 'write');
  const { policy, exclude } = saved;
  // Where a gate was approved when the plan was made, each delete is in it, by name.
  const yes = saved.actions.some(({ action }) => action._tag === 'Discard');
  const now = await previewOf(pair, { ...options, policy, exclude, yes }, out, interruption);
  if (now === null) return interruption.exitCode();
  refuseMoved(pair, checkPlan(saved, now.value));
  if (options.dryRun === true) return tellPreview(pair, now, options, out);
  return carryOut(pair, saved, options, out, interruption);
};

/** Changes that are named one by one. */
const MAX_CHANGES = 20;

const refuseMoved = (pair: Pair, check: PlanCheck): void => {
  const again = `Nothing was done. Make a new plan: foldsync plan --save FILE ${quotedPlaces(pair).join(' ')}`;
  if (check._tag === 'OtherLog')
    throw new CliError(EXIT.failed, `This plan is not of these two folders' history: ${check.message}.\n${again}`, 'other-log');
  if (check._tag !== 'Moved') return;
  const { changes } = check;
  const lines = changes.slice(0, MAX_CHANGES).map(({ text }) => `  ${shown(text)}`);
  const more = changes.length > MAX_CHANGES ? [`  and ${changes.length - MAX_CHANGES} more`] : [];
  throw new CliError(
    EXIT.failed,
    ['The folders have moved on since this plan was made:', ...lines, ...more, again].join('\n'),
    'plan-moved',
  );
};

const carryOut = async (pair: Pair, saved: PlanValue, options: SyncOptions, out: Output, interruption: Interruption): Promise<ExitCode> => {
  const warn = (message: string): void => (options.json === true ? out.json({ type: 'warning', message }) : out.note(message));
  const remotes = await openRemotes(pair, { readOnly: false, onWarning: warn });
  makeStateFolder(pair);
  const log = await openLog(pair, () => askPid(pair.stateFolder));
  const { rules } = ignoreFiles(foldersOf(pair), [...(await linesOnServers(pair, remotes, log)), ...saved.exclude], warn);
  const engine = engineFor(pair, {
    log,
    remotes,
    watch: false,
    byHand: true,
    acceptRoots: false,
    policy: saved.policy,
    rules,
    onWarning: warn,
  });
  const deeds = tracker();
  const keeper = tallyKeeper();
  try {
    engine.warnings$.subscribe(warn);
    engine.events$.subscribe((logged) => {
      const done = deeds.track(engine.state(), logged);
      keeper.add(done);
      if (options.json === true) for (const deed of done) out.json(deedJson(deed, 'change'));
      else if (options.verbose === true) for (const deed of done) out.line(deedLine(deed, pair.labels));
    });
    await engine.start();
    notePlaces(pair);
    const left = await interruption.race(engine.idle().then(() => doAll(engine, saved.actions, () => interruption.signal() !== null)));
    if (left === null || interruption.signal() !== null) return interruption.exitCode();
    const report = reportOf(engine.state());
    const code = left.length > 0 ? EXIT.failed : exitCodeOf(report);
    if (options.json === true) out.json({ type: 'summary', exitCode: code, planned: saved.actions.length, left: left.length });
    else {
      if (options.quiet !== true) out.line(summaryLine(keeper.tally(), pair.labels, performance.now(), code));
      if (left.length > 0)
        out.note(`${plural(left.length, 'action')} of the plan could not be done, since the folders moved on meanwhile:`);
      for (const { text } of left.slice(0, MAX_CHANGES)) out.note(`  ${shown(text)}`);
    }
    return code;
  } catch (thrown) {
    throw failureToCli(thrown, pair, yesCommand(pair, { once: true }));
  } finally {
    await engine.stop();
  }
};

/** Answers what was not done. What of the plan can start, is started; then what that made possible. */
const doAll = async (engine: Engine, actions: readonly PlannedAction[], isStopped: () => boolean): Promise<readonly PlannedAction[]> => {
  const ledger = planLedger(actions);
  const told = new Map<Event, PlannedAction>();
  const begun = new Map<number, PlannedAction>();
  const failed: PlannedAction[] = [];
  const subscription = engine.events$.subscribe(({ first, events }) => {
    events.forEach((event, index) => {
      const planned = told.get(event);
      if (planned !== undefined && told.delete(event)) begun.set(first + index, planned);
      const lost = event._tag === 'ActionFailed' ? begun.get(event.action) : undefined;
      if (lost !== undefined) failed.push(lost);
    });
  });
  try {
    while (ledger.left().length > 0 && !isStopped()) {
      approve(engine, ledger.left());
      const due = planValue(engine.state()).actions.flatMap((now) => {
        const saved = ledger.take(now);
        return saved === null ? [] : [{ saved, event: { _tag: 'ActionStarted', action: now.action, reason: now.reason } as const }];
      });
      for (const { saved, event } of due) told.set(event, saved);
      for (const { event } of due) engine.tell(event);
      if (due.length === 0 && !isQuietSoon(engine.state())) break;
      if (due.length === 0) await firstValueFrom(engine.rounds$);
      await engine.idle();
    }
  } finally {
    subscription.unsubscribe();
  }
  return [...ledger.left(), ...failed];
};

/** Deletes wait until a side has been quiet for a while. */
const isQuietSoon = ({ agenda }: State): boolean => pendingCounts(agenda).quiet > 0;

const approve = (engine: Engine, left: readonly PlannedAction[]): void => {
  for (const side of SIDES) {
    const isRaised = engine.state().control.sides[side].gate._tag === 'Raised';
    if (isRaised && left.some(({ action }) => action._tag === 'Discard' && action.side === side))
      engine.tell({ _tag: 'GateApproved', side });
  }
};
