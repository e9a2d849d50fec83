/** `foldsync undo`: takes back what was done, from the log and the trash. */
import { isHeld } from '../../domain/link.js';
import { FEW_DELETES } from '../../domain/plan/gate.js';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import { eventsIn } from '../../domain/upcast.js';
import { SIDES, type Sides, sideName } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Engine } from '../../effects/engine/engine.js';
import { scratchLog } from '../../effects/engine/scratch-log.js';
import type { Provider } from '../../effects/ports/provider.js';
import {
  type Deed,
  type DeedSearch,
  type IsMeant,
  planOf,
  searchDeeds,
  searchLastRun,
  type Then,
  type TrashOf,
  type UndoPlan,
  type UndoStep,
} from '../../history/index.js';
import { checkPair, foldersOf, type Pair } from '../checks.js';
import { quoted, quotedPlaces, yesCommand } from '../command-line.js';
import { CliError, EXIT, type ExitCode, usageError } from '../exit-code.js';
import { momentOf, noSuchEvent, tellLabels } from '../history.js';
import { ignoreFiles } from '../ignore-files.js';
import type { Output } from '../output.js';
import { withCopy } from '../reading.js';
import { count, plural, shown } from '../render/words.js';
import { undoSteps, type StepResult } from '../undo-steps.js';
import { askPid } from '../server/ask.js';
import { failureToCli, type Log, openLog } from '../open-log.js';
import { policyOf } from '../policy-options.js';
import { openRemotes } from '../remotes.js';
import { engineFor, providersOf } from '../session.js';
import type { Interruption } from '../signals.js';
import { hasLog } from '../state-folder.js';

export interface UndoOptions {
  readonly state?: string;
  readonly action?: string;
  readonly since?: string;
  readonly dryRun?: boolean;
  readonly carry?: boolean;
  readonly yes?: boolean;
  readonly maxDelete?: string;
  readonly json?: boolean;
}

export const undo = async (a: string, b: string, options: UndoOptions, out: Output, interruption: Interruption): Promise<ExitCode> => {
  if (options.action !== undefined && options.since !== undefined) throw usageError('Name one action, or a moment: not both.');
  const pair = checkPair(a, b, options.state, options.dryRun === true ? 'read' : 'write');
  if (!hasLog(pair.stateFolder))
    throw new CliError(EXIT.failed, `${a} and ${b} were never synced: there is nothing to undo.`, 'never-synced');
  if (options.dryRun === true) return withCopy(pair.stateFolder, (log) => withLog(pair, scratchLog(log), options, out, interruption));
  return withLog(pair, await openLog(pair, () => askPid(pair.stateFolder)), options, out, interruption);
};

const withLog = async (pair: Pair, log: Log, options: UndoOptions, out: Output, interruption: Interruption): Promise<ExitCode> => {
  const warn = (message: string): void => (options.json === true ? out.json({ type: 'warning', message }) : out.note(message));
  const remotes = await openRemotes(pair, { readOnly: options.dryRun === true, onWarning: warn });
  const providers = providersOf(pair, { watch: false, remotes, onWarning: warn });
  const ignore = ignoreFiles(foldersOf(pair), [], warn);
  const policy = policyOf(options);
  const engine = engineFor(pair, {
    log,
    providers,
    remotes,
    watch: false,
    byHand: true,
    acceptRoots: false,
    policy,
    rules: ignore.rules,
    onWarning: warn,
  });
  try {
    const search = await searchIn(log, await meant(log, options));
    engine.events$.subscribe(({ events }) => search.push(events));
    engine.warnings$.subscribe(warn);
    await engine.start();
    // What was changed since the last sync is seen before anything is said to be possible.
    if ((await interruption.race(engine.idle())) === null) return interruption.exitCode();
    const plan = planOf(search, await trashOf(search, providers));
    return await carryOut({ pair, options, out, engine }, plan, interruption);
  } catch (thrown) {
    throw failureToCli(thrown, pair, yesCommand(pair, { once: true }));
  } finally {
    await engine.stop();
  }
};

/** Throws `CliError`. */
const meant = async (log: Log, { action, since }: UndoOptions): Promise<IsMeant> => {
  const head = log.head();
  if (action !== undefined) {
    const number = /^#?\d{1,15}$/u.test(action) ? Number(action.replace('#', '')) : Number.NaN;
    if (!(number > 0)) throw usageError(`--action takes the number of an event, as 'foldsync log' shows it, not '${shown(action)}'.`);
    if (number > head) throw noSuchEvent(number, head);
    return (seq, started) => seq === number || started === number;
  }
  if (since === undefined) {
    const run = searchLastRun();
    for await (const batch of log.read()) run.push(eventsIn(batch));
    const from = run.finish() ?? head + 1;
    return (seq) => seq >= from && seq <= head;
  }
  const moment = momentOf('--since', since);
  if (moment._tag === 'Event') return (seq) => seq >= moment.seq && seq <= head;
  let from = head + 1;
  for await (const batch of log.read()) if (batch.atMs >= moment.atMs) from = Math.min(from, batch.first);
  return (seq) => seq >= from && seq <= head;
};

const searchIn = async (log: Log, isMeant: IsMeant): Promise<DeedSearch> => {
  const search = searchDeeds(isMeant);
  for await (const batch of log.read()) search.push(eventsIn(batch));
  return search;
};

