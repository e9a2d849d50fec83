/** New files and folders: placed where nothing is, or not at all. */
import { mkdirSync } from 'node:fs';
import type { Name, RelPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import { failure, type Content, type LocalSource, type OnProgress } from '../../effects/ports/provider.js';
import { closeFolder } from './anchor.js';
import { checkNewName, newObject, newPlaceOf, sameFolder, type Context } from './context.js';
import { attempt, failureOf } from './errors.js';
import { observationOf } from './facts.js';
import { fill, fillNow } from './fill.js';
import { closePart, dropPart, modeFor, modeOfCopy, openPart, type PartFile } from './part-file.js';
import { placeNoReplace } from './place.js';
import { pathOf, type Place } from './system.js';

/** Fails with `Exists`, `NoParent`, `NameRefused`, `Denied`, `OutOfSpace`. */
export const makeFolder = (context: Context, parent: RelPath, name: Name): Observation => {
  const place = newPlaceOf(context, parent, name, 'make folder');
  return attempt(newObject(parent, name, 'make folder'), () => {
    mkdirSync(pathOf(place));
    return observe(context, place);
  });
};

/** Copies a small local file. Fails as `createFile`. */
export const createSmallFile = (context: Context, parent: RelPath, name: Name, source: LocalSource): Observation => {
  const place = newPlaceOf(context, parent, name, 'create');
  const { system } = context;
  return attempt(newObject(parent, name, 'create'), () => {
    const part = fillNow(system, source, (facts) => openPart(system, place.folder, context.owner(), modeOfCopy(facts)));
    try {
      return placePart(context, part, place);
    } catch (thrown) {
      dropPart(system, part);
      throw thrown;
    }
  });
};

/** Fails with `Exists`, `NoParent`, `NameRefused`, `Denied`, `OutOfSpace`, and with what the content fails with; nothing remains then. */
export const createFile = async (
  context: Context,
  parent: RelPath,
  name: Name,
  content: Content,
  onProgress: OnProgress,
): Promise<Observation> => {
  const { system, tree } = context;
  const doing = newObject(parent, name, 'create');
  checkNewName(name);
  const folder = tree.run(() => attempt(doing, () => tree.hold(parent, doing)));
  try {
    if (system.statAt(folder, name) !== null) throw failure('Exists', `cannot create ${name}: the place is taken`);
    const part = await fill(
      system,
      content,
      (source) => openPart(system, folder, context.owner(), source === null ? modeFor(content.executable) : modeOfCopy(source)),
      onProgress,
    );
    try {
      return tree.run(() => {
        // The folder may have moved while contents were coming: then it is not the place that was meant.
        if (!sameFolder(tree.folder(parent, doing), folder))
          throw failure('NoParent', `cannot create ${name}: its folder was replaced meanwhile`);
        return placePart(context, part, { folder, name });
      });
    } catch (thrown) {
      dropPart(system, part);
      throw thrown;
    }
  } catch (thrown) {
    throw failureOf(thrown, doing);
  } finally {
    closeFolder(folder);
  }
};

/** Observed after it was placed, since that changes its `stamp`, through its descriptor, so that it is surely our file. */
const placePart = (context: Context, part: PartFile, place: Place): Observation => {
  placeNoReplace(context.system, part.place, place, 'file');
  const facts = context.system.statOpen(part.descriptor);
  closePart(part);
  return observationOf(place.name, facts, facts.device);
};

const observe = (context: Context, place: Place): Observation => {
  const facts = context.system.statAt(place.folder, place.name);
  if (facts === null) throw Object.assign(new Error('ENOENT: gone again'), { code: 'ENOENT' });
  return observationOf(place.name, facts, context.tree.root().facts.device);
};
