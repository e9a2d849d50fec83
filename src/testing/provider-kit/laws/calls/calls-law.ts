/** Laws of what users call on a provider (`clientOf`): the same on every provider, since it is made from the port alone. */
import assert from 'node:assert/strict';
import { clientOf, type ProviderClient, type Sink } from '../../../../effects/client/index.js';
import type { ProviderLaw } from '../../harness.js';
import { rejection, type Tag } from '../../refused.js';
import { law, type Session } from '../../session.js';

export interface Desk extends Session {
  readonly client: ProviderClient;
}

/** A law over a connected client. Its name begins with the number of the scenario that it is. */
export const callsLaw = (name: string, body: (desk: Desk) => Promise<void>, skip?: ProviderLaw['skip']): ProviderLaw =>
  law(
    name,
    async (session) => {
      const client = clientOf(session.provider);
      await client.connect();
      await body({ ...session, client });
    },
    skip,
  );

/** FileNotFound and FileExists of the original. */
export const NOT_FOUND: readonly Tag[] = ['NotFound', 'NoParent'];
export const TAKEN: readonly Tag[] = ['Exists', 'NotEmpty'];

export const fails = async (tags: readonly Tag[], call: Promise<unknown>): Promise<void> => {
  const error = await rejection(call);
  assert.ok(error !== null && tags.includes(error._tag), `ended in ${error?._tag ?? 'success'}, not in ${tags.join(' or ')}`);
};

export const textOf = async (download: (sink: Sink) => Promise<void>): Promise<string> => {
  const pieces: Uint8Array[] = [];
  await download((bytes) => void pieces.push(bytes.slice()));
  return Buffer.concat(pieces).toString();
};

/** Ids of a file and of a folder that are no more, and of one that never was. */
export const ghosts = async ({
  client,
  traits,
}: Desk): Promise<{ readonly file: string; readonly folder: string; readonly never: string }> => {
  const { oid: file } = await client.create('/gone file', 'x');
  const folder = await client.mkdir('/gone folder');
  await client.delete(file);
  await client.delete(folder);
  return { file, folder, never: traits.identity === 'oid' ? 'no-such-id' : '/never' };
};

export const GHOST_PATHS = ['/gone file', '/gone folder', '/never'] as const;

/** By stable ids only: elsewhere an id is a path. */
export const withOids: ProviderLaw['skip'] = ({ identity }) => (identity === 'oid' ? null : 'its ids are paths');
