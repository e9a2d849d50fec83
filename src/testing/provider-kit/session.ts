/** A place opened for one law: connected, and with helpers that find things there by path on every kind of provider. */
import { isReserved } from '../../domain/reserved-name.js';
import { parsePath, type RelPath, showPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import type { Traits } from '../../domain/traits.js';
import type { Expected, Provider, Ref } from '../../effects/ports/provider.js';
import type { ProviderHarness, ProviderLaw, TreeValue, UserApi } from './harness.js';

export interface Session {
  readonly provider: Provider;
  readonly user: UserApi;
  readonly traits: Traits;
  readonly harness: ProviderHarness;
  readonly root: Ref;
  /** What the provider shows at a path, or null. */
  readonly observed: (path: RelPath) => Promise<Observation | null>;
  /** What to expect of the object that is there now; throws if none is. */
  readonly expected: (path: RelPath) => Promise<Expected>;
  readonly ref: (path: RelPath) => Promise<Ref>;
  /** The user's tree without foldsync's own names, sorted. */
  readonly tree: () => Promise<TreeValue>;
  /** The children's observations, without foldsync's own. */
  readonly children: (folder: Ref) => Promise<readonly Observation[]>;
}

/** A law over one freshly opened place. */
export const law = (name: string, body: (session: Session) => Promise<void>, skip?: ProviderLaw['skip']): ProviderLaw => ({
  name,
  run: (harness) => withSession(harness, body),
  ...(skip === undefined ? {} : { skip }),
});

export const withSession = async (harness: ProviderHarness, body: (session: Session) => Promise<void>): Promise<void> => {
  const place = await harness.open();
  try {
    const { oid } = await place.provider.connect();
    await body(sessionOf(harness, place.provider, place.user, { oid, path: [] }));
    await place.provider.disconnect();
  } finally {
    await place.close();
  }
};

const sessionOf = (harness: ProviderHarness, provider: Provider, user: UserApi, root: Ref): Session => {
  const children = async (folder: Ref): Promise<readonly Observation[]> =>
    (await provider.list(folder)).entries.filter(({ name }) => !isReserved(name));
  /** Down from the root by names: stores with oids need not know paths. */
  const byListing = async (path: RelPath): Promise<Observation | null> => {
    const top = await provider.lookUp(root);
    let at: Observation | null = top._tag === 'Found' ? top.observation : null;
    for (const [depth, name] of path.entries()) {
      if (at?.kind !== 'folder') return null;
      const entries = await children({ oid: at.oid, path: path.slice(0, depth) });
      at = entries.find((entry) => entry.name === name) ?? null;
    }
    return at;
  };
  const byPath = async (path: RelPath): Promise<Observation | null> => {
    const answer = await provider.lookUp({ oid: null, path });
    return answer._tag === 'Found' ? answer.observation : null;
  };
  const observed = harness.traits.identity === 'oid' ? byListing : byPath;
  const expected = async (path: RelPath): Promise<Expected> => {
    const seen = await observed(path);
    if (seen === null) throw new Error(`the provider does not show ${showPath(path)}`);
    return expectedOf(seen, path);
  };
  return {
    provider,
    user,
    traits: harness.traits,
    harness,
    root,
    observed,
    expected,
    ref: async (path) => (path.length === 0 ? root : { oid: (await expected(path)).oid, path }),
    tree: async () => withoutReserved(await user.tree()),
    children,
  };
};

/** What an effect would expect of an object that was observed at `path`. */
export const expectedOf = ({ oid, parentOid, kind, revision, ident }: Observation, path: RelPath): Expected => ({
  oid,
  parentOid,
  path,
  kind: kind === 'folder' ? 'folder' : 'file',
  revision,
  ident,
});

const withoutReserved = (tree: TreeValue): TreeValue =>
  Object.fromEntries(
    Object.entries(tree)
      .filter(([path]) => !parsePath(path).some(isReserved))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
