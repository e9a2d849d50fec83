/** Which state a reading command is about: of two places, or of a state folder that was named. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { checkPair, type Pair } from './checks.js';
import { CliError, EXIT, usageError } from './exit-code.js';
import { labelsOf } from './labels.js';
import { isRemote, parsePlace, type Place } from './places.js';
import { PLACES_FILE } from './note-places.js';
import { hasLog } from './state-folder.js';
import { quoted, syncCommand } from './command-line.js';

const Places = t.type({ places: t.tuple([t.string, t.string]) });

/** Throws `CliError` where nothing is known. */
export const knownPair = (a: string | undefined, b: string | undefined, state: string | undefined): Pair => {
  const pair = a !== undefined && b !== undefined ? checkPair(a, b, state, 'know') : pairOf(a, state);
  refuseOthers(pair);
  if (hasLog(pair.stateFolder)) return pair;
  refuseUnreadable(pair.stateFolder);
  const message =
    pair.typedState === null
      ? `${pair.places[0].text} and ${pair.places[1].text} were never synced. Begin with: ${syncCommand(pair)}`
      : `There is no state in ${pair.typedState}.`;
  throw new CliError(EXIT.failed, message, 'never-synced');
};

/** A state folder and places that it is not about were named. */
const refuseOthers = ({ stateFolder, typedState, realPaths }: Pair): void => {
  const noted = readPlaces(stateFolder);
  if (typedState === null || noted === null || noted.every((place, side) => place === realPaths[side])) return;
  throw usageError(
    `The state in ${typedState} is of ${noted[0]} and ${noted[1]}. Name these, or the state alone: --state ${quoted(typedState)}`,
    'other-places',
  );
};

/** What can't be looked into is not taken for empty. */
const refuseUnreadable = (folder: string): void => {
  try {
    readdirSync(folder);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return;
    throw new CliError(
      EXIT.failed,
      `The state folder ${folder} can't be read (${code ?? 'unknown error'}): check its owner and mode.`,
      'unreadable',
    );
  }
};

const pairOf = (a: string | undefined, state: string | undefined): Pair => {
  if (a !== undefined || state === undefined) throw usageError('Name both places, or the state folder with --state.');
  const stateFolder = resolve(state);
  const places = readPlaces(stateFolder) ?? UNNAMED;
  return {
    places: [placeFrom(places[0]), placeFrom(places[1])],
    realPaths: places,
    labels: labelsOf(places),
    stateFolder,
    typedState: state,
  };
};

/** A folder's real path, or the address of anything else. */
const placeFrom = (text: string): Place => {
  const parsed = parsePlace(text, '/');
  return E.isRight(parsed) && isRemote(parsed.right) ? parsed.right : { provider: 'filesystem', text, path: text };
};

/** Names are for people only: without them the sides are called by their order. */
const UNNAMED = ['the first folder', 'the second folder'] as const;

const readPlaces = (folder: string): readonly [string, string] | null => {
  try {
    const decoded = Places.decode(JSON.parse(readFileSync(join(folder, PLACES_FILE), 'utf8')));
    return E.isRight(decoded) ? decoded.right.places : null;
  } catch {
    return null;
  }
};
