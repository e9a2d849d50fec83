import type { Register } from './register.js';

export const bisect: Register = (program, { out, ends }) => {
  program
    .command('bisect [a] [b]')
    .summary('the first event after which something does not hold any more')
    .description(
      'Searches the log of a pair, or a bundle, for the first event after which something that should hold does not. Changes nothing.',
    )
    .option('--state <dir>', 'the state folder, if it was given to sync')
    .option('--invariant <name>', 'one of those that foldsync promises, see below')
    .option('--predicate <module>', 'a module of your own, which is run')
    .option('--good <moment>', 'when it held: after an event (its number), or at a time; default: before the first event')
    .option('--json', 'one JSON object, for programs')
    .addHelpText('after', BISECT_HELP)
    .action(
      ends(async (a: string | undefined, b: string | undefined, options: object) =>
        (await import('../commands/bisect.js')).bisect(a, b, options, out),
      ),
    );
};

const BISECT_HELP = `
Invariants: valid-trees, one-at-a-place, whole-links, base-is-a-tree, flights-hold.

A predicate answers true, false, or a text that says what is wrong, for the state after an event:
  export default (state, look) => look.at('local', 'docs/a.txt') !== null;
Since when that is gone, if it was there after event 100:
  foldsync bisect A B --predicate ./there.mjs --good 100
If it fails and then holds again, that may be missed.

Exit codes: 0 it holds; 1 it does not, from the event that is shown on.`;
