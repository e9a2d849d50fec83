import type { Register } from './register.js';
import { collect } from './collect.js';

export const log: Register = (program, { out, stop, ends }) => {
  program
    .command('log [a] [b]')
    .summary('what happened, one event a line')
    .description('Shows the log of a pair, or a bundle: everything that was seen, decided and done, oldest first. Changes nothing.')
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--path <path>', 'only what is about this path, and all below it')
    .option('--kind <event>', 'only events of this kind, as --json shows it (_tag); may be repeated', collect)
    .option('--side <side>', 'only what is about this side, or about both: local (the first place) or remote')
    .option('--since <moment>', 'only from then on: the number of an event, or a time (2026-01-31 14:05)')
    .option('--until <moment>', 'only until then')
    .option('-f, --follow', 'go on with what happens from then on, until Ctrl-C')
    .option('--json', 'one JSON object a line, for programs')
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: object) =>
        (await import('../commands/log.js')).log(a, b, options, out, stop),
      ),
    );
};
