/** The children of a folder. */
import { lstatSync, readdirSync } from 'node:fs';
import type { Name, RelPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import { isReserved } from '../../domain/reserved-name.js';
import type { Listing } from '../../effects/ports/provider.js';
import { closeFolder, type OpenFolder } from './anchor.js';
import type { Context } from './context.js';
import type { System } from './system.js';
import { attempt, attemptAsync, type Doing } from './errors.js';
import { factsOfStats, identityOf, keptObservation, observationOf } from './facts.js';
import { sweepOrphans } from './orphans.js';

/** Largest folder that is listed in one go: about 10 ms, half a slice of the engine's (10,000 entries take 21 to 30 ms). */
export const MAX_ENTRIES_NOW = 4_000;

/** Null if the folder holds more than `most` names. Fails with `NotFound` (gone, or no folder), `Denied`. */
export function listNow(context: Context, path: RelPath): Listing;
export function listNow(context: Context, path: RelPath, most: number): Listing | null;
export function listNow(context: Context, path: RelPath, most = Number.POSITIVE_INFINITY): Listing | null {
  return attempt(listing(path), () => {
    const folder = context.tree.folder(path, listing(path));
    const found = namesIn(context, folder);
    return found.names.length > most ? null : drain(entriesOf(context.system, folder, context.tree.root().facts.device, found));
  });
}

/** Longest that a listing keeps the event loop, in ms. */
const PAUSE_AFTER_MS = 10;

/** As `listNow`, letting others run between. */
export const list = async (context: Context, path: RelPath): Promise<Listing> =>
  attemptAsync(listing(path), async () => {
    const { folder, device } = context.tree.run(() => ({
      folder: context.tree.hold(path, listing(path)),
      device: context.tree.root().facts.device,
    }));
    try {
      const steps = entriesOf(context.system, folder, device, namesIn(context, folder));
      for (let sinceMs = performance.now(); ; ) {
        const step = steps.next();
        if (step.done === true) return step.value;
        if (performance.now() - sinceMs < PAUSE_AFTER_MS) continue;
        await new Promise<void>((resolve) => setImmediate(resolve));
        sinceMs = performance.now();
      }
    } finally {
      closeFolder(folder);
    }
  });

export const listing = (path: RelPath): Doing => ({ verb: 'list', path, missing: 'NotFound' });

const drain = <A>(steps: Generator<void, A>): A => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

/** Entries between two points at which a listing may pause: well under a millisecond's worth. */
const ENTRIES_PER_STEP = 256;

/** The names in a folder, once what a killed run left there is cleaned up. */
export const namesIn = (context: Context, folder: OpenFolder): Names => {
  const found = readNames(folder);
  return sweepOrphans(context, folder, found.names, Date.now()) ? readNames(folder) : found;
};

function* entriesOf(system: System, folder: OpenFolder, rootDevice: number, { names, unreadableNames }: Names): Generator<void, Listing> {
  const entries: Observation[] = [];
  for (const [index, name] of names.entries()) {
    if (index % ENTRIES_PER_STEP === ENTRIES_PER_STEP - 1) yield;
    if (isReserved(name)) continue;
    const facts = system.statAt(folder, name);
    // Gone since its name was read: that is what a later listing would say, too.
    if (facts !== null) entries.push(observationOf(name, facts, rootDevice));
  }
  const taken = new Set(names);
  for (const bytes of unreadableNames) {
    const stats = lstatSync(Buffer.concat([Buffer.from(`${folder.path}/`), bytes]), { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) continue;
    const name = standInFor(bytes, taken);
    taken.add(name);
    entries.push(keptObservation(name, factsOfStats(stats), 'not-utf8'));
  }
  return { ident: identityOf(folder.facts), complete: true, entries };
}

/** What stands for a byte that is no UTF-8, when bytes become text. */
const REPLACEMENT = '\uFFFD';

export interface Names {
  readonly names: readonly Name[];
  readonly unreadableNames: readonly Buffer[];
}

/** Names as text; those that text can't carry, as bytes. */
const readNames = (folder: OpenFolder): Names => {
  const names = readdirSync(`${folder.path}/.`);
  if (!names.some((name) => name.includes(REPLACEMENT))) return { names, unreadableNames: [] };
  const all = readdirSync(`${folder.path}/.`, { encoding: 'buffer' });
  const isText = (bytes: Buffer): boolean => Buffer.from(bytes.toString('utf8')).equals(bytes);
  return {
    names: all.filter(isText).map((bytes) => bytes.toString('utf8')),
    unreadableNames: all.filter((bytes) => !isText(bytes)),
  };
};

/** A name to show and to address it by, unique in its folder: never one to make a file of. */
const standInFor = (bytes: Buffer, taken: ReadonlySet<string>): Name => {
  let name = `${bytes.toString('utf8')}~${bytes.toString('hex')}`;
  while (taken.has(name)) name += '~';
  return name;
};

/** True for names that may be such a stand-in. */
export const mayBeStandIn = (name: Name): boolean => name.includes(REPLACEMENT) && /~[0-9a-f]+~*$/u.test(name);
