import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { Action, LinkNumber, SideNumber, singly } from '../domain/action.js';
import { digestOf } from '../domain/digest.js';
import type { Event } from '../domain/event.js';
import { type Belief, type Instruction, instructionOf } from '../domain/plan/instruction.js';
import { plan, type Room } from '../domain/plan/plan.js';
import { Policy } from '../domain/policy.js';
import { settle } from '../domain/plan/settle.js';
import { type RelPath, showPath } from '../domain/name.js';
import type { State } from '../domain/state/state.js';
import { replayFrom } from './known.js';
import { actionWords, reasonWords } from './words.js';

const nullable = <C extends t.Mixed>(codec: C) => t.union([codec, t.null]);
const address = { oid: nullable(t.string), path: t.readonlyArray(t.string) };
const Address = t.type(address);
const BeliefCodec = t.type({
  ...address,
  kind: t.keyof({ file: null, folder: null }),
  revision: nullable(t.string),
  ident: nullable(t.string),
  parentOid: nullable(t.string),
  size: t.number,
});

const ConflictFacts = t.type({ hash: nullable(t.string), baseHash: nullable(t.string), baseRevision: nullable(t.string) });

/** What an action expects to find: the addresses and revisions that it was planned for. */
const Expectation: t.Type<Instruction, unknown, unknown> = t.union([
  t.type({ _tag: t.literal('LookUp'), side: SideNumber, at: Address }),
  t.type({ _tag: t.literal('List'), side: SideNumber, folder: Address }),
  t.type({
    _tag: t.literal('CreateFiles'),
    side: SideNumber,
    parent: Address,
    files: t.readonlyArray(t.type({ source: BeliefCodec, name: t.string })),
  }),
  t.type({ _tag: t.literal('ReplaceFile'), side: SideNumber, source: BeliefCodec, target: BeliefCodec }),
  t.type({ _tag: t.literal('MakeFolder'), side: SideNumber, parent: Address, name: t.string }),
  t.type({ _tag: t.literal('Move'), side: SideNumber, target: BeliefCodec, parent: Address, name: t.string }),
  t.type({ _tag: t.literal('Discard'), side: SideNumber, target: BeliefCodec }),
  t.type({ _tag: t.literal('Compare'), files: t.readonly(t.tuple([BeliefCodec, BeliefCodec])) }),
  t.type({ _tag: t.literal('Restore'), side: SideNumber, trash: t.string, parent: Address, name: t.string }),
  t.type({ _tag: t.literal('PutBack'), side: SideNumber, trash: t.string, target: BeliefCodec }),
  t.type({
    _tag: t.literal('Resolve'),
    files: t.readonly(t.tuple([BeliefCodec, BeliefCodec])),
    facts: t.readonly(t.tuple([ConflictFacts, ConflictFacts])),
    link: LinkNumber,
    folder: Address,
    conflictName: t.string,
  }),
]);

const PlannedAction = t.readonly(
  t.type({
    /** For people. */
    text: t.string,
    reason: t.string,
    action: Action,
    /** Null: something of it hangs on what is not known. */
    expects: nullable(Expectation),
  }),
);
export type PlannedAction = t.TypeOf<typeof PlannedAction>;

/** What will be done, as a value: to be saved, read, approved, and carried out as it is or not at all (I26). */
export const PlanValue = t.readonly(
  t.type({
    version: t.literal(1),
    /** Number of the last event that was known before anything was looked at, and digest of what was known then. */
    seq: t.number,
    digest: t.string,
    /** Under which it was planned, and what was left out besides what ignore files say: it is carried out under the same. */
    policy: Policy,
    exclude: t.readonlyArray(t.string),
    actions: t.readonlyArray(PlannedAction),
  }),
);
export type PlanValue = t.TypeOf<typeof PlanValue>;

/** Everything that can start now; looking is no part of a plan. */
const ALL: Room = { looks: [0, 0], deeds: Number.MAX_SAFE_INTEGER };

