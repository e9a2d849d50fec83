/** Objects by path or by id, on every kind of provider: where paths are ids, an id is a path; where ids are stable, a path is walked down. */
import { nameKey, parsePath, type RelPath, showPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import { isReserved } from '../../domain/reserved-name.js';
import { type Expected, failure, type Provider, type Ref } from '../ports/provider.js';

/** An object, and where it is. */
export interface Found {
  readonly seen: Observation;
  /** As it is spelled there. */
  readonly path: RelPath;
}

export interface Finder {
  readonly byPath: (path: RelPath) => Promise<Found | null>;
  readonly byOid: (oid: string) => Promise<Found | null>;
  readonly children: (folder: Found) => Promise<readonly Found[]>;
  /** Its id: stable where the provider has such, else its path. */
  readonly oidOf: (found: Found) => string;
}

export const finderOf = (provider: Provider, rootOid: () => string | null): Finder => {
  const hasOids = (): boolean => provider.traits.identity === 'oid';
  const root = (): Ref => ({ oid: rootOid(), path: [] });

  const lookUp = async (ref: Ref): Promise<Found | null> => {
    const answer = await provider.lookUp(ref);
    return answer._tag === 'Found' ? { seen: answer.observation, path: ref.path } : null;
  };
  const children = async ({ seen, path }: Found): Promise<readonly Found[]> => {
    const { complete, entries } = await provider.list({ oid: seen.oid, path });
    if (!complete) throw failure('Temporary', `only a part of ${showPath(path)} could be listed`);
    return entries.filter(({ name }) => !isReserved(name)).map((each) => ({ seen: each, path: [...path, each.name] }));
  };
  const walkDown = async (path: RelPath): Promise<Found | null> => {
    let at = await lookUp(root());
    for (const name of path) {
      if (at?.seen.kind !== 'folder') return null;
      const key = nameKey(provider.traits, name);
      at = (await children(at)).find(({ seen }) => nameKey(provider.traits, seen.name) === key) ?? null;
    }
    return at;
  };
  const byPath = async (path: RelPath): Promise<Found | null> => {
    if (path.some(isReserved)) return null;
    if (hasOids()) return walkDown(path);
    const found = await lookUp({ oid: null, path });
    return found && path.length > 0 ? { ...found, path: [...path.slice(0, -1), found.seen.name] } : found;
  };
  /** Null if it leads to no root: it lies outside, or a folder above it went away meanwhile. */
  const pathOf = async ({ oid, parentOid, name }: Observation): Promise<RelPath | null> => {
    if (oid === rootOid()) return [];
    const names = [name];
    for (let at = parentOid; at !== rootOid(); ) {
      const above: Found | null = at === null ? null : await lookUp({ oid: at, path: [] });
      if (above === null) return null;
      names.unshift(above.seen.name);
      at = above.seen.parentOid;
    }
    return names;
  };
  return {
    byPath,
    byOid: async (oid) => {
      if (!hasOids()) return byPath(parsePath(oid));
      const found = await lookUp({ oid, path: [] });
      const path = found && (await pathOf(found.seen));
      return found && path && { seen: found.seen, path };
    },
    children,
    oidOf: ({ seen, path }) => seen.oid ?? showPath(path),
  };
};

/** What is expected of an object that was just found. */
export const expectedOf = ({ seen, path }: Found): Expected => ({
  oid: seen.oid,
  parentOid: seen.parentOid,
  path,
  kind: seen.kind === 'folder' ? 'folder' : 'file',
  revision: seen.revision,
  ident: seen.ident,
});
