/**
 * Making what was written without `sync` durable. LevelDB's own synced write covers only its current write-ahead file: when that is
 * full (4 MB) it goes on with another and closes the old one without fsync (db_impl.cc, MakeRoomForWrite), so until the old one
 * is compacted a power cut could lose it and keep what came later. Therefore all of them are synced.
 */
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Everything handed to LevelDB in `folder` before the call is on disk when it resolves. */
export const syncWriteAhead = async (folder: string): Promise<void> => {
  const names = await readdir(folder);
  await Promise.all(names.filter((name) => name.endsWith('.log')).map((name) => syncFile(join(folder, name), 'r+')));
  if (process.platform !== 'win32') await syncFile(folder, 'r');
};

const syncFile = async (path: string, flags: 'r' | 'r+'): Promise<void> => {
  const file = await open(path, flags).catch(compactedMeanwhile);
  try {
    await file?.sync();
  } finally {
    await file?.close();
  }
};

/** A write-ahead file that is gone was compacted into a table, which LevelDB syncs itself. */
const compactedMeanwhile = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null;
  throw error;
};
