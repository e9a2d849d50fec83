import type { Register } from './register.js';

export const status: Register = (program, { out, ends }) => {
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
        (await import('../commands/status.js')).status(a, b, options, out),
      ),
    );
};

const STATUS_HELP = `
Examples:
  foldsync status A B
  foldsync status --state /srv/sync-state

Exit codes: 0 settled; 1 not settled (yet); 3 settled, but for entries that can't be synced; 4 stopped at a gate.`;
