/**
 * The marker of a root (DESIGN 9.9): which log this folder was last synced under, and how far. A root that was restored from a backup, or
 * swapped for another, carries another marker or none, and then what was known about it no longer holds.
 */
import { closeSync, constants, fsyncSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { PART_PREFIX, STATE_FOLDER } from '../../domain/reserved-name.js';
import { failure } from '../../effects/ports/provider.js';
import { closeFolder, openChild, openRoot, type OpenFolder } from './anchor.js';
import { chooseSystem } from './choose-system.js';
import { attempt, codeOf, isAbsence, type Doing } from './errors.js';
import type { System } from './system.js';
import { makePrivateFolder } from './trash.js';

export interface RootMarker {
  readonly logId: string;
  /** Number of the last settled event. */
  readonly seq: number;
}

/** `reason`: why there is no marker although a file is there; null if there simply is none. */
export type MarkerReading =
  | { readonly marker: RootMarker; readonly reason: null }
  | { readonly marker: null; readonly reason: string | null };

/** One for each log: a folder may be a root of several syncs. */
const markerName = (logId: string): string => `root-${logId.replace(/[^\w-]/gu, '')}.json`;
/** A marker is a hundred bytes: what is longer is none, and is not read. */
const MAX_MARKER_BYTES = 64 * 1024;
const WHERE = `the note in ${STATE_FOLDER}`;

/** Fails with `RootMissing`, `Denied`, `Corrupt`. */
export const readMarker = (root: string, logId: string): MarkerReading => {
  const system = chooseSystem();
  return withStateFolder(system, root, 'read', null, (folder) => {
    if (folder === null) return { marker: null, reason: null };
    let descriptor: number;
    try {
      descriptor = system.openAt(folder, markerName(logId), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0);
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return { marker: null, reason: null };
      if (isAbsence(thrown)) return { marker: null, reason: `${WHERE} is a link` };
      throw thrown;
    }
    try {
      const facts = system.statOpen(descriptor);
      if (facts.type !== 'file' || facts.size > MAX_MARKER_BYTES) return { marker: null, reason: `${WHERE} is no marker` };
      return parse(readFileSync(descriptor, 'utf8'));
    } finally {
      closeSync(descriptor);
    }
  });
};

/** Replaces the marker in one step, durably. Fails with `RootMissing`, `Denied`, `OutOfSpace`. */
export const writeMarker = (root: string, marker: RootMarker): void => {
  const system = chooseSystem();
  withStateFolder(system, root, 'write', makePrivateFolder, (folder) => {
    if (folder === null) throw failure('Denied', `${STATE_FOLDER} must be a folder: move what has its name away`);
    // One name for each log, which one process at a time writes to: what a killed one left makes way.
    const name = unfinishedName(marker.logId);
    rmSync(`${folder.path}/${name}`, { force: true });
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const descriptor = system.openAt(folder, name, flags, 0o600);
    try {
      writeFileSync(descriptor, JSON.stringify({ logId: marker.logId, seq: marker.seq }));
      fsyncSync(descriptor);
      renameSync(`${folder.path}/${name}`, `${folder.path}/${markerName(marker.logId)}`);
    } catch (thrown) {
      unlinkSync(`${folder.path}/${name}`);
      throw thrown;
    } finally {
      closeSync(descriptor);
    }
  });
};

const unfinishedName = (logId: string): string => `${PART_PREFIX}${markerName(logId)}`;

/** Removes a marker that a killed process was writing: where nothing changes any more, no other one comes to take its name. Never fails. */
export const dropUnfinishedMarker = (root: string, logId: string): void => {
  try {
    withStateFolder(chooseSystem(), root, 'clean up', null, (folder) => {
      if (folder !== null) rmSync(`${folder.path}/${unfinishedName(logId)}`, { force: true });
    });
  } catch {
    // It is a hundred bytes in a folder that never syncs.
  }
};

const parse = (text: string): MarkerReading => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { marker: null, reason: `${WHERE} is damaged: it is not JSON` };
  }
  const { logId, seq } = (typeof json === 'object' && json !== null ? json : {}) as { readonly logId?: unknown; readonly seq?: unknown };
  return typeof logId === 'string' && Number.isSafeInteger(seq)
    ? { marker: { logId, seq: seq as number }, reason: null }
    : { marker: null, reason: `${WHERE} is damaged: it holds no log id and number` };
};

/** `make` null: `use` gets null if there is no such folder. */
const withStateFolder = <A>(
  system: System,
  root: string,
  verb: string,
  make: ((path: string) => void) | null,
  use: (folder: OpenFolder | null) => A,
): A => {
  const doing: Doing = { verb: `${verb} the marker in`, path: [STATE_FOLDER], missing: 'NotFound' };
  const top = openTop(system, root);
  let folder: OpenFolder | null = null;
  try {
    return attempt(doing, () => {
      folder = openState(system, top, make);
      return use(folder);
    });
  } finally {
    if (folder !== null) closeFolder(folder);
    closeFolder(top);
  }
};

const openTop = (system: System, root: string): OpenFolder => {
  try {
    return openRoot(system, root);
  } catch (thrown) {
    throw failure('RootMissing', `the folder to sync, ${root}, can't be opened (${codeOf(thrown)}): is its drive mounted?`);
  }
};

const openState = (system: System, top: OpenFolder, make: ((path: string) => void) | null): OpenFolder | null => {
  try {
    return openChild(system, top, STATE_FOLDER);
  } catch (thrown) {
    if (!isAbsence(thrown)) throw thrown;
    if (make === null || codeOf(thrown) !== 'ENOENT') return null;
    make(`${top.path}/${STATE_FOLDER}`);
    return openChild(system, top, STATE_FOLDER);
  }
};
