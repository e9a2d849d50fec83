import type { Register } from './register.js';

const HELP = `
Examples:
  foldsync inspect A B
  foldsync inspect --state /srv/sync-state
  foldsync inspect bundle.json         what somebody else made with foldsync bundle

Open the address that is printed in a browser on this machine; press ? there for its keys. Whoever has the address can read names of
files, so it has a token that is made for this run. From another machine: ssh -L PORT:127.0.0.1:PORT, with --port PORT.

Exit codes: 130 ended with Ctrl-C; 1 and 2 as for the others.`;

export const inspect: Register = (program, { out, stop, ends }) =>
  program
    .command('inspect [a] [b]')
    .summary('look at a log in a browser: its timeline, both sides at any moment, why a file is as it is')
    .description('Shows the log of a pair, or a bundle, as a page on this machine, and follows the sync that is running. Changes nothing.')
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--port <number>', 'the port to listen on, on 127.0.0.1 (default: any that is free)')
    .option('--json', 'the address as one JSON object, for programs')
    .addHelpText('after', HELP)
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: object) =>
        (await import('../commands/inspect.js')).inspect(a, b, options, out, stop),
      ),
    );
