/** The command line as people type it: commands, options, help. Each command is loaded when it is used. */
import { Command, CommanderError, Help } from 'commander';
import { CliError, EXIT, type ExitCode } from './exit-code.js';
import { type Output, output } from './output.js';
import { type Interruption, interruption } from './signals.js';
import type { BundleOptions } from './commands/bundle.js';
import type { SyncOptions } from './commands/sync.js';
import { VERSION } from './version.js';

export const main = async (args: readonly string[]): Promise<void> => {
  const out = output();
  const stop = interruption();
  const code = await run(args, out, stop).catch((thrown: unknown) => tellError(thrown, args, out));
  await out.flush();
  process.exit(code);
};

const run = async (args: readonly string[], out: Output, stop: Interruption): Promise<ExitCode> => {
  const result: { code: ExitCode } = { code: EXIT.settled };
  const program = commands(out, stop, result);
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return EXIT.usage;
  }
  await program.parseAsync([...args], { from: 'user' });
  return result.code;
};

const tellError = (thrown: unknown, args: readonly string[], out: Output): ExitCode => {
  // Commander has said what is wrong already; help and version end here, too.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.settled : EXIT.usage;
  const isKnown = thrown instanceof CliError;
  const message = isKnown
    ? thrown.message
    : `foldsync met a defect of its own: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`;
  const code = isKnown ? thrown.code : EXIT.failed;
  if (args.includes('--json')) out.json({ type: 'error', reason: isKnown ? thrown.reason : 'defect', message, exitCode: code });
  else out.note(`${out.noteColors.red('foldsync:')} ${message}`);
  return code;
};

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const commands = (out: Output, stop: Interruption, result: { code: ExitCode }): Command => {
  const program = new Command('foldsync');
  const ends =
    (run: (...args: never[]) => Promise<ExitCode>) =>
    async (...args: unknown[]) => {
      result.code = await (run as (...all: unknown[]) => Promise<ExitCode>)(...args);
    };
  program
    .description('Keeps two folders in step, in both directions.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ sortSubcommands: false, styleTitle: (text) => out.colors.bold(text), subcommandTerm })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /u, 'foldsync: ')) })
    .showHelpAfterError("(see 'foldsync --help', or 'foldsync help <command>')")
    .exitOverride()
    .addHelpText('after', GENERAL_HELP);

  withSyncOptions(program.command('sync <a> <b>'), true)
    .summary('keep two folders in step, both ways')
    .description('Makes both folders equal, and keeps them so until it is stopped with Ctrl-C (or, with --once, ends then).')
    .addHelpText('after', SYNC_HELP)
    .action(
      ends(async (a: string, b: string, options: SyncOptions) => {
        if (options.dryRun === true) return (await import('./commands/plan.js')).plan(a, b, options, out, stop);
        out.onClosed(() => options.once !== true && stop.interrupt('SIGPIPE'));
        return (await import('./commands/sync.js')).sync(a, b, options, out, stop);
      }),
    );
  withSyncOptions(program.command('plan <a> <b>'), false)
    .summary('show what sync would do, and why; change nothing')
    .description(
      'Looks at both folders and shows, in order, what a sync would do and why. Changes nothing: neither the folders nor the state.',
    )
    .addHelpText('after', PLAN_HELP)
    .action(
      ends(async (a: string, b: string, options: SyncOptions) => (await import('./commands/plan.js')).plan(a, b, options, out, stop)),
    );
  program
    .command('status [a] [b]')
    .summary('is everything settled? if not: what is pending, and why')
    .description(
      'Says how things stand: asked of the sync that is running, or else read from what the last one wrote down. Changes nothing.',
    )
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--json', 'one JSON object, for programs')
    .option('-v, --verbose', 'list everything')
    .addHelpText('after', STATUS_HELP)
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: object) =>
        (await import('./commands/status.js')).status(a, b, options, out),
      ),
    );
  program
    .command('conflicts [a] [b]')
    .summary('files that both sides edited, and where both versions are')
    .description('Lists conflict copies: when both sides edited a file, the losing version is kept beside it as name.conflicted.ext.')
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--json', 'one JSON object a line, for programs')
    .addHelpText('after', CONFLICTS_HELP)
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: object) =>
        (await import('./commands/conflicts.js')).conflicts(a, b, options, out),
      ),
    );
  program
    .command('list <place>')
    .summary('what foldsync sees in a place')
    .description('Lists a folder as foldsync sees it, with what it would leave out and why.')
    .option('-l, --long', 'with sizes and times')
    .option('--json', 'one JSON object a line, for programs')
    .action(ends(async (place: string, options: object) => (await import('./commands/list.js')).list(place, options, out)));
  program
    .command('log [a] [b]')
    .summary('what happened, one event a line')
    .description('Shows the log of a pair: everything that was seen, decided and done, oldest first.')
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--path <path>', 'only what is about this path, and all below it')
    .option('--kind <event>', 'only events of this kind, as --json shows it (_tag); may be repeated', collect)
    .option('--side <side>', 'only what is about this side, or about both: local (the first place) or remote')
    .option('--since <moment>', 'only from then on: the number of an event, or a time (2026-01-31 14:05)')
    .option('--json', 'one JSON object a line, for programs')
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: object) =>
        (await import('./commands/log.js')).log(a, b, options, out),
      ),
    );
  program
    .command('explain <path> [a] [b]')
    .summary('why a file is as it is: all that happened to it')
    .description(
      'Tells what happened to a path, step by step: back through renames, conflicts and merges to when it was first seen. Changes nothing.',
    )
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--json', 'one JSON object, for programs')
    .option('-v, --verbose', 'also when it was merely looked at')
    .addHelpText('after', EXPLAIN_HELP)
    .action(
      ends(async (path: string, a: string | undefined, b: string | undefined, options: object) =>
        (await import('./commands/explain.js')).explain(path, a, b, options, out),
      ),
    );
  program
    .command('replay [a] [b]')
    .summary('fold the log again: what was known at some moment, what changed in between')
    .description('Folds the log of a pair, or a bundle, again from its first event, and tells what comes out. Changes nothing.')
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--at <moment>', 'what was known then: after an event (its number), or at a time (2026-01-31 14:05)')
    .option('--diff <moment...>', 'what changed between two moments')
    .option('--verify', 'check that snapshot and log tell the same')
    .option('--json', 'one JSON object a line, for programs')
    .option('-v, --verbose', 'list all entries')
    .addHelpText('after', REPLAY_HELP)
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: object) =>
        (await import('./commands/replay.js')).replay(a, b, options, out),
      ),
    );
  program
    .command('bisect [a] [b]')
    .summary('the first event after which something does not hold any more')
    .description(
      'Searches the log of a pair, or a bundle, for the first event after which something that should hold does not. Changes nothing.',
    )
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--invariant <name>', 'one of those that foldsync promises, see below')
    .option('--predicate <module>', 'a module of your own, which is run')
    .option('--good <moment>', 'when it held: after an event (its number), or at a time; default: before the first event')
    .option('--json', 'one JSON object, for programs')
    .addHelpText('after', BISECT_HELP)
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: object) =>
        (await import('./commands/bisect.js')).bisect(a, b, options, out),
      ),
    );
  program
    .command('bundle [a] [b]')
    .summary('the log in one file, to be replayed elsewhere')
    .description(
      'Writes the log of a pair into one file that folds to the same elsewhere: for a bug report. No content of any file is in it.',
    )
    .requiredOption('-o, --output <file>', 'where to; a file that exists is not replaced')
    .option('--anonymise', 'pseudonyms in place of names, ids, hashes and messages')
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--json', 'one JSON object, for programs')
    .addHelpText('after', BUNDLE_HELP)
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: BundleOptions) =>
        (await import('./commands/bundle.js')).bundle(a, b, options, out),
      ),
    );
  return program;
};