/** What of the trash that the plan needs can still be read. What a killed process did not tell of is looked for. */
const trashOf = async (search: DeedSearch, providers: Sides<Provider>): Promise<TrashOf> => {
  const found = new Map<string, string>();
  for (const deed of search.deeds()) {
    const ref = deed.trash ?? (await untoldTrash(deed, providers[deed.side]));
    const content = ref === null ? null : await providers[deed.side].readTrash?.({ ref }).catch(() => null);
    if (content && ref !== null) found.set(`${deed.seq}.${deed.row}`, ref);
  }
  return ({ seq, row }) => found.get(`${seq}.${row}`) ?? null;
};

const untoldTrash = async (deed: Deed, provider: Provider): Promise<string | null> => {
  const { untoldSinceMs, kind, what, size, from } = deed;
  if (untoldSinceMs === null || kind !== 'file' || (what !== 'deleted' && what !== 'replaced')) return null;
  return (await provider.findTrash?.(from.path.at(-1) ?? '', size, untoldSinceMs))?.ref ?? null;
};

interface Run {
  readonly pair: Pair;
  readonly options: UndoOptions;
  readonly out: Output;
  readonly engine: Engine;
}

const carryOut = async (run: Run, plan: UndoPlan, interruption: Interruption): Promise<ExitCode> => {
  const { options, out, engine } = run;
  tellPlan(run, plan);
  if (plan.steps.length + plan.impossible.length === 0) {
    if (options.json === true && options.dryRun !== true) tellEnd(run, [], 0);
    return EXIT.settled;
  }
  const stop = options.yes === true ? null : gateOf(run, plan);
  if (options.dryRun === true || stop !== null) {
    if (stop !== null) out.note(stop);
    return stop === null ? EXIT.settled : EXIT.gate;
  }
  const then: Then = options.carry === true ? 'carry' : 'hold';
  const results: StepResult[] = [];
  for await (const result of undoSteps(engine, plan.steps, then)) {
    results.push(result);
    if (result.error !== null) tellFailure(run, result.step, result.error);
    if (interruption.signal() !== null) break;
  }
  const isWhole = results.length === plan.steps.length;
  tellEnd(run, results, plan.steps.length);
  if (!isWhole) return interruption.exitCode();
  return results.some(({ error }) => error !== null) ? EXIT.failed : EXIT.settled;
};

/** Why it is not done without a word from a person; null if nothing speaks against it. */
const gateOf = ({ pair, options, engine }: Run, { steps, impossible }: UndoPlan): string | null => {
  const percent = policyOf(options).maxDeletePercent ?? DEFAULT_POLICY.maxDeletePercent;
  const again = `foldsync undo ${[...flags(options), '--yes', ...quotedPlaces(pair)].join(' ')}`;
  for (const side of SIDES) {
    const deletes = steps.filter((step) => step.side === side && step._tag === 'DiscardFile').length;
    const files = filesOn(engine.state(), side);
    if (deletes > FEW_DELETES && deletes * 100 > files * percent)
      return `This would delete ${plural(deletes, 'file')} of ${count(files)} in ${pair.labels[side]}. Nothing was done. If that is right: ${again}`;
  }
  return impossible.length === 0 ? null : `Not all of it can be undone, so nothing was done. To undo the rest: ${again}`;
};

const filesOn = ({ agenda }: State, side: 0 | 1): number => agenda.files[side];

const flags = ({ action, since, carry, state: _ }: UndoOptions): readonly string[] => [
  ...(action === undefined ? [] : ['--action', action]),
  ...(since === undefined ? [] : ['--since', quoted(since)]),
  ...(carry === true ? ['--carry'] : []),
];

const tellPlan = ({ out, options, pair }: Run, { steps, impossible }: UndoPlan): void => {
  if (options.json === true) {
    for (const step of steps) out.json({ type: 'undo', ...step, side: sideName(step.side) });
    for (const each of impossible) out.json({ type: 'impossible', ...each, side: sideName(each.side) });
    return;
  }
  if (steps.length + impossible.length === 0) return out.line('There is nothing to undo.');
  tellLabels(pair.labels, out);
  for (const { text } of steps) out.line(`  ${shown(text)}`);
  if (impossible.length > 0) out.line(out.colors.yellow('Can not be undone:'));
  for (const { text } of impossible) out.line(`  ${shown(text)}`);
};

const tellFailure = ({ out, options }: Run, step: UndoStep, message: string): void => {
  if (options.json === true) out.json({ type: 'failed', undoes: step.undoes, message });
  else out.note(`Not done: ${shown(step.text)}: ${shown(message)}`);
};

const tellEnd = ({ out, options, pair, engine }: Run, results: readonly StepResult[], planned: number): void => {
  const done = results.filter(({ error }) => error === null).length;
  const held = [...engine.state().table.links()].filter(isHeld).length;
  if (options.json === true) return out.json({ type: 'undone', steps: planned, done, held });
  out.line(done === planned ? `Undone: ${plural(done, 'step')}.` : `Undone: ${done} of ${plural(planned, 'step')}.`);
  if (held > 0)
    out.line(
      `${plural(held, 'entry differs', 'entries differ')} on both sides now, as before. They stay so until you change them: see foldsync status ${quotedPlaces(pair).join(' ')}`,
    );
  out.line(`To take this back: foldsync undo ${quotedPlaces(pair).join(' ')}`);
};
