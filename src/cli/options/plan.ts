import type { Register } from './register.js';
import { type SyncOptions, withSyncOptions } from './sync-options.js';

export const plan: Register = (program, { out, stop, ends }) => {
  const command = program
    .command('plan <a> <b>')
    .option('--save <file>', 'write the plan into this file: to be read, and done with foldsync sync --apply');
  withSyncOptions(command)
    .summary('show what sync would do, and why; change nothing')
    .description(
      'Looks at both folders and shows, in order, what a sync would do and why. Changes nothing: neither the folders nor the state.',
    )
    .addHelpText('after', PLAN_HELP)
    .action(
      ends(async (a: string, b: string, options: SyncOptions) => (await import('../commands/plan.js')).plan(a, b, options, out, stop)),
    );
};

const PLAN_HELP = `
Examples:
  foldsync plan A B
  foldsync plan --save plan.json A B        then read it, and: foldsync sync --apply plan.json A B

Exit codes: 0 fine; 3 some entries can't be synced; 4 a sync would stop and ask first; 1 and 2 as for sync.`;
