/** What is checked before anything is touched: each with a message that says what to do. */
import { accessSync, constants, statSync, type Stats } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { type Side, SIDES, type Sides } from '../domain/side.js';
import { CliError, EXIT, usageError } from './exit-code.js';
import { labelsOf } from './labels.js';
import { isRemote, parsePlace, type Place } from './places.js';
import { hasLog, pairFolder, realPathOf, stateHome } from './state-folder.js';

/** Two places that may be synced, and where the state of that is. */
export interface Pair {
  readonly places: Sides<Place>;
  readonly realPaths: Sides<string>;
  readonly labels: Sides<string>;
  readonly stateFolder: string;
  /** `--state` as it was typed; null for the default. */
  readonly typedState: string | null;
}

/** `write`: both sides must be writable; `read`: they must be there; `know`: only their state is read. */
export type Use = 'write' | 'read' | 'know';

export const placeOf = (text: string): Place => {
  const place = parsePlace(text, process.cwd());
  if (E.isLeft(place)) throw usageError(place.left, 'no-such-place');
  return place.right;
};

/** Throws `CliError`. */
export const checkPair = (a: string, b: string, state: string | undefined, use: Use): Pair => {
  const places = [placeOf(a), placeOf(b)] as const;
  const realPaths = [realPlaceOf(places[0]), realPlaceOf(places[1])] as const;
  const stateFolder = state === undefined ? pairFolder(stateHome(), realPaths) : resolve(state);
  const pair: Pair = { places, realPaths, labels: labelsOf([places[0].text, places[1].text]), stateFolder, typedState: state ?? null };
  for (const place of places) checkKind(place);
  checkApart(pair);
  if (state === undefined) checkOrder(pair);
  if (use !== 'know') for (const side of SIDES) checkFolder(pair, side, use);
  checkStateOutside(pair);
  return pair;
};

/** Those of the two that are folders of this machine. */
export const foldersOf = ({ places }: Pair): readonly string[] => places.flatMap((place) => (isRemote(place) ? [] : [place.path]));

/** What tells places apart: the real path of a folder, the address of anything else. */
const realPlaceOf = (place: Place): string => (isRemote(place) ? place.text.replace(/\/+$/u, '') : realPathOf(place.path));

const checkKind = (place: Place): void => {
  if (isRemote(place)) return;
  const { text, path } = place;
  const stats = statOf(path);
  if (stats !== null && !stats.isDirectory())
    throw usageError(`${text} is a file, not a folder: name the folder that it is in.`, 'not-a-folder');
};

const checkApart = ({ places, realPaths }: Pair): void => {
  const [a, b] = realPaths;
  const stats = [statIfFolder(places[0], a), statIfFolder(places[1], b)] as const;
  const isSame = a === b || (stats[0] !== null && stats[1] !== null && stats[0].dev === stats[1].dev && stats[0].ino === stats[1].ino);
  if (isSame)
    throw usageError(`${places[0].text} and ${places[1].text} are the same folder (${a}): name two different ones.`, 'same-folder');
  for (const [outer, inner] of [
    [0, 1],
    [1, 0],
  ] as const) {
    if (isRemote(places[outer]) !== isRemote(places[inner]) || !isWithin(realPaths[outer], realPaths[inner])) continue;
    throw usageError(
      `${places[inner].text} lies inside ${places[outer].text}: it would be copied into itself again and again. Name two folders, neither inside the other.`,
      'nested',
    );
  }
};

/** The other way round is another pair, with sides swapped: what was deleted since the last sync would come back. */
const checkOrder = ({ places, realPaths, stateFolder }: Pair): void => {
  const swapped = pairFolder(stateHome(), [realPaths[1], realPaths[0]]);
  if (hasLog(stateFolder) || !hasLog(swapped)) return;
  const [a, b] = [places[0].text, places[1].text];
  throw usageError(
    `These two were synced the other way round before. Keep to that order: ${b} ${a}\n` +
      `(To begin anew in this order, move ${swapped} away.)`,
    'other-order',
  );
};

const checkFolder = (pair: Pair, side: Side, use: Use): void => {
  const place = pair.places[side];
  // Whether it is there, and lets us in, is found out by connecting.
  if (isRemote(place)) return;
  const path = place.path;
  const stats = statOrError(path);
  if (stats instanceof Error) {
    const code = (stats as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw missing(pair, side);
    throw new CliError(
      EXIT.failed,
      `Can't open the folder ${place.text} (${code}): check its permissions and those above it.`,
      'unreadable',
    );
  }
  if (!may(path, constants.R_OK | constants.X_OK)) {
    throw new CliError(
      EXIT.failed,
      `The folder ${place.text} can't be read: you lack the permission (chmod u+rx, or another user).`,
      'unreadable',
    );
  }
  if (use === 'write' && !may(path, constants.W_OK)) {
    throw new CliError(
      EXIT.failed,
      `The folder ${place.text} can't be written to: it is read-only for you, or its disk is. A two-way sync writes to both sides. 'foldsync plan' works without.`,
      'read-only',
    );
  }
};

const missing = (pair: Pair, side: Side): CliError => {
  const { text } = pair.places[side];
  if (!hasLog(pair.stateFolder))
    return usageError(`There is no folder ${text}. Make it first (mkdir), or check how it is spelled.`, 'no-such-folder');
  return new CliError(
    EXIT.gate,
    `The folder ${text} is missing, and it was synced before. Nothing was deleted on the other side.\n` +
      'Is its drive mounted? Was it moved or renamed? Bring it back, then sync again.\n' +
      `If it is gone for good: make an empty folder ${text}, and sync with --yes: everything is copied back into it.`,
    'missing-root',
  );
};

const checkStateOutside = ({ places, realPaths, stateFolder }: Pair): void => {
  const real = realPathOf(stateFolder);
  for (const side of SIDES) {
    if (isRemote(places[side]) || (real !== realPaths[side] && !isWithin(realPaths[side], real))) continue;
    throw usageError(
      `The state folder ${stateFolder} lies inside ${places[side].text}, which is synced: its log would sync itself. Give another one with --state.`,
      'state-inside',
    );
  }
  const stats = statOf(real);
  if (stats !== null && !stats.isDirectory())
    throw usageError(`The state folder ${stateFolder} is a file: give a folder with --state.`, 'state-is-a-file');
};

const isWithin = (outer: string, inner: string): boolean => {
  const way = relative(outer, inner);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`);
};

const statOrError = (path: string): Stats | Error => {
  try {
    return statSync(path);
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
};

const statIfFolder = (place: Place, path: string): Stats | null => (isRemote(place) ? null : statOf(path));

const statOf = (path: string): Stats | null => {
  const stats = statOrError(path);
  return stats instanceof Error ? null : stats;
};

const may = (path: string, mode: number): boolean => {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
};
