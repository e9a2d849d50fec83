/** What is seen of missing paths, and of folders. */
import { type RelPath, showPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import { isReserved } from '../../domain/reserved-name.js';
import { failure, type Listing } from '../../effects/ports/provider.js';
import { type Context, isFailure, lookAt } from './context.js';
import { observationOf, unsafeObservation } from './observe.js';

/** How many names of a missing path are still folders. */
export const depthOf = async (context: Context, path: RelPath): Promise<number> => {
  for (let depth = path.length - 1; depth > 0; depth--) {
    const above = await lookAt(context, path.slice(0, depth));
    if (above?.kind === 'folder') return depth;
  }
  return 0;
};

/** Fails with `NotFound`, also for a file. */
export const list = async (context: Context, path: RelPath): Promise<Listing> => {
  const listed = await context.dav.propfind({ path, kind: 'folder' }, '1').catch(async (thrown: unknown) => {
    // A file in its place is a bad request to some.
    if (!isFailure(thrown, 'Failed') || (await lookAt(context, path))?.kind === 'folder') throw thrown;
    return null;
  });
  const isFolder = listed?.some(({ place, entry }) => place._tag === 'Itself' && entry.isFolder) ?? false;
  if (listed === null || !isFolder) throw failure('NotFound', `there is no folder ${showPath(path)}`);
  const entries = new Map<string, Observation>();
  for (const { place, entry } of listed) {
    if (place._tag === 'Child' && !isReserved(place.name)) entries.set(place.name, observationOf(place.name, entry));
    if (place._tag === 'Unsafe') entries.set(place.shown, unsafeObservation(place.shown, entry, place.why));
  }
  return { complete: true, ident: null, entries: [...entries.values()] };
};
