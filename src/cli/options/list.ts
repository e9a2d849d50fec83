import type { Register } from './register.js';

export const list: Register = (program, { out, ends }) => {
  program
    .command('list <place>')
    .summary('what foldsync sees in a place')
    .description('Lists a folder as foldsync sees it, with what it would leave out and why.')
    .option('-l, --long', 'with sizes and times')
    .option('-n, --namespaces', 'the drives that a login leads to, as the place names them: provider@drive:path')
    .option('--json', 'one JSON object a line, for programs')
    .action(ends(async (place: string, options: object) => (await import('../commands/list.js')).list(place, options, out)));
};
