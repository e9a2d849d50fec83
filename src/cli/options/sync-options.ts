import type { Command } from 'commander';
import { collect } from './collect.js';

/** Of `foldsync sync` and `foldsync plan`, as commander hands them over. */
export interface SyncOptions {
  readonly once?: boolean;
  readonly dryRun?: boolean;
  /** A plan to be saved in this file, or one that is to be done. */
  readonly save?: string;
  readonly apply?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly state?: string;
  readonly maxDelete?: string;
  readonly yes?: boolean;
  readonly conflict?: string;
  readonly conflictCopies?: string;
  readonly exclude?: readonly string[];
  readonly poll?: string;
}

/** What a sync and its preview have in common. */
export const withSyncOptions = (command: Command): Command =>
  command
    .option('--json', 'one JSON object a line on standard output, for programs')
    .option('-q, --quiet', 'say nothing but what needs attention')
    .option('-v, --verbose', 'say every change, and list what is skipped')
    .option(
      '--state <dir>',
      'keep the state in this folder (default: one per pair of places, in $XDG_STATE_HOME/foldsync or ~/.local/state/foldsync)',
    )
    .option('--max-delete <percent>', 'ask before more than this share of a side is deleted (default: 50; 100 = never ask)')
    .option('-y, --yes', 'approve: delete also where a sync would stop and ask, accept a folder that is another than before')
    .option(
      '--conflict <who>',
      'whose file keeps the name if both sides edited it: remote (the second place, the default), local, newer, larger',
    )
    .option('--conflict-copies <where>', "where the other version goes: 'both' sides (the default), or only where the 'loser' was")
    .option('--exclude <glob>', 'leave out what matches, as a line of .gitignore would; may be repeated', collect);
