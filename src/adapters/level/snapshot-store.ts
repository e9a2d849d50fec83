/** The newest snapshot in LevelDB: replaced in one atomic write, or not at all. */
import type { Snapshot } from '../../effects/ports/event-log.js';
import type { Database } from './database.js';
import { MANIFEST, SLABS, slabKey } from './keys.js';
import { assemble, decodeManifest, encodeManifest, manifestOf } from './slabs.js';

/** One write of a batch. */
export type Write = { readonly type: 'put'; readonly key: string; readonly value: string } | { readonly type: 'del'; readonly key: string };

/** The writes that replace the stored snapshot: slabs that are new, slabs that nothing names any more, and the manifest. */
export const snapshotWrites = async (db: Database, snapshot: Snapshot): Promise<readonly Write[]> => {
  const manifest = manifestOf(snapshot);
  const stored = new Set(await db.keys(SLABS).all());
  const wanted = new Map(manifest.slabs.map(([name, digest]) => [slabKey(digest), snapshot.slabs.get(name) ?? '']));
  const puts = [...wanted].filter(([key]) => !stored.has(key)).map(([key, value]) => ({ type: 'put', key, value }) as const);
  const dels = [...stored].filter((key) => !wanted.has(key)).map((key) => ({ type: 'del', key }) as const);
  return [...puts, ...dels, { type: 'put', key: MANIFEST, value: encodeManifest(manifest) }];
};

/** The stored snapshot, null if there is none, it is damaged, or it is of an event that the log does not have. */
export const readSnapshot = async (db: Database, head: number): Promise<Snapshot | null> => {
  const manifest = decodeManifest(await db.get(MANIFEST));
  if (manifest === null || manifest.seq > head) return null;
  const contents: (string | undefined)[] = [];
  for (let at = 0; at < manifest.slabs.length; at += STEP_SLABS)
    contents.push(...(await db.getMany(manifest.slabs.slice(at, at + STEP_SLABS).map(([, digest]) => slabKey(digest)))));
  return assemble(manifest, contents);
};

/** Slabs asked for at once, some 16 MB: LevelDB has all of an answer in memory while it becomes strings. */
const STEP_SLABS = 64;

/** The writes that delete the stored snapshot. */
export const snapshotDeletes = async (db: Database): Promise<readonly Write[]> =>
  [MANIFEST, ...(await db.keys(SLABS).all())].map((key) => ({ type: 'del', key }));
