/** Moves and renames: one rename, whatever a folder holds. */
import { renameSync } from 'node:fs';
import { nameKey, showPath, type Name, type RelPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import { failure, type Expected } from '../../effects/ports/provider.js';
import { newPlaceOf, placeOf, type Context } from './context.js';
import { attempt, codeOf, type Doing } from './errors.js';
import { checkExpected } from './expectation.js';
import { observationOf, stampOf, type Facts } from './facts.js';
import { placeNoReplace, putBack } from './place.js';
import { pathOf, type Place } from './system.js';

/** Fails with `NotFound`, `Modified`, `Moved`, `Exists`, `NoParent`, `NameRefused`, `Denied`. Nothing is ever replaced. */
export const move = (context: Context, expected: Expected, parent: RelPath, name: Name): Observation => {
  const { system, tree } = context;
  const doing: Doing = { verb: 'move', path: expected.path, missing: 'NotFound' };
  if (isWithin(parent, expected.path)) throw failure('NoParent', `cannot move ${showPath(expected.path)} into itself`);
  const from = placeOf(context, expected.path, 'move');
  const to = newPlaceOf(context, parent, name, 'move to');
  return attempt(doing, () => {
    const before = checkExpected(system.statAt(from.folder, from.name), expected);
    if (expected.stamp != null && stampOf(before) !== expected.stamp)
      throw failure('Modified', `${showPath(expected.path)} was touched meanwhile`);
    const moved = rename(context, from, to, before);
    try {
      const facts = checkExpected(moved, expected);
      return observationOf(name, facts, tree.root().facts.device);
    } catch (thrown) {
      if (moved !== null) putBack(system, to, from, moved.type);
      throw thrown;
    }
  });
};

const rename = (context: Context, from: Place, to: Place, facts: Facts): Facts | null => {
  const { system } = context;
  try {
    placeNoReplace(system, from, to, facts.type);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST' || !isRespelling(context, from, to, facts)) throw thrown;
    renameSync(pathOf(from), pathOf(to));
  }
  return system.statAt(to.folder, to.name);
};

/** Another spelling of the same name, on a filesystem that takes both for one: what is "there" is the object itself. */
const isRespelling = (context: Context, from: Place, to: Place, facts: Facts): boolean => {
  const there = context.system.statAt(to.folder, to.name);
  const rules = { caseSensitive: false, unicode: 'nfc', forbiddenCharacters: '', maxNameBytes: 255 } as const;
  return (
    // With several names, both spellings may be names of their own, and a rename of one to the other does nothing (rename(2)).
    there !== null &&
    there.inode === facts.inode &&
    (facts.type === 'folder' || facts.links === 1) &&
    nameKey(rules, from.name) === nameKey(rules, to.name)
  );
};

const isWithin = (path: RelPath, ancestor: RelPath): boolean =>
  ancestor.length <= path.length && ancestor.every((name, index) => name === path[index]);
