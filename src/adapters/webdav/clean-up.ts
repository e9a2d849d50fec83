/** What a killed run under the same log left on its way, and what has been in the trash for long enough. */
import { type Context, PARTS, TRASH } from './context.js';
import { trashedAtMs } from './place.js';

/** Nobody uploads one file for longer, milliseconds: what is older is left over by somebody else, or by a server that was killed. */
const ABANDONED_MS = 7 * 24 * 60 * 60 * 1000;

/** Nothing of this owner may be on its way. */
export const cleanUp = async ({ dav, nowMs }: Context, owner: string, keptMs: number): Promise<void> => {
  for (const { place, entry } of (await dav.propfind({ path: PARTS, kind: 'folder' }, '1')) ?? []) {
    if (place._tag === 'Child' && !entry.isFolder && (place.name.startsWith(`${owner}-`) || nowMs() - entry.mtimeMs > ABANDONED_MS))
      await dav.delete({ path: [...PARTS, place.name], kind: 'file' });
  }
  for (const { place, entry } of (await dav.propfind({ path: TRASH, kind: 'folder' }, '1')) ?? []) {
    const atMs = place._tag === 'Child' ? trashedAtMs(place.name) : null;
    if (place._tag !== 'Child' || atMs === null || nowMs() - atMs <= keptMs) continue;
    await dav.delete({ path: [...TRASH, place.name], kind: entry.isFolder ? 'folder' : 'file' });
  }
};
