import type { Register } from './register.js';

export const conflicts: Register = (program, { out, ends }) => {
  program
    .command('conflicts [a] [b]')
    .summary('files that both sides edited, and where both versions are')
    .description('Lists conflict copies: when both sides edited a file, the losing version is kept beside it as name.conflicted.ext.')
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--json', 'one JSON object a line, for programs')
    .addHelpText('after', CONFLICTS_HELP)
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: object) =>
        (await import('../commands/conflicts.js')).conflicts(a, b, options, out),
      ),
    );
};

const CONFLICTS_HELP = `
To resolve one: keep what you want under the original name, delete the conflict copy. The next sync carries both over.`;
