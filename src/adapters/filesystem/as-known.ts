/**
 * Whether a folder is as it is known, told without making observations: `observationOf` and a comparison, but for the texts, which take longer
 * to make than the kernel takes to answer. They are compared with the numbers that they were made of.
 */
import type { RelPath } from '../../domain/name.js';
import { isReserved } from '../../domain/reserved-name.js';
import type { Sight } from '../../effects/ports/provider.js';
import type { Context } from './context.js';
import { attempt } from './errors.js';
import { type Facts, identityOf, type Instant, isExecutable, observationOf } from './facts.js';
import { listing, listNow, namesIn } from './list.js';

/** See `Immediate.isAsKnown`. Fails as `list`. */
export const isAsKnown = (context: Context, path: RelPath, ident: string | null, known: readonly Sight[]): boolean =>
  attempt(listing(path), () => {
    const folder = context.tree.folder(path, listing(path));
    if (ident !== null && identityOf(folder.facts) !== ident) return false;
    const rootDevice = context.tree.root().facts.device;
    const { names, unreadableNames } = namesIn(context, folder);
    // They go by names that are made up as a folder is listed.
    if (unreadableNames.length > 0) return isListedAs(listNow(context, path).entries, known);
    let met = 0;
    let byName: ReadonlyMap<string, Sight> | null = null;
    for (const name of names) {
      if (isReserved(name)) continue;
      // A folder is mostly read in the order in which its entries became known.
      const next = known[met];
      const sight = next?.name === name ? next : (byName ??= new Map(known.map((each) => [each.name, each]))).get(name);
      if (sight === undefined) return false;
      const facts = context.system.statAt(folder, name);
      if (facts === null || !isSeenAs(facts, rootDevice, sight)) return false;
      met += 1;
    }
    return met === known.length;
  });

const isListedAs = (entries: readonly Sight[], known: readonly Sight[]): boolean => {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return entries.length === known.length && known.every((sight) => isSame(byName.get(sight.name), sight));
};

const isSame = (a: Sight | undefined, b: Sight): boolean =>
  a !== undefined &&
  a.kind === b.kind &&
  a.oid === b.oid &&
  a.ident === b.ident &&
  a.revision === b.revision &&
  (a.stamp === b.stamp || a.kind === 'folder') &&
  a.kept === b.kept;

/** True if `observationOf` these facts says what `known` does. */
export const isSeenAs = (facts: Facts, rootDevice: number, known: Sight): boolean => {
  if (facts.device !== rootDevice || facts.type === 'symlink' || facts.type === 'special' || known.oid !== null || known.kept !== null)
    return isSame(observationOf(known.name, facts, rootDevice), known);
  if (facts.type === 'folder') return known.kind === 'folder' && known.revision === null && isIdentity(known.ident, facts);
  if (known.kind !== 'file' || !isRevision(known.revision, facts) || !isInstant(known.stamp, 0, facts.changed)) return false;
  return facts.links > 1 ? known.ident === null : isIdentity(known.ident, facts);
};

const isIdentity = (text: string | null, { inode, born }: Facts): boolean => {
  if (text === null) return false;
  const colon = text.indexOf(':');
  return isNumber(text, 0, colon, inode) && isInstant(text, colon + 1, born);
};

const isRevision = (text: string | null, facts: Facts): boolean => {
  if (text === null) return false;
  const dash = text.indexOf('-');
  const isMarked = text.endsWith('-x');
  return (
    isMarked === isExecutable(facts) &&
    isNumber(text, 0, dash, facts.size) &&
    isInstant(text, dash + 1, facts.modified, isMarked ? text.length - 2 : text.length)
  );
};

const isInstant = (text: string | null, from: number, { seconds, nanoseconds }: Instant, to = text?.length ?? 0): boolean => {
  if (text === null) return false;
  const dot = text.indexOf('.', from);
  return isNumber(text, from, dot, seconds) && isNumber(text, dot + 1, to, nanoseconds);
};

const BASE = 36;

/** True if the text from `from` to `to` is this number in base 36, as `toString` writes it. */
const isNumber = (text: string, from: number, to: number, value: number | bigint): boolean => {
  if (from >= to) return false;
  // Rare, and not worth a second way: what is negative, or does not fit in a double.
  if (typeof value === 'bigint' || value < 0) return text.slice(from, to) === value.toString(BASE);
  if (to - from > 1 && text.charCodeAt(from) === ZERO) return false;
  let read = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code <= NINE ? code - ZERO : code - SMALL_A + 10;
    if (digit < 0 || digit >= BASE || (code > NINE && code < SMALL_A)) return false;
    read = read * BASE + digit;
  }
  return read === value;
};

const ZERO = 48;
const NINE = 57;
const SMALL_A = 97;
