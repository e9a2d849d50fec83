import { nameKey, parsePath, type RelPath, showPath } from '../../../domain/name.js';
import { isReserved } from '../../../domain/reserved-name.js';
import type { Traits } from '../../../domain/traits.js';
import type { UserApi } from '../../provider-kit/index.js';
import type { UserAct } from '../../world/scenario.js';

/** What lies in a place, without what foldsync keeps there: files as text, folders as null, by the key of their path. */
export type Contents = ReadonlyMap<string, string | null>;

const keyOf = (traits: Traits, path: RelPath): string => showPath(path.map((name) => nameKey(traits, name)));

export const contentsOf = async (user: UserApi, traits: Traits): Promise<Contents> => {
  const found = new Map<string, string | null>();
  for (const [path, content] of Object.entries(await user.tree())) {
    const names = parsePath(path);
    if (!names.some(isReserved)) found.set(keyOf(traits, names), content && Buffer.from(content).toString());
  }
  return found;
};

/** A user does something, where it can be done: what is on the way are folders, and the target is free. */
export const actThrough = async (user: UserApi, traits: Traits, act: UserAct, unique: () => number): Promise<void> => {
  const contents = await contentsOf(user, traits);
  const at = (path: RelPath): string | null | undefined => contents.get(keyOf(traits, path));
  const canHold = (path: RelPath): boolean => path.every((_, depth) => depth === 0 || (at(path.slice(0, depth)) ?? null) === null);
  const makeWay = async (path: RelPath): Promise<void> => {
    for (let depth = 1; depth < path.length; depth++) if (at(path.slice(0, depth)) === undefined) await user.mkdir(path.slice(0, depth));
  };
  switch (act.act) {
    case 'write': {
      const path = parsePath(act.path);
      if (!canHold(path) || at(path) === null) return;
      await makeWay(path);
      return user.write(path, Buffer.from(contentNumber(unique())));
    }
    case 'mkdir': {
      const path = parsePath(act.path);
      if (!canHold([...path, '']) || at(path) !== undefined) return;
      await makeWay(path);
      return user.mkdir(path);
    }
    case 'move': {
      const [from, to] = [parsePath(act.from), parsePath(act.to)];
      if (at(from) === undefined || at(to) !== undefined || !canHold(to) || keyOf(traits, to).startsWith(`${keyOf(traits, from)}/`)) return;
      await makeWay(to);
      return user.move(from, to);
    }
    case 'remove': {
      const path = parsePath(act.path);
      return at(path) === undefined ? undefined : user.remove(path);
    }
    case 'swap':
      return undefined;
  }
};

/** No two of one size: where a revision is made of size and a coarse time, contents of one moment must differ in size. */
const contentNumber = (n: number): string => `v${n}`.padEnd(n + 4, '.');
