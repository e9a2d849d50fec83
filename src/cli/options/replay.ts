import type { Register } from './register.js';

export const replay: Register = (program, { out, ends }) => {
  program
    .command('replay [a] [b]')
    .summary('fold the log again: what was known at some moment, what changed in between')
    .description('Folds the log of a pair, or a bundle, again from its first event, and tells what comes out. Changes nothing.')
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--at <moment>', 'what was known then: after an event (its number), or at a time (2026-01-31 14:05)')
    .option('--diff <moment...>', 'what changed between two moments')
    .option('--verify', 'check that snapshot and log tell the same')
    .option('--ignore-file <file>', 'which verdicts would have been others with these ignore rules')
    .option('--conflict <who>', 'the same for conflicts: remote, local, newer, larger')
    .option('--conflict-copies <where>', "the same for copies of conflicts: 'both' sides, or only where the 'loser' was")
    .option('--max-delete <percent>', 'the same for the gate before many deletes')
    .option('--as-scenario <file>', 'write a test (vitest) that fails for what is wrong in a bundle')
    .option('--predicate <module>', 'for --as-scenario: what should hold, as for foldsync bisect')
    .option('--json', 'one JSON object a line, for programs')
    .option('-v, --verbose', 'list all entries')
    .addHelpText('after', REPLAY_HELP)
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: object) =>
        (await import('../commands/replay.js')).replay(a, b, options, out),
      ),
    );
};

const REPLAY_HELP = `
Examples:
  foldsync replay A B                       counts and digest of what is known now
  foldsync replay A B --at '2026-01-31 14:05' --verbose
  foldsync replay A B --diff 100 200
  foldsync replay A B --verify
  foldsync replay bundle.json               what somebody else made with foldsync bundle
  foldsync replay A B --ignore-file rules   what other rules would have changed, verdict by verdict
  foldsync replay bundle.json --as-scenario test/bug.test.js

Exit codes: 0 fine; 1 the log, its snapshot or the bundle is damaged.`;
