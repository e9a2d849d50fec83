import type { Register } from './register.js';

export const undo: Register = (program, { out, stop, ends }) => {
  program
    .command('undo <a> <b>')
    .summary('take back what the last sync did, or one action, or all since a time')
    .description('Takes back what was done in both folders, from the log and the trash. Nothing that you changed since is touched.')
    .option('--action <event>', 'only this one: the number of its event, as foldsync log shows it')
    .option('--since <moment>', 'all from then on: the number of an event, or a time (2026-01-31 14:05)')
    .option('-n, --dry-run', 'show what would be done, do nothing')
    .option('--carry', 'let the next sync carry what was undone over to the other side')
    .option('-y, --yes', 'also if not all can be undone, or much is deleted by it')
    .option('--max-delete <percent>', 'ask before more than this share of a side is deleted (default: 50; 100 = never ask)')
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--json', 'one JSON object a line, for programs')
    .addHelpText('after', UNDO_HELP)
    .action(ends(async (a: string, b: string, options: object) => (await import('../commands/undo.js')).undo(a, b, options, out, stop)));
};

const UNDO_HELP = `
Examples:
  foldsync undo --dry-run A B               what would be done, and what can't be
  foldsync undo A B                         the last sync that did anything
  foldsync undo --since '2026-01-31 14:05' A B
  foldsync undo --action 1234 A B           one action, by its number in foldsync log

What was deleted is restored, what was replaced gets its former content, what was moved goes back, what was
copied is taken away. Afterwards, the next sync brings over what was restored or moved back. What was replaced
or copied is left alone: it differs on both sides, as before the sync that was undone, until you edit one of
both (foldsync status lists it). With --carry it goes over as well: then copies are deleted where they came from,
and new contents are replaced by the former ones.

An undo is logged, and can be undone: call it again.

Exit codes: 0 undone; 1 failed, wholly or in part; 4 not done: something can't be undone, or too much would be deleted (--yes goes on).`;
