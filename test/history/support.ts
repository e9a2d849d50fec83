import type { Event } from '../../src/domain/event.js';
import { move, mkdir, remove, type Scenario, write } from '../../src/testing/world/scenario.js';
import { runScenario } from '../../src/testing/world/run.js';
import type { World } from '../../src/testing/world/world.js';

/** A week of two people: a rename there, a conflict, a delete here, a folder renamed, an edit. */
export const WEEK: Scenario = {
  kinds: ['inode', 'oid'],
  base: [mkdir('/docs'), write('/docs/a.txt', 'one'), write('/docs/b.txt', 'two!'), write('/x', 'xx')],
  steps: [
    { do: 'user', side: 1, act: move('/docs/a.txt', '/docs/c.txt') },
    { do: 'settle' },
    { do: 'user', side: 0, act: write('/docs/c.txt', 'local edit') },
    { do: 'user', side: 1, act: write('/docs/c.txt', 'remote editing') },
    { do: 'settle' },
    { do: 'user', side: 0, act: remove('/docs/b.txt') },
    { do: 'wait', ms: 60_000 },
    { do: 'settle' },
    { do: 'user', side: 0, act: move('/docs', '/papers') },
    { do: 'settle' },
    { do: 'user', side: 1, act: write('/x', 'xx edited') },
    { do: 'settle' },
  ],
};

export const week = (): Promise<World> => runScenario(WEEK);

/** Number of the first event that is so. */
export const numberOf = (events: readonly Event[], accepts: (event: Event) => boolean): number => events.findIndex(accepts) + 1;
