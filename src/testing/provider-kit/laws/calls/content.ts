/** Contents in and out. */
import assert from 'node:assert/strict';
import { pattern } from '../../content.js';
import type { ProviderLaw } from '../../harness.js';
import { callsLaw, fails, ghosts, NOT_FOUND, TAKEN, textOf, withOids } from './calls-law.js';

const PIECE = pattern(64 * 1024);

/** Half of what it promises, then it breaks. */
const breaking = (size: number) => ({
  size,
  stream: async function* () {
    for (let sent = 0; sent < size / 2; sent += PIECE.length) yield PIECE;
    throw new Error('the source broke off');
  },
});

export const contentCalls: readonly ProviderLaw[] = [
  callsLaw('PR-11 fails to download what is not there', async ({ client }) => {
    await fails(
      NOT_FOUND,
      client.downloadPath('/missing', () => undefined),
    );
  }),
  callsLaw('PR-12 uploads in place, with the hash of the bytes', async ({ client }) => {
    const made = await client.create('/file', 'hello');
    const hash = await client.hashOid(made.oid);
    assert.equal(hash, await client.hashData('hello'));
    if (made.hash !== null) assert.equal(made.hash, hash);
    const again = await client.upload(made.oid, 'hello');
    assert.equal(again.oid, made.oid);
    assert.equal(await client.hashOid(made.oid), hash);
    assert.deepEqual(JSON.parse(JSON.stringify(again)), again);
    assert.equal(await textOf((sink) => client.download(made.oid, sink)), 'hello');
  }),
  callsLaw('PR-60 holds files of no bytes', async ({ client }) => {
    const { oid, size } = await client.create('/empty', '');
    assert.equal(size, 0);
    assert.equal(await client.hashOid(oid), await client.hashData(''));
    await client.upload(oid, '');
    assert.equal(await textOf((sink) => client.download(oid, sink)), '');
  }),
  callsLaw(
    'PR-58 fails to upload to a path',
    async ({ client }) => {
      await client.create('/file', 'x');
      await fails(NOT_FOUND, client.upload('/file', 'y'));
    },
    withOids,
  ),
  ...(
    [
      ['PR-84', 600 * 1024],
      ['PR-86', 20 * 1024 * 1024],
    ] as const
  ).map(([id, size]) =>
    callsLaw(`${id} leaves nothing of a create whose source breaks off at half of ${size} bytes`, async ({ client }) => {
      await assert.rejects(client.create('/file', breaking(size)));
      assert.equal(await client.existsPath('/file'), false);
    }),
  ),
  callsLaw('PR-87 keeps the old content if the source of an upload breaks off', async ({ client }) => {
    const { oid } = await client.create('/file', '');
    await assert.rejects(client.upload(oid, breaking(20 * 1024 * 1024)));
    assert.equal((await client.infoOid(oid))?.size, 0);
  }),
  callsLaw('stores nothing of a source that is longer or shorter than it says', async ({ client }) => {
    const source = (size: number) => ({
      size,
      stream: async function* () {
        yield pattern(10);
      },
    });
    for (const size of [9, 11]) await fails(['Corrupt'], client.create('/file', source(size)));
    assert.equal(await client.existsPath('/file'), false);
  }),
  callsLaw('PR-31 PR-33 neither uploads to nor downloads what is gone', async (desk) => {
    const { client } = desk;
    const gone = await ghosts(desk);
    for (const oid of Object.values(gone)) {
      await fails(NOT_FOUND, client.upload(oid, 'x'));
      await fails(
        NOT_FOUND,
        client.download(oid, () => undefined),
      );
    }
  }),
  callsLaw('PR-43 neither uploads to nor downloads a folder', async ({ client }) => {
    const folder = await client.mkdir('/folder');
    await fails(TAKEN, client.upload(folder, 'x'));
    await fails(
      TAKEN,
      client.download(folder, () => undefined),
    );
  }),
  callsLaw('PR-68 writes, overwrites and reads a file of 6 MiB', async ({ client }) => {
    const size = 6 * 1024 * 1024;
    const { oid } = await client.create('/large', pattern(size));
    assert.equal((await client.upload(oid, pattern(size - 1))).size, size - 1);
    let read = 0;
    await client.download(oid, (bytes) => void (read += bytes.length));
    assert.equal(read, size - 1);
  }),
];
