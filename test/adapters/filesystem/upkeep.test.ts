import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../src/adapters/filesystem/errors.js';
import { filesystemOn } from '../../../src/adapters/filesystem/filesystem.js';
import { purgeTrash, readMarker, slotsToPurge, writeMarker, type TrashSlot } from '../../../src/adapters/filesystem/index.js';
import { portableSystem } from '../../../src/adapters/filesystem/portable.js';
import { newSlot, slotsInTurn, slotTime } from '../../../src/adapters/filesystem/trash.js';
import type { Expected } from '../../../src/effects/ports/provider.js';
import { outcome, ref, temporaryFolder } from './support.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('the trash', () => {
  const slot = fc.record({ slot: fc.uuid(), atMs: fc.integer({ min: 0, max: 100 }), bytes: fc.integer({ min: 0, max: 50 }) });
  const slots = fc.uniqueArray(slot, { selector: (one) => one.slot, maxLength: 20 });

  const policies = fc.record({ maxAgeMs: fc.nat(100), maxBytes: fc.nat(300), minAgeMs: fc.nat(100) });

  it('keeps what is neither too old nor too much, and always the newest first', () => {
    fc.assert(
      fc.property(slots, policies, (all, policy) => {
        const nowMs = 100;
        const purged = new Set(slotsToPurge(all, policy, nowMs));
        const kept = all.filter((one) => !purged.has(one.slot));
        const sumOf = (some: readonly TrashSlot[]): number => some.reduce((sum, one) => sum + one.bytes, 0);
        const isYoung = (one: TrashSlot): boolean => nowMs - one.atMs < policy.minAgeMs;
        // What is young stays, whatever its size; all else has to fit beside it, and to be of age.
        for (const one of all.filter(isYoung)) expect(purged.has(one.slot)).toBe(false);
        const older = kept.filter((one) => !isYoung(one));
        if (older.length > 0) expect(sumOf(kept)).toBeLessThanOrEqual(policy.maxBytes);
        for (const one of older) expect(nowMs - one.atMs).toBeLessThanOrEqual(policy.maxAgeMs);
        const inTime = all.filter((one) => nowMs - one.atMs <= policy.maxAgeMs);
        for (const gone of inTime.filter((one) => purged.has(one.slot)))
          for (const one of kept) expect(gone.atMs).toBeLessThanOrEqual(one.atMs);
        if (sumOf(inTime) <= policy.maxBytes) for (const one of inTime) expect(purged.has(one.slot)).toBe(false);
      }),
    );
  });

  it('tells the time of its slots, and what is none', () => {
    const atMs = 1_700_000_000_000;
    expect(slotTime(newSlot(atMs))).toBe(atMs);
    expect(slotTime(newSlot(-5))).toBe(0);
    expect(['mine', '..', 'abc-123'].map(slotTime)).toEqual([null, null, null]);
    expect(slotsToPurge([] as readonly TrashSlot[], { maxAgeMs: 0, maxBytes: 0, minAgeMs: 0 }, 0)).toEqual([]);
  });

  it('puts what is thrown away at one time into one slot, but no two things under one name', () => {
    let nowMs = 1_700_000_000_000;
    const slots = slotsInTurn(() => nowMs);
    const first = slots.slotFor('a');
    expect(slots.slotFor('b')).toBe(first);
    // Some filesystems take these for one name.
    const [again, composed] = [slots.slotFor('A'), slots.slotFor('\u00e4')];
    expect(again).not.toBe(first);
    expect(composed).toBe(again);
    expect(slots.slotFor('a\u0308')).not.toBe(again);
    nowMs += 1;
    const [before, left] = [slots.slotFor('c'), slots.leave()];
    expect(left).toBeUndefined();
    expect(slots.slotFor('d')).not.toBe(before);
    nowMs += 20;
    expect(slotTime(slots.slotFor('e'))).toBe(nowMs);
    nowMs -= 5;
    expect(slotTime(slots.slotFor('f'))).toBe(nowMs);
  });

  it('keeps what was thrown away at one time apart, and throws away more after a failure', async () => {
    const root = temporaryFolder();
    const { immediate, connect, disconnect, readTrash } = filesystemOn(portableSystem, { root });
    await connect();
    const expected = (path: string): Expected => {
      const found = immediate?.lookUp(ref(path));
      if (found?._tag !== 'Found') throw new Error(`${path} is not there`);
      const { revision, ident } = found.observation;
      return { ...ref(path), kind: 'file', revision, ident, parentOid: null };
    };
    for (const name of ['a', 'b', 'c', 'd']) mkdirSync(`${root}/${name}`);
    const paths = ['a/one', 'b/two', 'c/one', 'd/three'];
    for (const path of paths) writeFileSync(`${root}/${path}`, path);
    const refs = paths.map((path, i) => {
      const known = expected(path);
      if (i === 2) expect(() => immediate?.discard({ ...known, revision: 'another' })).toThrow();
      return immediate?.discard(known)?.ref ?? '';
    });
    expect(refs.map((trashed) => readFileSync(`${root}/${trashed}`, 'utf8'))).toEqual(paths);
    for (const [i, trashed] of refs.entries()) {
      const content = await readTrash?.({ ref: trashed });
      for await (const bytes of content?.stream() ?? []) expect(Buffer.from(bytes).toString()).toBe(paths[i]);
    }
    const used = new Set(refs.map((trashed) => trashed.split('/').at(-2)));
    expect(readdirSync(`${root}/.foldsync/trash`).sort()).toEqual([...used].sort());
    await disconnect();
  });

  it('purges old slots with all in them, and nothing that is not its own', async () => {
    const root = temporaryFolder();
    const trash = `${root}/.foldsync/trash`;
    const outside = temporaryFolder();
    writeFileSync(`${outside}/precious`, 'x');
    const now = Date.now();
    const [old, young] = [newSlot(now - 31 * DAY_MS), newSlot(now - 29 * DAY_MS)];
    for (const name of [old, young, 'unknown']) mkdirSync(`${trash}/${name}/folder`, { recursive: true });
    symlinkSync(outside, `${trash}/${old}/link`);
    expect(await purgeTrash(root)).toBe(1);
    expect(readdirSync(trash).sort()).toEqual([young, 'unknown'].sort());
    expect(existsSync(`${outside}/precious`)).toBe(true);
    writeFileSync(`${trash}/${young}/large`, Buffer.alloc(100));
    const small = { maxAgeMs: 1e15, maxBytes: 99 };
    expect(await purgeTrash(root, { ...small, minAgeMs: 30 * DAY_MS })).toBe(0);
    expect(await purgeTrash(root, { ...small, minAgeMs: 0 })).toBe(1);
  });

  it('still has what is larger than all that it keeps, when that was just thrown away', async () => {
    const root = temporaryFolder();
    const provider = filesystemOn(portableSystem, { root, trash: { maxBytes: 10 } });
    await provider.connect();
    writeFileSync(`${root}/film`, 'longer than ten bytes');
    const found = await provider.lookUp(ref('film'));
    if (found._tag === 'Missing') throw new Error('it is not there');
    const { revision, ident } = found.observation;
    const trash = await provider.discard({ ...ref('film'), kind: 'file', revision, ident, parentOid: null });
    await provider.flush();
    expect(readFileSync(`${root}/${trash?.ref}`, 'utf8')).toBe('longer than ten bytes');
    await provider.disconnect();
  });

  it('is not looked for behind a link', async () => {
    const root = temporaryFolder();
    const outside = temporaryFolder();
    const slot = newSlot(0);
    mkdirSync(`${outside}/trash/${slot}`, { recursive: true });
    symlinkSync(outside, `${root}/.foldsync`);
    expect(await purgeTrash(root)).toBe(0);
    expect(existsSync(`${outside}/trash/${slot}`)).toBe(true);
  });
});

