import { digestOf } from '../../domain/digest.js';
import type { Event } from '../../domain/event.js';
import { SIDES } from '../../domain/side.js';
import type { Logged } from '../../effects/engine/engine.js';
import type { Settled } from '../laws/settled.js';
import { deedOf, isFatal } from './deed.js';
import { Sim } from './sim.js';
import type { Happening, Story } from './story.js';
import { translateBy } from './translations.js';

/** A story that was told to its end, where everything is in order again and settled. */
export interface Told extends Settled {
  readonly sim: Sim;
  readonly events: readonly Event[];
  /** Equal where stories went the same way: log, trees, and what is known (I22). */
  readonly trace: () => string;
}

/** A deed that waits for moments of the engine happens anyway when it has been still for so long, milliseconds. */
const STILL_MS = 5_000;

/** Tells a story on a whole engine. Rejects where that gives up for a reason that no story gives it, or never settles (I16). */
export const runStory = async (story: Story, onLogged: (logged: Logged) => void = () => {}): Promise<Told> => {
  const sim = new Sim(story, onLogged);
  for (const act of story.base) sim.act(0, act, { isHeard: true });
  await sim.start();
  await sim.settle();
  sim.resolver.begin();
  for (const happening of story.happenings) await happen(sim, happening);
  await end(sim, story);
  const state = sim.world.engine().state();
  const events = await sim.world.events();
  const { stores } = sim.world;
  const trees = [stores[0].tree(), stores[1].tree()];
  const trace = (): string => JSON.stringify([events, ...trees, digestOf(state)]);
  return {
    kinds: story.kinds,
    stores,
    state,
    ...(story.translation === undefined ? {} : { across: translateBy(story.translation) }),
    ledger: sim.ledger,
    mayBeInTrash: sim.lostPower || sim.trouble.saidDamaged(),
    sim,
    events,
    trace,
  };
};

const happen = async (sim: Sim, { after, does }: Happening): Promise<void> => {
  await sim.ensureRunning();
  const { atOnce, afterwards } = deedOf(does);
  const isDying = isFatal(does);
  if ('ms' in after) {
    await sim.advance(after.ms);
    atOnce(sim);
    if (isDying) sim.kill();
  } else {
    const happened = await sim.atMoment(after.moments, STILL_MS, () => {
      atOnce(sim);
      return isDying;
    });
    if (!happened) {
      atOnce(sim);
      if (isDying) sim.kill();
    }
  }
  await afterwards(sim);
};

/** All is healed; what was lost is found; nothing is left to do. */
const end = async (sim: Sim, { ends }: Story): Promise<void> => {
  sim.trouble.healAll();
  sim.resolver.heal();
  sim.resume();
  if (ends === 'restart' || !sim.isFine()) await sim.restart();
  else if (ends === 'walk') for (const side of SIDES) sim.world.engine().tell({ _tag: 'WalkRequested', side });
  await sim.settleHealed();
};
