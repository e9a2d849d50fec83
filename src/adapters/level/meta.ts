/** Format and id of a log, inside the database: so that they are copied, moved and lost together with the records. */
import { randomUUID } from 'node:crypto';
import type { Database } from './database.js';
import { refuseNewer } from './format-file.js';
import { META } from './keys.js';
import { FORMAT, parseJson } from './record.js';

/** A new id: another log than every other one. */
export const newId = (): string => randomUUID();

export const encodeMeta = (id: string): string => JSON.stringify({ format: FORMAT, id });

/**
 * The id of the log, made now if it has none: a log that lost its id is taken for another one, which merges and deletes nothing.
 * Throws `LogFailure` NewerFormat.
 */
export const readOrCreateId = async (db: Database, folder: string): Promise<string> => {
  const meta = parseJson((await db.get(META)) ?? 'null') as { readonly format?: unknown; readonly id?: unknown } | null;
  if (typeof meta?.format === 'number') refuseNewer(folder, meta.format);
  if (typeof meta?.id === 'string') return meta.id;
  const id = newId();
  await db.batch([{ type: 'put', key: META, value: encodeMeta(id) }], { sync: true });
  return id;
};
