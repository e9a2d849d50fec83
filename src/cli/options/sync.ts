import { Option } from 'commander';
import type { Register } from './register.js';
import { type SyncOptions, withSyncOptions } from './sync-options.js';

export const sync: Register = (program, { out, stop, ends }) => {
  const command = program
    .command('sync <a> <b>')
    .option('--once', 'stop when everything is settled; without it, go on and watch both folders')
    .option('-n, --dry-run', 'show what would be done, do nothing (the same as foldsync plan)')
    .option('--poll <seconds>', 'how often a server that tells of no changes is looked at while watching (default: 30)')
    .addOption(
      new Option('--apply <file>', 'do exactly what a plan says that foldsync plan --save made, or nothing').conflicts([...SAID_BY_A_PLAN]),
    );
  withSyncOptions(command)
    .summary('keep two folders in step, both ways')
    .description('Makes both folders equal, and keeps them so until it is stopped with Ctrl-C (or, with --once, ends then).')
    .addHelpText('after', SYNC_HELP)
    .action(
      ends(async (a: string, b: string, options: SyncOptions) => {
        const { apply } = options;
        if (apply !== undefined) return (await import('../commands/apply.js')).apply(a, b, { ...options, apply }, out, stop);
        if (options.dryRun === true) return (await import('../commands/plan.js')).plan(a, b, options, out, stop);
        out.onClosed(() => options.once !== true && stop.interrupt('SIGPIPE'));
        return (await import('../commands/sync.js')).sync(a, b, options, out, stop);
      }),
    );
};

/** Options under which a plan is made: it says them itself. */
const SAID_BY_A_PLAN = ['maxDelete', 'yes', 'conflict', 'conflictCopies', 'exclude', 'poll'] as const;

const SYNC_HELP = `
Examples:
  foldsync sync --once A B                  sync once, then end
  foldsync sync A B                         sync, then watch both until Ctrl-C
  foldsync sync --exclude '*.tmp' --exclude node_modules/ A B
  foldsync sync --once --yes A B            go on where a sync stopped and asked
  foldsync sync --apply plan.json A B       exactly what was planned and saved, and nothing if the folders have moved on

What to leave out can also be written into a file .foldsyncignore in either folder, with the
rules of .gitignore. What is left out is neither copied nor deleted.

Replaced and deleted files are kept in .foldsync/trash of their folder. If both sides edited a
file, both versions are kept, the second one as name.conflicted.ext.

A place is a folder, or provider[@namespace]:path. On a WebDAV server: webdav:https://user@host/path;
the password is taken from FOLDSYNC_WEBDAV_PASSWORD, or asked for. What was replaced and deleted
there is in .foldsync/trash of that folder, too.

The state is the log of what happened. Losing it is safe: the next sync merges, and deletes nothing.

Exit codes: 0 settled; 1 failed; 2 wrong usage; 3 settled, but for entries that can't be synced
(each is listed); 4 stopped before something drastic (nothing was deleted).`;
