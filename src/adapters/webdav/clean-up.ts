/** What a killed run under the same log left on its way, and what has been in the trash for long enough. */
import { type Context, PARTS, TRASH } from './context.js';
import { trashedAtMs } from './place.js';

/** Nothing of this owner may be on its way. */
export const cleanUp = async ({ dav, nowMs }: Context, owner: string, keptMs: number): Promise<void> => {
  for (const { place, entry } of (await dav.propfind({ path: PARTS, kind: 'folder' }, '1')) ?? []) {
    if (place._tag === 'Child' && !entry.isFolder && place.name.startsWith(`${owner}-`))
      await dav.delete({ path: [...PARTS, place.name], kind: 'file' });
  }
  for (const { place, entry } of (await dav.propfind({ path: TRASH, kind: 'folder' }, '1')) ?? []) {
    const atMs = place._tag === 'Child' ? trashedAtMs(place.name) : null;
    if (place._tag !== 'Child' || atMs === null || nowMs() - atMs <= keptMs) continue;
    await dav.delete({ path: [...TRASH, place.name], kind: entry.isFolder ? 'folder' : 'file' });
  }
};
