/** Keeps the trash within bounds of age and size. */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { closeFolder, openChild, openRoot, type OpenFolder } from './anchor.js';
import { chooseSystem } from './choose-system.js';
import { isAbsence } from './errors.js';
import type { System } from './system.js';
import { slotTime, TRASH_PATH } from './trash.js';

/** How long, and how much, is kept. */
export interface TrashPolicy {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
  /** What is younger stays, however large: a delete can be regretted before it is for good (docs/adr/0018). */
  readonly minAgeMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** 30 days and 10 GiB: a month's holiday, and less than a tenth of a common disk. Three days: a weekend. */
export const DEFAULT_TRASH_POLICY: TrashPolicy = { maxAgeMs: 30 * DAY_MS, maxBytes: 10 * 1024 ** 3, minAgeMs: 3 * DAY_MS };

export interface TrashSlot {
  readonly slot: string;
  /** When it was thrown away, ms since 1970. */
  readonly atMs: number;
  readonly bytes: number;
}

/** Which slots must go: all that are too old, then the oldest until the rest fits, but none that is too young. */
export const slotsToPurge = (slots: readonly TrashSlot[], policy: TrashPolicy, nowMs: number): readonly string[] => {
  const newestFirst = [...slots].sort((a, b) => b.atMs - a.atMs || (a.slot < b.slot ? 1 : -1));
  let keptBytes = 0;
  let full = false;
  return newestFirst
    .filter((slot) => {
      const ageMs = nowMs - slot.atMs;
      full ||= keptBytes + slot.bytes > policy.maxBytes;
      if (ageMs >= policy.minAgeMs && (full || ageMs > policy.maxAgeMs)) return true;
      keptBytes += slot.bytes;
      return false;
    })
    .map((slot) => slot.slot);
};

/** Slots handled before others may run. */
const SLOTS_PER_STEP = 64;

/** Deletes for good what the policy no longer keeps; answers how many slots. What is in the trash folder but is not ours stays. */
export const purgeTrash = async (root: string, policy: TrashPolicy = DEFAULT_TRASH_POLICY, nowMs: number = Date.now()): Promise<number> => {
  const system = chooseSystem();
  const trash = openTrash(system, root);
  if (trash === null) return 0;
  try {
    const named = readdirSync(`${trash.path}/.`).flatMap((slot) => {
      const atMs = slotTime(slot);
      return atMs === null ? [] : [{ slot, atMs }];
    });
    // Names tell that there is nothing to purge in a trash that was filled lately: how much is in it need not be known then.
    if (named.every(({ atMs }) => nowMs - atMs < policy.minAgeMs)) return 0;
    const slots: TrashSlot[] = [];
    for (const [index, { slot, atMs }] of named.entries()) {
      slots.push({ slot, atMs, bytes: bytesBelow(`${trash.path}/${slot}`) });
      if (index % SLOTS_PER_STEP === SLOTS_PER_STEP - 1) await pause();
    }
    const purged = slotsToPurge(slots, policy, nowMs);
    for (const [index, slot] of purged.entries()) {
      rmSync(`${trash.path}/${slot}`, { recursive: true, force: true });
      if (index % SLOTS_PER_STEP === SLOTS_PER_STEP - 1) await pause();
    }
    return purged.length;
  } finally {
    closeFolder(trash);
  }
};

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Null if there is none, or if a link took its place. */
const openTrash = (system: System, root: string): OpenFolder | null => {
  const held: OpenFolder[] = [];
  try {
    let folder = openRoot(system, root);
    for (const name of TRASH_PATH) {
      held.push(folder);
      folder = openChild(system, folder, name);
    }
    return folder;
  } catch (thrown) {
    if (isAbsence(thrown)) return null;
    throw thrown;
  } finally {
    for (const folder of held) closeFolder(folder);
  }
};

const bytesBelow = (path: string): number => {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  return stats.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + bytesBelow(`${path}/${name}`), 0) : stats.size;
};
