/** Takes a file into the trash, or an empty folder away. */
import { rmdirSync } from 'node:fs';
import type { Expected, TrashRef } from '../../effects/ports/provider.js';
import { placeOf, type Context } from './context.js';
import { attempt } from './errors.js';
import { checkExpected } from './expectation.js';
import { pathOf } from './system.js';
import { moveToTrash } from './trash.js';

/** Null for folders: nothing is lost with an empty one. Fails with `NotFound`, `Modified`, `Moved`, `NotEmpty`, `Denied`. */
export const discard = (context: Context, expected: Expected): TrashRef | null => {
  const { system } = context;
  const place = placeOf(context, expected.path, 'delete');
  return attempt({ verb: 'delete', path: expected.path, missing: 'NotFound' }, () => {
    const facts = checkExpected(system.statAt(place.folder, place.name), expected);
    if (facts.type === 'file') return moveToTrash(context, place, 'file', place.name, (moved) => checkExpected(moved, expected));
    rmdirSync(pathOf(place));
    return null;
  });
};
