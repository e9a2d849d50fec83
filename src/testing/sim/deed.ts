import { absurd } from '../../domain/absurd.js';
import type { Side } from '../../domain/side.js';
import { approve, releaseFile, requestFile } from './person.js';
import type { Sim } from './sim.js';
import type { Deed } from './story.js';

/** What a deed is: what it does in an instant, and what has to follow it. */
interface Act {
  readonly atOnce: (sim: Sim) => void;
  readonly afterwards: (sim: Sim) => Promise<void>;
}

const nothing = (): void => {};
const done = (): Promise<void> => Promise.resolve();
const instant = (atOnce: Act['atOnce']): Act => ({ atOnce, afterwards: done });
const thereafter = (afterwards: Act['afterwards']): Act => ({ atOnce: nothing, afterwards });

/** After it the process is gone. */
export const isFatal = (deed: Deed): boolean => ['kill', 'cut power', 'lose log', 'restore log'].includes(deed.do);

export const deedOf = (deed: Deed): Act => {
  switch (deed.do) {
    case 'user':
      return instant((sim) => sim.act(deed.side, deed.act, { isHeard: true }));
    case 'unheard':
      return instant((sim) => sim.act(deed.side, deed.act, { isHeard: false }));
    case 'lose':
      return instant((sim) => sim.couriers[deed.side].lose());
    case 'double':
      return instant((sim) => sim.couriers[deed.side].double());
    case 'walk':
      return instant((sim) => sim.tell({ _tag: 'WalkRequested', side: deed.side }));
    case 'fail':
    case 'partial':
      return instant((sim) => sim.trouble.fail(deed));
    case 'offline':
      return instant((sim) => forAWhile(sim, deed.side, 'offline', deed.ms));
    case 'full':
      return instant((sim) => forAWhile(sim, deed.side, 'full', deed.ms));
    case 'unmount':
      return instant((sim) => forAWhile(sim, deed.side, 'unmounted', deed.ms));
    case 'set clock':
      return instant((sim) => sim.world.clock.set(deed.ms));
    case 'request':
      return instant((sim) => requestFile(sim, deed.path));
    case 'release':
      return instant((sim) => releaseFile(sim, deed.path));
    case 'approve':
      return instant((sim) => approve(sim, deed.side));
    case 'pause':
      return instant((sim) => {
        sim.tell({ _tag: 'Paused' });
        sim.later(deed.ms, () => sim.resume());
      });
    case 'restart':
      return thereafter((sim) => sim.restart(deed.settings));
    case 'kill':
      return thereafter((sim) => sim.begin('all'));
    case 'cut power':
      return {
        atOnce: nothing,
        afterwards: (sim) => {
          sim.trouble.damage(deed.damage);
          return sim.begin({ records: deed.records, power: true });
        },
      };
    case 'lose log':
      return thereafter((sim) => sim.begin('none'));
    case 'restore log':
      return thereafter((sim) => sim.begin({ records: deed.records, power: false }));
    default:
      return absurd(deed);
  }
};

const forAWhile = (sim: Sim, side: Side, what: 'offline' | 'full' | 'unmounted', ms: number): void => {
  sim.trouble.set(side, what, true);
  sim.later(ms, () => sim.trouble.set(side, what, false));
};
