import type { Register } from './register.js';

export const explain: Register = (program, { out, ends }) => {
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
        (await import('../commands/explain.js')).explain(path, a, b, options, out),
      ),
    );
};

const EXPLAIN_HELP = `
Examples:
  foldsync explain docs/a.txt A B           the path as it is, or was, inside the two folders
  foldsync explain docs/a.txt bundle.json   from a bundle

Times are in UTC (those of foldsync log are local).

Exit codes: 0 told; 1 nothing of that name was ever seen.`;
