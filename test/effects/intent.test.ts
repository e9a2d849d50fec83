import { describe, expect, it } from 'vitest';
import type { Op } from '../../src/adapters/memory/index.js';
import type { ActionTag } from '../../src/domain/action.js';
import { engineWorld, type EngineWorld } from '../../src/testing/engine/index.js';
import { PAIRS } from './support.js';

/** Number of records up to the last one that starts an action of this kind; 0 if there is none. */
const lastStart = (world: EngineWorld, tag: ActionTag): number =>
  world.log.records().reduce((last, text, index) => (text.includes(`"action":{"_tag":"${tag}"`) ? index + 1 : last), 0);

const DEEDS: readonly (readonly [Op, ActionTag])[] = [
  ['discard', 'Discard'],
  ['createFile', 'CreateFiles'],
  ['replaceFile', 'ReplaceFile'],
];

describe.each(PAIRS)('H3 on %s', (_name, kinds) => {
  it('what could be taken for a user\u2019s act is on disk before it is done', async () => {
    const world = engineWorld({ kinds });
    for (const name of ['edited', 'deleted', 'moved']) world.stores[0].write(`/d/${name}`, name);
    await world.run();
    world.stores[0].write('/d/edited', 'edited here');
    world.stores[0].remove('/d/deleted');
    world.stores[0].move('/d/moved', '/moved');
    world.stores[1].write('/new', 'made there');
    const seen = new Set<Op>();
    const early: Op[] = [];
    const deeds = [...DEEDS, ...(kinds[1].identity === 'path' ? [['move', 'Move'] as const] : [])];
    await world.start({
      shouldDie: (moment) => {
        const tag = moment.at === 'call' && moment.when === 'before' ? deeds.find(([op]) => op === moment.call.op)?.[1] : undefined;
        if (tag === undefined || moment.at !== 'call') return false;
        seen.add(moment.call.op);
        const started = lastStart(world, tag);
        if (started === 0 || started > world.log.synced()) early.push(moment.call.op);
        return false;
      },
    });
    await world.settle();
    expect(early).toEqual([]);
    expect([...seen].sort()).toEqual(deeds.map(([op]) => op).sort());
    await world.stop();
  });
});
