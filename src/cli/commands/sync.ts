/** `foldsync sync`: two folders in step, once or until it is stopped. Where there is nothing to do, that is all that is loaded. */
import { chooseSystem } from '../../adapters/filesystem/choose-system.js';
import { type FolderParts, folderOn } from '../../adapters/filesystem/folder.js';
import { bootId } from '../../adapters/system/boot.js';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import { nodeId } from '../../domain/ids.js';
import { foldQuietSession } from '../../domain/quiet-session.js';
import type { State } from '../../domain/state/state.js';
import { lookFirst, sessionStarted } from '../../effects/engine/session.js';
import { SNAPSHOT_FACTS } from '../../effects/engine/snapshot.js';
import type { Json } from '../../effects/ports/event-log.js';
import { checkPair, foldersOf, type Pair } from '../checks.js';
import { yesCommand } from '../command-line.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { ignoreFiles } from '../ignore-files.js';
import { makeStateFolder } from '../make-state-folder.js';
import { notePlaces } from '../note-places.js';
import { failureToCli, openLog } from '../open-log.js';
import type { SyncOptions } from '../options/sync-options.js';
import type { Output } from '../output.js';
import { pollMsOf, policyOf } from '../policy-options.js';
import { openRemotes } from '../remotes.js';
import { summaryJson, summaryLine, tallyOf } from '../render/summary.js';
import { settledReport } from '../settled-report.js';
import type { Interruption } from '../signals.js';
import { sweepElsewhere } from '../sweep-elsewhere.js';
import { VERSION } from '../version.js';
import type { Beginning } from './sync-session.js';

export const sync = async (a: string, b: string, options: SyncOptions, out: Output, interruption: Interruption): Promise<ExitCode> => {
  const policy = policyOf(options);
  const pollMs = pollMsOf(options);
  const pair = checkPair(a, b, options.state, 'write');
  const warn = (message: string): void => (options.json === true ? out.json({ type: 'warning', message }) : out.note(message));
  const ignoredHere = ignoreFiles(foldersOf(pair), options.exclude ?? [], warn);
  const remotes = await openRemotes(pair, { readOnly: false, onWarning: warn });
  makeStateFolder(pair);
  const log = await openLog(pair, async () => (await import('../server/ask.js')).askPid(pair.stateFolder));
  if (options.json === true)
    out.json({ type: 'started', places: pair.realPaths, state: pair.stateFolder, mode: options.once === true ? 'once' : 'watch' });
  const hasServers = remotes.some((remote) => remote !== null);
  if (hasServers && options.once !== true) {
    const { reachAll } = await import('../reach.js');
    if ((await interruption.race(reachAll(pair, remotes, warn).then(() => true))) === null) {
      await log.close()();
      return interruption.exitCode();
    }
  }
  const onServers = hasServers ? await (await import('../ignore-on-servers.js')).linesOnServers(pair, remotes, log) : [];
  const ignore = onServers.length === 0 ? ignoredHere : ignoreFiles(foldersOf(pair), [...onServers, ...(options.exclude ?? [])], warn);
  const beginning = { pair, options, policy, pollMs, remotes, log, ignore, warn };
  // Who watches has to listen before it looks.
  const looked = options.once === true ? await look(beginning, foldersOf(pair)) : null;
  const settled = looked === null ? null : await settledBy(beginning, looked);
  if (settled === null) return (await import('./sync-session.js')).session({ ...beginning, looked }, out, interruption);
  notePlaces(pair);
  tellSettled(settled, pair, options, out);
  return EXIT.settled;
};

/** As the end of any other sync is told. */
const tellSettled = (state: State, { labels }: Pair, options: SyncOptions, out: Output): void => {
  const nothing = tallyOf([]);
  // Since the process began: what it takes to start is time, too.
  const tookMs = performance.now();
  if (options.json === true) out.json(summaryJson(nothing, settledReport(state), EXIT.settled, tookMs));
  else if (options.quiet !== true) out.line(summaryLine(nothing, labels, tookMs, EXIT.settled));
};

/** Two folders alone: what lies elsewhere takes its time anyway. */
const look = async (
  { pair, options, log, ignore, warn }: Omit<Beginning, 'looked'>,
  [local, remote]: readonly string[],
): Promise<Beginning['looked']> => {
  if (local === undefined || remote === undefined) return null;
  const folder = (root: string): FolderParts => folderOn(chooseSystem(), { root, watch: false, onWarning: warn });
  const folders = [folder(local), folder(remote)] as const;
  try {
    const providers = [folders[0].folder, folders[1].folder] as const;
    const elsewhere = sweepElsewhere({
      command: new URL('./foldsync.mjs', import.meta.url),
      ...{ roots: [local, remote], excludes: options.exclude ?? [], logId: log.id },
    });
    return { folders, found: await lookFirst({ providers, log, acceptRoots: options.yes === true, rules: ignore.rules, elsewhere }) };
  } catch (thrown) {
    await log.close()();
    throw failureToCli(thrown, pair, yesCommand(pair, options));
  }
};

/** Null if something follows from what was seen, or needs attention. Else that is logged, and all is closed. */
const settledBy = async (
  { log, policy }: Omit<Beginning, 'looked'>,
  { folders: [local, remote], found: { opened, differing } }: NonNullable<Beginning['looked']>,
): Promise<State | null> => {
  const { state, unsaved } = opened;
  const about = { version: VERSION, boot: bootId(), clock: { nowMs: Date.now }, policy: { ...DEFAULT_POLICY, ...policy } };
  const event = sessionStarted({ ...about, providers: [local.folder, remote.folder] }, opened, differing);
  const next = foldQuietSession(state, event);
  // Now and then the engine has a snapshot to save, so that what a start folds stays short.
  if (next === null || !isUnremarkable(next) || unsaved + next.seq - state.seq > SNAPSHOT_FACTS) return null;
  const appended = await log.append({ first: next.seq, atMs: event.atMs, events: [event as unknown as Json] }, { sync: false })();
  if (appended._tag === 'Left') return null;
  await log.close()();
  for (const { folder } of [local, remote]) await folder.disconnect();
  return next;
};

/** Nothing is kept away but for rules of the user's own. */
const isUnremarkable = ({ agenda, table }: State): boolean => {
  for (const id of agenda.kept) if (table.node(nodeId(id))?.kept !== 'ignored') return false;
  return true;
};
