/** What a killed run left on its way: found again by the next run under the same log. */
import { lstatSync, renameSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { factsOfStats } from '../../../src/adapters/filesystem/facts.js';
import { exchangeName, newPartName } from '../../../src/adapters/filesystem/part-name.js';
import { ref, systems, type World, worldOn } from './support.js';

const LOG = 'a log';

/** As another process under `log` would have named it. */
const partName = (log: string): string => newPartName(log).replace(/-[0-9a-f]{12}/u, '-0123456789ab');
const factsOf = (world: World, path: string) => factsOfStats(lstatSync(world.absolute(path), { bigint: true }));
const rename = (world: World, from: string, to: string): void => renameSync(world.absolute(from), world.absolute(to));
const claimed = async (world: World): Promise<readonly string[]> => {
  world.provider.claim?.(LOG);
  return (await world.provider.list(ref(''))).entries.map(({ name }) => name);
};
describe.each(systems)('%s', (_, system) => {
  it('removes a part of a killed run under the same log', async () => {
    const world = await worldOn(system);
    world.write(partName(LOG), 'half of a cop');
    expect(await claimed(world)).toEqual([]);
    expect(world.parts()).toEqual([]);
    expect(world.trashed()).toEqual([]);
  });

  it('removes the marker that a killed run was writing', async () => {
    const world = await worldOn(system);
    world.write(`.foldsync/.foldsync-part-root-${LOG.replace(' ', '')}.json`, '{"log');
    await claimed(world);
    expect(world.parts()).toEqual([]);
  });

  it("leaves another log's parts alone, and all parts before a log was claimed", async () => {
    const world = await worldOn(system);
    const [mine, theirs] = [partName(LOG), partName('another log')];
    for (const name of [mine, theirs]) world.write(name);
    await world.provider.list(ref(''));
    expect(world.parts()).toHaveLength(2);
    await claimed(world);
    expect(world.parts()).toEqual([theirs]);
  });

  it('removes a part that was named for an exchange that never came', async () => {
    const world = await worldOn(system);
    world.write('target', 'old');
    world.write('part', 'new');
    const name = exchangeName(partName(LOG), factsOf(world, 'part'), world.expected('target'));
    rename(world, 'part', name);
    expect(await claimed(world)).toEqual(['target']);
    expect([world.parts(), world.trashed()]).toEqual([[], []]);
  });

  it('puts a displaced file into the trash, under its name, if it is the expected one', async () => {
    const world = await worldOn(system);
    world.write('target.txt', 'new');
    world.write('old', 'old');
    const name = exchangeName(partName(LOG), factsOf(world, 'target.txt'), world.expected('old'));
    rename(world, 'old', name);
    expect(await claimed(world)).toEqual(['target.txt']);
    expect([world.parts(), world.trashed()]).toEqual([[], ['old']]);
  });

  it('puts a displaced file that someone wrote to back beside the one that took its place, and lists it at once', async () => {
    const world = await worldOn(system);
    world.write('target.txt', 'new');
    world.write('old', 'old');
    const name = exchangeName(partName(LOG), factsOf(world, 'target.txt'), world.expected('old'));
    world.write('old', 'what a user wrote');
    rename(world, 'old', name);
    expect([...(await claimed(world))].sort()).toEqual(['target.recovered.txt', 'target.txt']);
    expect(world.read('target.recovered.txt')).toBe('what a user wrote');
    expect(world.parts()).toEqual([]);
  });
});
