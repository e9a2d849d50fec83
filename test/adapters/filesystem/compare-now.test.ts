import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import type { Belief } from '../../../src/domain/plan/instruction.js';
import { compareNow } from '../../../src/effects/actions/compare.js';
import { immediately } from '../../../src/effects/interpret.js';
import { SMALL_FILE_BYTES } from '../../../src/effects/ports/provider.js';
import { outcome, systems, worldOn, type World } from './support.js';

describe.each(systems)('two small files compared at once, on %s', (_name, system) => {
  const worlds = async (local: string | Buffer, remote: string | Buffer): Promise<readonly [World, World]> => {
    const both = [await worldOn(system), await worldOn(system)] as const;
    for (const [side, content] of [local, remote].entries()) writeFileSync(both[side as 0 | 1].absolute('f'), content);
    return both;
  };
  const believed = (world: World): Belief => ({ ...world.expected('f'), size: world.provider.immediate.source(world.expected('f')).size });
  const instructionOn = (local: World, remote: World) => ({ _tag: 'Compare', files: [believed(local), believed(remote)] }) as const;
  const compared = (local: World, remote: World) =>
    compareNow(instructionOn(local, remote), local.provider.immediate, remote.provider.immediate)(() => 'go');

  it.each<[string, string | Buffer, string | Buffer, boolean]>([
    ['the same bytes', 'same', 'same', true],
    ['nothing', '', '', true],
    ['other bytes', 'same', 'some', false],
    ['more bytes', 'same', 'same!', false],
    ['as much as is small', Buffer.alloc(SMALL_FILE_BYTES, 7), Buffer.alloc(SMALL_FILE_BYTES, 7), true],
    ['its last byte', Buffer.alloc(SMALL_FILE_BYTES, 7), Buffer.concat([Buffer.alloc(SMALL_FILE_BYTES - 1, 7), Buffer.from('8')]), false],
  ])('are told apart by their bytes: %s', async (_what, left, right, same) => {
    expect(compared(...(await worlds(left, right)))).toEqual(E.right({ _tag: 'Compared', same }));
  });

  it.each<[string, (world: World) => void, string]>([
    ['changed', (world) => appendFileSync(world.absolute('f'), '!'), 'Modified'],
    ['gone', (world) => rmSync(world.absolute('f')), 'NotFound'],
    [
      'a folder',
      (world) => {
        rmSync(world.absolute('f'));
        mkdirSync(world.absolute('f'));
      },
      'Moved',
    ],
  ])('fail on the side whose file is %s', async (_what, deed, tag) => {
    for (const side of [0, 1] as const) {
      const both = await worlds('same', 'same');
      const instruction = instructionOn(...both);
      deed(both[side]);
      const [local, remote] = both;
      const result = compareNow(instruction, local.provider.immediate, remote.provider.immediate)(() => 'go');
      expect(result).toMatchObject(E.left({ side, error: { _tag: tag } }));
    }
  });

  it('are not read once they changed, nor if they are large', async () => {
    const [world] = await worlds('same', '');
    const { immediate } = world.provider;
    const source = immediate.source(world.expected('f'));
    expect(Buffer.from(immediate.bytes(source)).toString()).toBe('same');
    // As many bytes.
    writeFileSync(world.absolute('f'), 'diff');
    expect(await outcome(() => immediate.bytes(source))).toBe('Modified');
    writeFileSync(world.absolute('f'), Buffer.alloc(SMALL_FILE_BYTES + 1));
    expect(await outcome(() => immediate.bytes(immediate.source(world.expected('f'))))).toBe('Failed');
    expect(immediately(instructionOn(world, world), { providers: [world.provider, world.provider] })).toBeNull();
  });
});
