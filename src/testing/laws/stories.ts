import { isConflictName } from '../../domain/judge/conflict-name.js';
import type { Policy } from '../../domain/policy.js';
import type { Side, Sides } from '../../domain/side.js';
import type { KindName } from '../world/kinds.js';
import { runScenario } from '../world/run.js';
import { type Scenario, type Step, type UserAct, write } from '../world/scenario.js';
import type { World } from '../world/world.js';
import { Broken, demand } from './world-laws.js';

/**
 * Laws that compare what a story ends in with what it has to end in. Each throws where it is broken.
 */
type Tree = Readonly<Record<string, string | null>>;

export const treesOf = (world: World): Sides<Tree> => [world.stores[0].tree(), world.stores[1].tree()];

const text = (tree: Tree): string => JSON.stringify(tree);

const demandTrees = (law: string, world: World, wanted: Tree): void => {
  for (const tree of treesOf(world)) demand(text(tree) === text(wanted) ? null : `${law}: wanted ${text(wanted)}`, world);
};

export const by = (side: Side, acts: readonly UserAct[]): readonly Step[] => acts.map((act) => ({ do: 'user', side, act }));

/** What a user's acts make of a tree, with no one else there. */
const madeAlone = async (kinds: Sides<KindName>, base: readonly UserAct[], side: Side, acts: readonly UserAct[]): Promise<Tree> => {
  const alone = await runScenario({ kinds, base, steps: [...by(side, acts), { do: 'stop' }] });
  return alone.stores[side].tree();
};

/** I2: what both sides wrote at one place is kept twice, under every policy. */
export const conflictsOnlyAdd = async (
  kinds: Sides<KindName>,
  file: string,
  policy: Partial<Policy>,
  isKnown: boolean,
  schedule: readonly Step[],
): Promise<void> => {
  const base = isKnown ? [write(file, 'old')] : [];
  const steps = [...by(0, [write(file, 'mine')]), ...by(1, [write(file, 'theirs')]), ...schedule];
  const world = await runScenario({ kinds, policy, base, steps });
  const live = treesOf(world).flatMap((tree) => Object.values(tree));
  for (const content of ['mine', 'theirs']) demand(live.includes(content) ? null : `I2: ${content} is gone`, world);
};

/** I3: what only one side changed is copied, whatever the schedule (I18, I27). */
export const oneSidedChangeIsCopied = async (
  kinds: Sides<KindName>,
  base: readonly UserAct[],
  side: Side,
  acts: readonly UserAct[],
  schedule: readonly Step[],
): Promise<void> => {
  const wanted = await madeAlone(kinds, base, side, acts);
  const world = await runScenario({ kinds, base, policy: { agingMs: 200 }, steps: [...by(side, acts), ...schedule] });
  demandTrees('I3', world, wanted);
};

/** Actions other than looking, since base was in step. */
export const deedsOf = (world: World): readonly string[] =>
  world.events
    .slice(world.inStep)
    .flatMap((event) =>
      event._tag === 'ActionStarted' && event.action._tag !== 'LookUp' && event.action._tag !== 'List' ? [event.action._tag] : [],
    );

/** I4: the same done on both sides costs nothing. */
export const equalIsFree = async (kinds: Sides<KindName>, base: readonly UserAct[], acts: readonly UserAct[]): Promise<void> => {
  const wanted = await madeAlone(kinds, base, 0, acts);
  const world = await runScenario({ kinds, base, steps: [...by(0, acts), ...by(1, acts)] });
  demandTrees('I4', world, wanted);
  const deeds = deedsOf(world);
  if (deeds.length > 0) throw new Broken(`I4: ${deeds.join(' ')}`);
};

/** I18, I27: one story told under a schedule ends as it does when told at once. */
export const scheduleDoesNotMatter = async (
  scenario: Omit<Scenario, 'steps'>,
  acts: readonly Step[],
  schedule: readonly Step[],
): Promise<void> => {
  const told = { ...scenario, policy: { agingMs: 200, ...scenario.policy } };
  const atOnce = await runScenario({ ...told, steps: acts });
  const scheduled = await runScenario({ ...told, steps: [...acts, ...schedule] });
  for (const side of [0, 1] as const) {
    const [tree, wanted] = [scheduled.stores[side].tree(), atOnce.stores[side].tree()];
    demand(text(tree) === text(wanted) ? null : `I18: wanted ${text(wanted)}`, scheduled);
  }
};

/** I20: one user alone acts, also between a kill and the next start: all ends as that one left it, however far copies had come. */
export const killedCopiesAreOurs = async (
  { kinds, base }: Omit<Scenario, 'steps'>,
  acts: { readonly before: readonly UserAct[]; readonly after: readonly UserAct[] },
  schedule: { readonly before: readonly Step[]; readonly after: readonly Step[] },
): Promise<void> => {
  const wanted = await madeAlone(kinds, base, 0, [...acts.before, ...acts.after]);
  const steps = [...by(0, acts.before), ...schedule.before, { do: 'crash' } as const, ...by(0, acts.after), ...schedule.after];
  demandTrees('I20', await runScenario({ kinds, base, policy: { agingMs: 200 }, steps }), wanted);
};

/** I9: with the log gone, nothing that is there is taken away. */
export const lostLogDestroysNothing = async (
  kinds: Sides<KindName>,
  base: readonly UserAct[],
  acts: readonly Step[],
  keptEvents: number,
): Promise<void> => {
  const before = await runScenario({ kinds, base, steps: [...acts, { do: 'stop' }] });
  const live = new Set(treesOf(before).flatMap((tree) => Object.values(tree)));
  const world = await runScenario({ kinds, base, steps: [...acts, { do: 'forget', keptEvents }] });
  const left = new Set(treesOf(world).flatMap((tree) => Object.values(tree)));
  for (const content of live) demand(left.has(content) ? null : `I9: ${JSON.stringify(content)} is gone`, world);
  const forgotten = world.events.findIndex((event) => event._tag === 'SessionStarted' && event.forgetBases);
  const deletes = world.events
    .slice(forgotten)
    .filter((event) => event._tag === 'ActionStarted' && /Discard|ReplaceFile/u.test(event.action._tag));
  demand(deletes.length === 0 ? null : `I9: ${JSON.stringify(deletes)}`, world);
};

/** I28: an edit there ends in the file that it was made in, wherever that was moved here. */
export const editFindsItsFile = async (
  kinds: Sides<KindName>,
  base: readonly UserAct[],
  moves: readonly UserAct[],
  edited: string,
  schedule: readonly Step[],
): Promise<void> => {
  const begin = await runScenario({ kinds, base, steps: [] });
  const old = begin.stores[1].tree()[edited];
  const moved = await madeAlone(kinds, base, 0, moves);
  if (old === undefined || old === null || !Object.values(moved).includes(old)) return;
  const wanted = Object.fromEntries(Object.entries(moved).map(([path, content]) => [path, content === old ? 'edited' : content]));
  const edit: UserAct = { act: 'write', path: edited, content: 'edited' };
  const world = await runScenario({ kinds, base, policy: { agingMs: 200 }, steps: [...by(0, moves), ...by(1, [edit]), ...schedule] });
  // What was moved away and back was touched, and no one can tell that it was not edited: it may be kept besides.
  for (const tree of treesOf(world)) {
    const rest = Object.fromEntries(Object.entries(tree).filter(([path, content]) => !(isConflictName(path) && content === old)));
    demand(text(rest) === text(wanted) ? null : `I28: wanted ${text(wanted)}`, world);
  }
};