const withSyncOptions = (command: Command, isSync: boolean): Command => {
  if (isSync)
    command
      .option('--once', 'stop when everything is settled; without it, go on and watch both folders')
      .option('-n, --dry-run', 'show what would be done, do nothing (the same as foldsync plan)');
  command
    .option('--json', 'one JSON object a line on standard output, for programs')
    .option('-q, --quiet', 'say nothing but what needs attention')
    .option('-v, --verbose', 'say every change, and list what is skipped')
    .option('--state <dir>', 'keep the state in this folder (default: one per pair of places, see below)')
    .option('--max-delete <percent>', 'ask before more than this share of a side is deleted (default: 50; 100 = never ask)')
    .option('-y, --yes', 'approve: delete what a gate asks about, accept a folder that is another than before')
    .option(
      '--conflict <who>',
      'whose file keeps the name if both sides edited it: remote (the second place, the default), local, newer, larger',
    )
    .option('--conflict-copies <where>', "where the other version goes: 'both' sides (the default), or only where the 'loser' was")
    .option('--exclude <glob>', 'leave out what matches, as a line of .gitignore would; may be repeated', collect);
  return command;
};

const subcommandTerm = (command: Command): string => new Help().subcommandTerm(command).replace(' [options]', '');

const GENERAL_HELP = `
Begin with:
  foldsync plan ~/Documents /media/usb/Documents     see what would be done
  foldsync sync --once ~/Documents /media/usb/Documents
  foldsync sync ~/Documents /media/usb/Documents     and keep them in step

A first sync of two folders that both hold files merges them: equal files are matched,
different ones are kept twice, nothing is deleted.`;

