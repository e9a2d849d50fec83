import type { BundleOptions } from '../commands/bundle.js';
import type { Register } from './register.js';

export const bundle: Register = (program, { out, ends }) => {
  program
    .command('bundle [a] [b]')
    .summary('the log in one file, to be replayed elsewhere')
    .description(
      'Writes the log of a pair into one file that folds to the same elsewhere: for a bug report. No content of any file is in it.',
    )
    .requiredOption('-o, --output <file>', 'where to; a file that exists is not replaced')
    .option('--anonymise', 'pseudonyms in place of names, ids, hashes and messages')
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--json', 'one JSON object, for programs')
    .addHelpText('after', BUNDLE_HELP)
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: BundleOptions) =>
        (await import('../commands/bundle.js')).bundle(a, b, options, out),
      ),
    );
};

const BUNDLE_HELP = `
Examples:
  foldsync bundle A B -o bundle.json --anonymise
  foldsync replay bundle.json

What can still be seen with --anonymise: times, sizes, the shape of the trees, lengths of words, common extensions, which names are
equal. The key of the pseudonyms is made for this one bundle, and kept nowhere.

Exit codes: 0 written; 1 not.`;
