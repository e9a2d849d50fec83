/** A folder of this machine as a provider: all that `folder.ts` does, and hints. */
import type { Provider } from '../../effects/ports/provider.js';
import { chooseSystem } from './choose-system.js';
import { type FilesystemOptions, type FolderParts, folderOn } from './folder.js';
import type { System } from './system.js';
import { changesBelow, noChanges } from './watch.js';

export type { FilesystemOptions } from './folder.js';

export const filesystem = (options: FilesystemOptions): Provider => filesystemOn(chooseSystem(), options);

/** The same on a given `System`: for tests, which swap calls for failing or racing ones. */
export const filesystemOn = (system: System, options: FilesystemOptions): Provider => withHints(system, folderOn(system, options), options);

/** A folder that may be connected already. */
export const withHints = (system: System, { folder, tree }: FolderParts, options: FilesystemOptions): Provider => ({
  ...folder,
  // Asked anew each time: some traits show once it is connected.
  get traits() {
    return folder.traits;
  },
  changes$: () => ((options.watch ?? true) ? changesBelow(system, tree, { onWarning: options.onWarning ?? (() => undefined) }) : noChanges),
});