const SYNC_HELP = `
Examples:
  foldsync sync --once A B                  sync once, then end
  foldsync sync A B                         sync, then watch both until Ctrl-C
  foldsync sync --exclude '*.tmp' --exclude node_modules/ A B
  foldsync sync --once --yes A B            go on where a gate stopped

What to leave out can also be written into a file .foldsyncignore in either folder, with the
rules of .gitignore. What is left out is neither copied nor deleted.

Replaced and deleted files are kept in .foldsync/trash of their folder. If both sides edited a
file, both versions are kept, the second one as name.conflicted.ext.

State: $XDG_STATE_HOME/foldsync (usually ~/.local/state/foldsync), one folder per pair. Losing it
is safe: the next sync merges, and deletes nothing.

Exit codes: 0 settled; 1 failed; 2 wrong usage; 3 settled, but for entries that can't be synced
(each is listed); 4 stopped before something drastic (nothing was deleted).`;

const PLAN_HELP = `
Exit codes: 0 fine; 3 some entries can't be synced; 4 a sync would stop and ask first; 1 and 2 as for sync.`;

const STATUS_HELP = `
Examples:
  foldsync status A B
  foldsync status --state /srv/sync-state

Exit codes: 0 settled; 1 not settled (yet); 3 settled, but for entries that can't be synced; 4 stopped at a gate.`;

const CONFLICTS_HELP = `
To resolve one: keep what you want under the original name, delete the conflict copy. The next sync carries both over.`;

const EXPLAIN_HELP = `
Examples:
  foldsync explain docs/a.txt A B           the path as it is, or was, inside the two folders
  foldsync explain docs/a.txt bundle.json   from a bundle

Exit codes: 0 told; 1 nothing of that name was ever seen.`;

const REPLAY_HELP = `
Examples:
  foldsync replay A B                       counts and digest of what is known now
  foldsync replay A B --at '2026-01-31 14:05' --verbose
  foldsync replay A B --diff 100 200
  foldsync replay A B --verify
  foldsync replay bundle.json               what somebody else made with foldsync bundle

Exit codes: 0 fine; 1 the log, its snapshot or the bundle is damaged.`;

const BISECT_HELP = `
Invariants: valid-trees, one-at-a-place, whole-links, base-is-a-tree, flights-hold.

A predicate answers true, false, or a text that says what is wrong, for the state after an event:
  export default (state, look) => look.at('local', 'docs/a.txt') !== null;
Since when that is gone, if it was there after event 100:
  foldsync bisect A B --predicate ./there.mjs --good 100
If it fails and then holds again, that may be missed.

Exit codes: 0 it holds; 1 it does not, from the event that is shown on.`;

const BUNDLE_HELP = `
Examples:
  foldsync bundle A B -o bundle.json --anonymise
  foldsync replay bundle.json

What can still be seen with --anonymise: times, sizes, the shape of the trees, lengths of words, common extensions, which names are
equal. The key of the pseudonyms is made for this one bundle, and kept nowhere.

Exit codes: 0 written; 1 not.`;