describe('the marker of a root', () => {
  it('is read as it was written, for its owner only, and replaced in one step', () => {
    const root = temporaryFolder();
    expect(readMarker(root, 'log-1')).toEqual({ marker: null, reason: null });
    writeMarker(root, { logId: 'log-1', seq: 7 });
    writeMarker(root, { logId: 'log-1', seq: 8 });
    expect(readMarker(root, 'log-1')).toEqual({ marker: { logId: 'log-1', seq: 8 }, reason: null });
    expect(readdirSync(`${root}/.foldsync`)).toEqual(['root-log-1.json']);
    expect([statSync(`${root}/.foldsync`).mode & 0o777, statSync(`${root}/.foldsync/root-log-1.json`).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
  });

  it.each(['', '{', '[]', '{"logId":1,"seq":1}', '{"logId":"a"}', '{"logId":"a","seq":1.5}', 'x'.repeat(100_000)])(
    'is none, with a reason, when damaged: %.20s',
    (text) => {
      const root = temporaryFolder();
      mkdirSync(`${root}/.foldsync`);
      writeFileSync(`${root}/.foldsync/root-log-1.json`, text);
      const { marker, reason } = readMarker(root, 'log-1');
      expect(marker).toBeNull();
      expect(reason).toContain('.foldsync');
    },
  );

  it('is neither read nor written through links', async () => {
    const root = temporaryFolder();
    const outside = temporaryFolder();
    writeFileSync(`${outside}/root-log-1.json`, '{"logId":"a","seq":1}');
    symlinkSync(outside, `${root}/.foldsync`);
    expect(readMarker(root, 'log-1')).toEqual({ marker: null, reason: null });
    expect(await outcome(() => writeMarker(root, { logId: 'log-1', seq: 2 }))).toBe('Denied');
    expect(readdirSync(outside)).toEqual(['root-log-1.json']);
    const other = temporaryFolder();
    mkdirSync(`${other}/.foldsync`);
    symlinkSync(`${outside}/root-log-1.json`, `${other}/.foldsync/root-log-1.json`);
    expect(readMarker(other, 'log-1').marker).toBeNull();
    expect(await outcome(() => readMarker(`${root}/missing`, 'log-1'))).toBe('RootMissing');
  });
});

describe('what system calls fail with', () => {
  it.each([
    ['ENOENT', 'NoParent'],
    ['ENOTDIR', 'NoParent'],
    ['ELOOP', 'NoParent'],
    ['EEXIST', 'Exists'],
    ['ENOTEMPTY', 'NotEmpty'],
    ['ENAMETOOLONG', 'NameRefused'],
    ['EILSEQ', 'NameRefused'],
    ['EACCES', 'Denied'],
    ['EPERM', 'Denied'],
    ['EROFS', 'Denied'],
    ['ENOSPC', 'OutOfSpace'],
    ['EDQUOT', 'OutOfSpace'],
    ['EIO', 'Corrupt'],
    ['EMFILE', 'Temporary'],
    ['EBUSY', 'Temporary'],
    ['ENOTCONN', 'Disconnected'],
    ['EWHATEVER', 'Failed'],
  ])('means to the engine: %s is %s', (code, tag) => {
    const thrown = Object.assign(new Error(`${code}: words, open '/home/someone/root/a'`), { code });
    const { error } = failureOf(thrown, { verb: 'create', path: ['a'], missing: 'NoParent' });
    expect(error._tag).toBe(tag);
    expect(error.message).toContain('cannot create /a');
    expect(error.message).not.toContain('/home');
  });
});