/**
 * The plan of a state: what would be started now. With `preview`, the events that follow when every outcome is assumed to be good (as a
 * preview of the engine folds them): all that will be done, to the end.
 */
export const planValue = (state: State, preview?: readonly Event[], exclude: readonly string[] = []): PlanValue => {
  const events = preview ?? firstSteps(state);
  const actions: PlannedAction[] = [];
  const replay = replayFrom(state);
  let words: readonly string[] = [];
  replay.push(
    events,
    (event, known) => {
      if (event._tag === 'ActionStarted') words = singly(event.action).map((action) => actionWords(known, action));
    },
    (event, known) => {
      if (event._tag !== 'ActionStarted' || event.action._tag === 'LookUp' || event.action._tag === 'List') return;
      const { reason } = event;
      // One by one, since how many go together is no part of what is to be done.
      singly(event.action).forEach((action, i) => {
        const text = `${words[i] ?? ''}, because ${reasonWords(reason)}`;
        actions.push({ text, reason, action, expects: instructionOf({ table: known.table } as Pick<State, 'table'>, action) });
      });
    },
  );
  return { version: 1, seq: state.seq, digest: digestOf(state), policy: replay.now.control.policy, exclude, actions };
};

const firstSteps = (state: State): readonly Event[] => {
  const settled = settle(state);
  return [...settled.events, ...plan(settled.state, ALL).events];
};

/** Whether a plan still is the plan. */
export type PlanCheck =
  /** To the digest: nothing was folded since. */
  | { readonly _tag: 'Same' }
  /** Something was folded since, and the same actions with the same expectations come out. */
  | { readonly _tag: 'SameActions' }
  | { readonly _tag: 'Moved'; readonly changes: readonly PlanChange[] }
  /** Of a log that is not that far, or of another one. */
  | { readonly _tag: 'OtherLog'; readonly message: string };

export interface PlanChange {
  /** `changed`: the same action, planned for something else than is there now. */
  readonly what: 'gone' | 'new' | 'changed';
  readonly path: string;
  readonly text: string;
}

/** Compares a saved plan with what would be planned now. */
export const checkPlan = (saved: PlanValue, now: PlanValue): PlanCheck => {
  if (saved.seq > now.seq) return { _tag: 'OtherLog', message: `the plan was made after event ${saved.seq}, and this log has ${now.seq}` };
  if (saved.seq === now.seq && saved.digest !== now.digest) return { _tag: 'OtherLog', message: 'the plan was made from another log' };
  const changes = changesBetween(saved.actions, now.actions);
  if (changes.length > 0) return { _tag: 'Moved', changes };
  return saved.seq === now.seq ? { _tag: 'Same' } : { _tag: 'SameActions' };
};

const changesBetween = (saved: readonly PlannedAction[], now: readonly PlannedAction[]): readonly PlanChange[] => {
  const found: PlanChange[] = [];
  const left = placesLeft(now);
  for (const each of saved) {
    const again = left.take(each, () => true);
    const path = pathOfAction(each);
    if (again === null) found.push({ what: 'gone', path, text: `not to be done any more: ${each.text}` });
    else if (!isSame(each, again))
      found.push({ what: 'changed', path, text: `planned for something else than is there now: ${again.text}` });
  }
  for (const each of left.all()) found.push({ what: 'new', path: pathOfAction(each), text: `not in the plan: ${each.text}` });
  return found;
};

/** What of a plan is still to be done, while it is carried out. */
export interface PlanLedger {
  /** Crosses an action out that is this one, planned for what it was planned for; null if there is none. */
  readonly take: (now: PlannedAction) => PlannedAction | null;
  readonly left: () => readonly PlannedAction[];
}

export const planLedger = (actions: readonly PlannedAction[]): PlanLedger => {
  const left = placesLeft(actions);
  return { take: (now) => left.take(now, (saved) => isSame(saved, now)), left: left.all };
};

