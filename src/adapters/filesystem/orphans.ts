/**
 * What a killed process left under the names of parts. Only who holds the log may say that (`Context.owner`): a part of another log may be on
 * its way right now. A part itself is a copy, and goes. A file that was displaced and never reached the trash goes there if it is the expected
 * one; if not, someone wrote it in that very moment: it comes back beside the file that took its place.
 */
import { unlinkSync } from 'node:fs';
import type { Name } from '../../domain/name.js';
import type { OpenFolder } from './anchor.js';
import type { Context } from './context.js';
import type { Facts } from './facts.js';
import { isDisplaced, isOfThisProcess, isOwnedBy, isPartItself, parsePartName, type PartName } from './part-name.js';
import { putBack } from './place.js';
import { pathOf } from './system.js';
import { moveToTrash } from './trash.js';

/** Parts of other logs are left alone for this long, ms: whatever is on its way is written to more often than once a day. */
const FOREIGN_MS = 24 * 60 * 60 * 1000;

/** Name that a file gets whose own is not known any more. */
const UNKNOWN_NAME = 'recovered';

/** Cleans up one folder, whose `names` were just read. True if there was something. */
export const sweepOrphans = (context: Context, folder: OpenFolder, names: readonly Name[], nowMs: number): boolean => {
  const owner = context.owner();
  if (owner === null) return false;
  let hasSwept = false;
  for (const name of names) {
    const part = parsePartName(name);
    if (part === null || isOfThisProcess(part)) continue;
    try {
      const facts = context.system.statAt(folder, name);
      if (facts === null || (!isOwnedBy(part, owner) && nowMs - facts.changed.seconds * 1000 < FOREIGN_MS)) continue;
      context.tree.run(() => sweep(context, folder, { name, part, facts }, names));
      hasSwept = true;
    } catch {
      // It stays, under a name that never syncs: the next run tries again.
    }
  }
  return hasSwept;
};

interface Orphan {
  readonly name: Name;
  readonly part: PartName;
  readonly facts: Facts;
}

const sweep = (context: Context, folder: OpenFolder, { name, part, facts }: Orphan, names: readonly Name[]): void => {
  const { system } = context;
  const place = { folder, name };
  const { exchange } = part;
  if (facts.type === 'file' && (exchange === null || isPartItself(facts, exchange))) {
    unlinkSync(pathOf(place));
    return;
  }
  const home = exchange === null ? undefined : names.find((sibling) => isHome(system.statAt(folder, sibling), exchange));
  if (exchange !== null && isDisplaced(facts, exchange)) moveToTrash(context, place, facts.type, home ?? UNKNOWN_NAME, () => undefined);
  else putBack(system, place, { folder, name: home ?? UNKNOWN_NAME }, facts.type);
};

/** The part lies where the displaced file was. */
const isHome = (facts: Facts | null, exchange: NonNullable<PartName['exchange']>): boolean =>
  facts !== null && isPartItself(facts, exchange);
