import type { Register } from './register.js';

export const demo: Register = (program, { out, stop, ends }) => {
  program
    .command('demo')
    .summary('a minute of two folders, in a temporary one: conflict, crash, explain, undo, replay')
    .description('Makes two folders in a temporary one, and shows what foldsync does with them, by the commands that you would type.')
    .option('--keep', 'keep that folder, to look around in it')
    .action(ends(async (options: object) => (await import('../commands/demo.js')).demo(options, out, stop)));
};