/** Actions are paired by what they are to do at which place; order counts only for carrying out. */
const placesLeft = (actions: readonly PlannedAction[]) => {
  const left = new Map<string, PlannedAction[]>();
  for (const each of actions) {
    const there = left.get(identity(each));
    if (there === undefined) left.set(identity(each), [each]);
    else there.push(each);
  }
  return {
    take: (like: PlannedAction, accepts: (each: PlannedAction) => boolean): PlannedAction | null => {
      const there = left.get(identity(like)) ?? [];
      const at = there.findIndex(accepts);
      return at < 0 ? null : (there.splice(at, 1)[0] ?? null);
    },
    all: (): readonly PlannedAction[] => [...left.values()].flat(),
  };
};

/** Numbers of nodes and links have no meaning outside of the preview that gave them: places have. */
const identity = ({ action, expects }: PlannedAction): string =>
  JSON.stringify([
    action._tag,
    action.side,
    ...placesIn(expects),
    'name' in action ? action.name : expects?._tag === 'CreateFiles' ? expects.files[0]?.name : '',
  ]);

const isSame = (saved: PlannedAction, now: PlannedAction): boolean => {
  const [a, b] = [beliefsIn(saved.expects), beliefsIn(now.expects)];
  return saved.reason === now.reason && a.length === b.length && a.every((belief, i) => areSame(belief, b[i] as Belief));
};

/** What a preview has made up itself is as it will be. */
const areSame = (a: Belief, b: Belief): boolean =>
  a.kind === b.kind && (isAssumed(a) || isAssumed(b) || (a.revision === b.revision && a.ident === b.ident && a.oid === b.oid));

const isAssumed = ({ revision, oid }: Belief): boolean =>
  [revision, oid].some((token) => token !== null && /^assumed-\d+(-\d+)?$/u.test(token));

const beliefsIn = (expects: Instruction | null): readonly Belief[] => {
  if (expects === null) return [];
  if (expects._tag === 'Compare') return expects.files;
  if (expects._tag === 'CreateFiles') return expects.files.map(({ source }) => source);
  return [...('source' in expects ? [expects.source] : []), ...('target' in expects ? [expects.target] : [])];
};

const placesIn = (expects: Instruction | null): readonly RelPath[] => {
  if (expects === null) return [];
  return [...beliefsIn(expects).map(({ path }) => path), ...('parent' in expects ? [expects.parent.path] : [])];
};

const pathOfAction = ({ expects }: PlannedAction): string => {
  if (expects === null) return '?';
  switch (expects._tag) {
    case 'LookUp':
      return showPath(expects.at.path);
    case 'List':
      return showPath(expects.folder.path);
    case 'CreateFiles':
      return showPath([...expects.parent.path, ...expects.files.map(({ name }) => name)]);
    case 'MakeFolder':
    case 'Restore':
      return showPath([...expects.parent.path, expects.name]);
    case 'ReplaceFile':
    case 'PutBack':
    case 'Move':
    case 'Discard':
      return showPath(expects.target.path);
    case 'Compare':
    case 'Resolve':
      return showPath(expects.files[0].path);
  }
};

export const encodePlan = (value: PlanValue): string => `${JSON.stringify(value, null, 1)}\n`;

/** Left: what is wrong, for people. */
export const decodePlan = (text: string): E.Either<string, PlanValue> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return E.left('this is no plan: it is not JSON');
  }
  const version = t.type({ version: t.number }).decode(json);
  if (E.isLeft(version)) return E.left('this is no plan: it says no version');
  if (version.right.version !== 1) return E.left(`the plan has version ${version.right.version}: this foldsync reads version 1`);
  const decoded = PlanValue.decode(json);
  return E.isLeft(decoded) ? E.left('this is no plan: an action of it is not what it should be') : decoded;
};
