/** Somebody who acts on the shelf behind its provider's back. */
import { type RelPath, showPath } from '../../src/domain/name.js';
import type { Shelf } from '../../examples/own-provider.js';
import type { UserApi } from '../../src/testing/provider-kit/index.js';

export const userOf = (things: Shelf): UserApi => {
  const within = (path: RelPath): readonly string[] =>
    [...things.keys()].filter((key) => key === showPath(path) || key.startsWith(`${showPath(path)}/`));
  return {
    write: (path, content) => void things.set(showPath(path), content.slice()),
    mkdir: (path) => void things.set(showPath(path), null),
    move: (from, to) => {
      for (const key of within(from)) {
        const thing = things.get(key);
        things.delete(key);
        if (thing !== undefined) things.set(showPath(to) + key.slice(showPath(from).length), thing);
      }
    },
    remove: (path) => within(path).forEach((key) => things.delete(key)),
    read: (path) => things.get(showPath(path)) ?? new Uint8Array(),
    tree: () => Object.fromEntries([...things].map(([key, thing]) => [thing === null ? `${key}/` : key, thing])),
  };
};
