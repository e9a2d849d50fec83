import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { Action, linksOf, SideNumber, singly } from '../domain/action.js';
import { digestOf } from '../domain/digest.js';
import type { Event } from '../domain/event.js';
import { type Instruction, instructionOf } from '../domain/plan/instruction.js';
import { plan, type Room } from '../domain/plan/plan.js';
import { settle } from '../domain/plan/settle.js';
import { showPath } from '../domain/name.js';
import type { State } from '../domain/state/state.js';
import { replayFrom } from './known.js';
import { actionWords, reasonWords } from './words.js';

const nullable = <C extends t.Mixed>(codec: C) => t.union([codec, t.null]);
const address = { oid: nullable(t.string), path: t.readonlyArray(t.string) };
const Address = t.type(address);
const Belief = t.type({
  ...address,
  kind: t.keyof({ file: null, folder: null }),
  revision: nullable(t.string),
  ident: nullable(t.string),
  parentOid: nullable(t.string),
  size: t.number,
});

/** What an action expects to find: the addresses and revisions that it was planned for. */
const Expectation: t.Type<Instruction, unknown, unknown> = t.union([
  t.type({ _tag: t.literal('LookUp'), side: SideNumber, at: Address }),
  t.type({ _tag: t.literal('List'), side: SideNumber, folder: Address }),
  t.type({
    _tag: t.literal('CreateFiles'),
    side: SideNumber,
    parent: Address,
    files: t.readonlyArray(t.type({ source: Belief, name: t.string })),
  }),
  t.type({ _tag: t.literal('ReplaceFile'), side: SideNumber, source: Belief, target: Belief }),
  t.type({ _tag: t.literal('MakeFolder'), side: SideNumber, parent: Address, name: t.string }),
  t.type({ _tag: t.literal('Move'), side: SideNumber, target: Belief, parent: Address, name: t.string }),
  t.type({ _tag: t.literal('Discard'), side: SideNumber, target: Belief }),
  t.type({ _tag: t.literal('Compare'), files: t.readonly(t.tuple([Belief, Belief])) }),
]);

const PlannedAction = t.readonly(
  t.type({
    action: Action,
    reason: t.string,
    /** Null: something of it hangs on what is not known. */
    expects: nullable(Expectation),
    /** For people. */
    text: t.string,
  }),
);
export type PlannedAction = t.TypeOf<typeof PlannedAction>;

/** What will be done, as a value: to be saved, read, approved, and carried out as it is or not at all (I26). */
export const PlanValue = t.readonly(
  t.type({
    version: t.literal(1),
    /** Number of the last event that was known, and digest of what was known. */
    seq: t.number,
    digest: t.string,
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
export const planValue = (state: State, preview?: readonly Event[]): PlanValue => {
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
      singly(event.action).forEach((action, i) =>
        actions.push({
          action,
          reason,
          expects: instructionOf({ table: known.table } as Pick<State, 'table'>, action),
          text: `${words[i] ?? ''}, because ${reasonWords(reason)}`,
        }),
      );
    },
  );
  return { version: 1, seq: state.seq, digest: digestOf(state), actions };
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

/** Compares a saved plan with what would be planned now. `preview` as in `planValue`. */
export const checkPlan = (saved: PlanValue, state: State, preview?: readonly Event[]): PlanCheck => {
  if (saved.seq > state.seq)
    return { _tag: 'OtherLog', message: `the plan was made after event ${saved.seq}, and this log has ${state.seq}` };
  if (saved.seq === state.seq && saved.digest !== digestOf(state))
    return { _tag: 'OtherLog', message: 'the plan was made from another log' };
  const now = planValue(state, preview);
  const changes = changesBetween(saved.actions, now.actions);
  if (changes.length > 0) return { _tag: 'Moved', changes };
  return saved.seq === state.seq ? { _tag: 'Same' } : { _tag: 'SameActions' };
};

/** Actions are paired by what they are to do to which entry; order counts only for carrying out. */
const changesBetween = (saved: readonly PlannedAction[], now: readonly PlannedAction[]): readonly PlanChange[] => {
  const found: PlanChange[] = [];
  const left = new Map(now.map((each) => [identity(each), each]));
  for (const each of saved) {
    const again = left.get(identity(each));
    left.delete(identity(each));
    const path = pathOfAction(each);
    if (again === undefined) found.push({ what: 'gone', path, text: `not to be done any more: ${each.text}` });
    else if (expected(again) !== expected(each))
      found.push({ what: 'changed', path, text: `planned for something else than is there now: ${again.text}` });
  }
  for (const each of left.values()) found.push({ what: 'new', path: pathOfAction(each), text: `not in the plan: ${each.text}` });
  return found;
};

const identity = ({ action }: PlannedAction): string => {
  const name = action._tag === 'CreateFiles' ? action.files[0]?.name : 'name' in action ? action.name : '';
  return `${action._tag}/${action.side}/${linksOf(action)[0] ?? 0}/${name ?? ''}`;
};

/** Revisions that a preview made up have no meaning outside of it. */
const expected = ({ action, expects, reason }: PlannedAction): string =>
  JSON.stringify([action, reason, expects], (_key, value: unknown) =>
    typeof value === 'string' && /^assumed-\d+(-\d+)?$/u.test(value) ? 'assumed' : value,
  );

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
      return showPath([...expects.parent.path, expects.name]);
    case 'ReplaceFile':
    case 'Move':
    case 'Discard':
      return showPath(expects.target.path);
    case 'Compare':
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
