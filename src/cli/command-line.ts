/** Command lines that are suggested: they work when they are pasted. */
import type { Pair } from './checks.js';

/** The one that approves what a gate asks. */
export const yesCommand = (pair: Pair, options: { readonly once?: boolean | undefined }): string =>
  ['foldsync sync', ...(options.once === true ? ['--once'] : []), '--yes', ...quotedPlaces(pair)].join(' ');

export const syncCommand = (pair: Pair): string => ['foldsync sync', ...quotedPlaces(pair)].join(' ');
export const planCommand = (pair: Pair): string => ['foldsync plan', ...quotedPlaces(pair)].join(' ');

export const quotedPlaces = ({ typedState, places }: Pair): readonly string[] => [
  ...(typedState === null ? [] : ['--state', quoted(typedState)]),
  quoted(places[0].text),
  quoted(places[1].text),
];

/** As a POSIX shell needs it. */
export const quoted = (text: string): string => (/^[\w./:@%+,=-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
