/** What was thrown away, to be copied back: it is read where it lies, and stays there. */
import { closeSync, existsSync, readdirSync } from 'node:fs';
import { isSafeName, type Name } from '../../domain/name.js';
import { failure, type Content, type TrashRef } from '../../effects/ports/provider.js';
import { closeFolder, openChild, openRoot, type OpenFolder } from './anchor.js';
import type { Context } from './context.js';
import { attempt, type Doing } from './errors.js';
import { revisionOf, type Facts } from './facts.js';
import { openedContent, type Opener, READ_FILE_ITSELF } from './source.js';
import { slotTime, TRASH_PATH } from './trash.js';

/** Fails with `NotFound` if it is not there (any more), or was never in a trash. */
export const readTrash = (context: Context, { ref }: TrashRef): Content => {
  const { system, rootPath } = context;
  const [slot, name] = slotOf(ref);
  const doing: Doing = { verb: 'read from the trash', path: [name], missing: 'NotFound' };
  const inSlot = <A>(use: (folder: OpenFolder) => A): A =>
    attempt(doing, () => {
      const held = [openRoot(system, rootPath)];
      try {
        for (const each of [...TRASH_PATH, slot]) held.push(openChild(system, held.at(-1) as OpenFolder, each));
        return use(held.at(-1) as OpenFolder);
      } finally {
        for (const folder of held) closeFolder(folder);
      }
    });
  const look = (): Facts =>
    inSlot((folder) => {
      const facts = system.statAt(folder, name);
      if (facts?.type !== 'file') throw failure('NotFound', `${name} is not in the trash any more`);
      return facts;
    });
  const facts = look();
  const check = (now: Facts): void => {
    if (now.inode !== facts.inode || revisionOf(now) !== revisionOf(facts)) throw failure('Modified', `${name} was changed in the trash`);
  };
  const opener: Opener = { open: () => inSlot((folder) => system.openAt(folder, name, READ_FILE_ITSELF, 0)), check };
  attempt(doing, () => closeSync(opener.open()));
  return openedContent({ facts, opener, doing, localPath: `${rootPath}/${ref}`, verify: async () => check(look()) });
};

/** What the clock of the log may be behind that of the slots, in ms. */
const CLOCKS_APART_MS = 60_000;

/** See `Provider.findTrash`. */
export const findTrash = ({ system, rootPath }: Context, name: Name, size: number, sinceMs: number): TrashRef | null => {
  const trash = [rootPath, ...TRASH_PATH].join('/');
  if (!isSafeName(name) || !existsSync(trash)) return null;
  const found = readdirSync(trash).filter((slot) => {
    if ((slotTime(slot) ?? 0) < sinceMs - CLOCKS_APART_MS) return false;
    const facts = system.statAt({ descriptor: null, path: `${trash}/${slot}` }, name);
    return facts?.type === 'file' && facts.size === size;
  });
  return found.length === 1 ? { ref: [...TRASH_PATH, found[0], name].join('/') } : null;
};

/** References come from a log, and are not trusted more than any path. */
const slotOf = (ref: string): readonly [slot: string, name: string] => {
  const [own, trash, slot, name, ...more] = ref.split('/');
  const isOurs = own === TRASH_PATH[0] && trash === TRASH_PATH[1] && more.length === 0;
  if (!isOurs || slot === undefined || slotTime(slot) === null || name === undefined || !isSafeName(name))
    throw failure('NotFound', 'this is no place in the trash of this folder');
  return [slot, name];
};
