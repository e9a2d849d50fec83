/** The sweep of one side in a thread of its own: what it is sent, and what it does with that. `sweep-elsewhere.ts` starts it. */
import { chooseSystem } from '../adapters/filesystem/choose-system.js';
import { folderOn } from '../adapters/filesystem/folder.js';
import type { NodeId } from '../domain/ids.js';
import { loadTable } from '../domain/table/paged-table.js';
import type { SavedTable } from '../domain/table/saved-table.js';
import { asKnownTo, sweepSide } from '../effects/engine/sweep.js';
import { ignoreFiles } from './ignore-files.js';

/** Copied from thread to thread. */
export interface SweepTask {
  /** Path of the folder, and which one it has to be. */
  readonly root: string;
  readonly identity: string;
  readonly logId: string;
  /** The root's node. */
  readonly node: NodeId;
  readonly table: SavedTable;
  /** Both roots, and `--exclude`: where the rules are. */
  readonly roots: readonly string[];
  readonly excludes: readonly string[];
}

/** Null if it is another folder. Throws what connecting throws. */
export const sweepThread = async ({
  root,
  identity,
  logId,
  node,
  table,
  roots,
  excludes,
}: SweepTask): Promise<readonly NodeId[] | null> => {
  const { folder } = folderOn(chooseSystem(), { root, watch: false });
  if ((await folder.connect()).identity !== identity) return null;
  folder.claim?.(logId);
  // Where rules can't be read, the other thread warns of it.
  const { rules } = ignoreFiles(roots, excludes, () => undefined);
  const isAsKnown = asKnownTo(folder.immediate, rules);
  // No name is looked for, so that no side's rules for names are needed.
  return isAsKnown === null ? null : sweepSide({ table: loadTable(table, [String, String]), root: node, isAsKnown });
};
