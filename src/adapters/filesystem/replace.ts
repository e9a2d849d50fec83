/**
 * New content for a file that is there. Both files swap names in one step; only then is it sure which file was displaced. The expected
 * one goes to the trash, any other goes back: so no moment exists in which someone's unseen version could be lost.
 */
import { unlinkSync } from 'node:fs';
import {
  failure,
  type Content,
  type Expected,
  type LocalSource,
  type OnProgress,
  type Replaced,
  type TrashRef,
} from '../../effects/ports/provider.js';
import { closeFolder } from './anchor.js';
import { checkNames } from './tree.js';
import { placeOf, sameFolder, type Context } from './context.js';
import { attempt, failureOf, isUnsupported, type Doing } from './errors.js';
import { checkExpected } from './expectation.js';
import { isExecutable, observationOf, type Facts } from './facts.js';
import { fill, fillNow } from './fill.js';
import { closePart, dropPart, modeFor, modeOfReplacement, nameForExchange, openPart, setMode, type PartFile } from './part-file.js';
import { placeNoReplace, putBack } from './place.js';
import { pathOf, type Anchor, type Place } from './system.js';
import { moveIntoSlot, moveToTrash, type Slot, withSlot } from './trash.js';

/** Fails with `NotFound`, `Modified`, `Moved`, `OutOfSpace`, and with what the content fails with; the old file stays whole then. */
export const replaceFile = async (context: Context, expected: Expected, content: Content, onProgress: OnProgress): Promise<Replaced> => {
  const { system, tree } = context;
  const doing = replacing(expected);
  const parent = expected.path.slice(0, -1);
  const name = expected.path.at(-1) ?? '';
  checkNames([name]);
  const folder = tree.run(() => {
    placeOf(context, expected.path, 'replace');
    return tree.hold(parent, doing);
  });
  const target: Place = { folder, name };
  try {
    const old = checkExpected(system.statAt(folder, name), expected);
    const filled = await fill(system, content, () => openReplacement(context, folder, old, content.executable), onProgress);
    return tree.run(() =>
      placeReplacement(context, filled, target, expected, () => {
        if (!sameFolder(tree.folder(parent, doing), folder))
          throw failure('Moved', `cannot replace ${name}: its folder was replaced meanwhile`);
      }),
    );
  } catch (thrown) {
    throw failureOf(thrown, doing);
  } finally {
    closeFolder(folder);
  }
};

/** Copies a small local file over one that is there. Fails as `replaceFile`. */
export const replaceSmallFile = (context: Context, expected: Expected, source: LocalSource): Replaced => {
  const { system } = context;
  const target = placeOf(context, expected.path, 'replace');
  return attempt(replacing(expected), () => {
    const old = checkExpected(system.statAt(target.folder, target.name), expected);
    const filled = fillNow(system, source, (facts) => openReplacement(context, target.folder, old, isExecutable(facts)));
    // All that led here is still held: there was no moment for anything to come between but what the exchange itself finds out.
    return placeReplacement(context, filled, target, expected, () => undefined);
  });
};

const replacing = ({ path }: Expected): Doing => ({ verb: 'replace', path, missing: 'NotFound' });

/** Open to nobody else until it has the mode of the file it replaces. */
const openReplacement = (context: Context, folder: Anchor, old: Facts, executable: boolean | null): PartFile => {
  const opened = openPart(context.system, folder, context.owner(), modeFor(executable) & 0o700);
  setMode(opened, modeOfReplacement(old, executable));
  return opened;
};

/** Puts the part in place, and closes it, however it ends. `check` throws if the place is no longer the one that was meant. */
const placeReplacement = (context: Context, filled: PartFile, target: Place, expected: Expected, check: () => void): Replaced => {
  const { system } = context;
  let part = filled;
  let trash: TrashRef;
  try {
    check();
    checkExpected(system.statAt(target.folder, target.name), expected);
    if (system.exchange !== null) part = nameForExchange(system, filled, expected);
    trash = swapIn(context, part, target, expected);
  } catch (thrown) {
    dropPart(system, part);
    throw thrown;
  }
  const facts = system.statOpen(part.descriptor);
  closePart(part);
  return { seen: observationOf(target.name, facts, facts.device), trash };
};

const swapIn = (context: Context, part: PartFile, target: Place, expected: Expected): TrashRef => {
  const { system } = context;
  const { exchange } = system;
  // The slot first: where there can be none, the file that is to be replaced is not even touched.
  return withSlot(context, target.name, (slot) => {
    if (exchange === null) return swapInSteps(context, slot, part, target, expected);
    try {
      exchange(part.place, target);
    } catch (thrown) {
      if (!isUnsupported(thrown)) throw thrown;
      return swapInSteps(context, slot, part, target, expected);
    }
    keepDisplaced(context, exchange, slot, part, target, expected);
  });
};

type Exchange = (a: Place, b: Place) => void;

/** After the exchange: the displaced object lies at the part's name. */
const keepDisplaced = (context: Context, exchange: Exchange, slot: Slot, part: PartFile, target: Place, expected: Expected): void => {
  try {
    moveIntoSlot(context.system, slot, part.place, 'file', (facts) => checkExpected(facts, expected));
  } catch (thrown) {
    undoExchange(context, exchange, part, target);
    throw thrown;
  }
};

/**
 * Swaps back. If what comes out is not our part, someone replaced it in between: they meant to replace what was there, so theirs gets the
 * place again, and what it displaced goes to the trash.
 */
const undoExchange = (context: Context, exchange: Exchange, part: PartFile, target: Place): void => {
  const { system } = context;
  const ours = system.statOpen(part.descriptor).inode;
  try {
    exchange(part.place, target);
  } catch {
    // Someone took ours away: the place is free, or else the displaced one gets a name beside it.
    const displaced = system.statAt(part.place.folder, part.place.name);
    if (displaced !== null) putBack(system, part.place, target, displaced.type);
    return;
  }
  if (system.statAt(part.place.folder, part.place.name)?.inode === ours) return;
  exchange(part.place, target);
  const left = system.statAt(part.place.folder, part.place.name);
  if (left === null) return;
  if (left.inode === ours) unlinkSync(pathOf(part.place));
  else moveToTrash(context, part.place, left.type, target.name, () => undefined);
};

/** Without an exchange: the old file to the trash, the new one in its place, the old one back if that is not possible. */
const swapInSteps = ({ system }: Context, slot: Slot, part: PartFile, target: Place, expected: Expected): void =>
  moveIntoSlot(system, slot, target, 'file', (facts) => {
    checkExpected(facts, expected);
    placeNoReplace(system, part.place, target, 'file');
  });
