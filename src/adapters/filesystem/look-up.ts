/** One object, by its path. */
import { readdirSync } from 'node:fs';
import { nameKey, type Name, type RelPath } from '../../domain/name.js';
import { isReserved } from '../../domain/reserved-name.js';
import type { LookUp } from '../../effects/ports/provider.js';
import type { OpenFolder } from './anchor.js';
import type { Context } from './context.js';
import { attempt, isAbsence } from './errors.js';
import { observationOf, type Facts } from './facts.js';
import { listNow, mayBeStandIn } from './list.js';
import { checkNames } from './tree.js';

/** Fails with `NameRefused`, `Denied`. Links on the way are no folders. */
export const lookUp = (context: Context, path: RelPath): LookUp =>
  attempt({ verb: 'look up', path, missing: 'NotFound' }, () => {
    checkNames(path);
    const root = context.tree.root();
    const name = path.at(-1);
    if (name === undefined) return { _tag: 'Found', observation: observationOf('', root.facts, root.facts.device) };
    const descent = context.tree.descend(path.slice(0, -1));
    if (descent._tag === 'Stopped') return { _tag: 'Missing', depth: descent.depth };
    const missing: LookUp = { _tag: 'Missing', depth: path.length - 1 };
    if (isReserved(name)) return missing;
    const facts = statTolerant(context, descent.folder, name);
    if (facts !== null)
      return { _tag: 'Found', observation: observationOf(spellingOf(context, descent.folder, name), facts, root.facts.device) };
    if (!mayBeStandIn(name)) return missing;
    const observation = listNow(context, path.slice(0, -1)).entries.find((entry) => entry.name === name);
    return observation === undefined ? missing : { _tag: 'Found', observation };
  });

/** A name that is longer than any name can't be there. */
const statTolerant = (context: Context, folder: OpenFolder, name: Name): Facts | null => {
  try {
    return context.system.statAt(folder, name);
  } catch (thrown) {
    if (isAbsence(thrown)) return null;
    throw thrown;
  }
};

/** As the folder spells it, where other spellings find it too. */
const spellingOf = (context: Context, folder: OpenFolder, name: Name): Name => {
  if (context.caseSensitive()) return name;
  const names = readdirSync(`${folder.path}/.`);
  const rules = { caseSensitive: false, unicode: 'nfc', forbiddenCharacters: '', maxNameBytes: 255 } as const;
  return names.includes(name) ? name : (names.find((other) => nameKey(rules, other) === nameKey(rules, name)) ?? name);
};
