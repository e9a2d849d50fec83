import type { ActionTag } from '../../domain/action.js';
import type { Event } from '../../domain/event.js';
import { judge } from '../../domain/judge/judge.js';
import { ABSENCE, COLLISION, CONTENT, LOCATION, REASONS } from '../../domain/judge/verdicts.js';
import { ERROR_TAGS, remedyFor } from '../../domain/provider-error.js';
import { unsettledLinks } from '../../domain/state/agenda.js';
import type { State } from '../../domain/state/state.js';

/**
 * What a campaign has reached, so that what it never reached is known: cells of the verdict tables, reasons of conclusions, remedies of
 * errors, and ways in which a process begins. A cell counts when a judgement reads it.
 */
export interface Coverage {
  readonly note: (events: readonly Event[], before: State) => void;
  /** What a world ended in: why something is blocked there. */
  readonly noteEnd: (state: State) => void;
  readonly total: number;
  readonly missed: () => readonly string[];
  /** Leaves the tables as they were. */
  readonly end: () => void;
}

const TABLES = { content: CONTENT, location: LOCATION, absence: ABSENCE, collision: COLLISION } as const;

export const startCoverage = (): Coverage => {
  const all = new Set<string>([...remedies(), ...REASON_NAMES, ...BEGINNINGS]);
  const hit = new Set<string>();
  const undo = Object.entries(TABLES).flatMap(([name, table]) => spyOn(table, name, all, hit));
  return {
    note: (events, before) => {
      for (const event of events) for (const name of namesOf(event, before)) hit.add(name);
    },
    noteEnd: (state) => {
      for (const id of unsettledLinks(state.agenda)) {
        const judgement = judge(state, id);
        if (judgement._tag === 'Blocked') hit.add(`reason ${judgement.reason}`);
      }
    },
    get total() {
      return all.size;
    },
    missed: () => [...all].filter((name) => !hit.has(name)),
    end: () => {
      for (const restore of undo) restore();
    },
  };
};

/** Puts a reader that takes notes in the place of each cell. */
const spyOn = (table: object, path: string, all: Set<string>, hit: Set<string>): readonly (() => void)[] =>
  Object.entries(table).flatMap(([key, value]: [string, object]) => {
    const name = `${path} ${key}`;
    if (!('verdict' in value)) return spyOn(value, name, all, hit);
    all.add(name);
    const get = (): object => {
      hit.add(name);
      return value;
    };
    Object.defineProperty(table, key, { get, configurable: true, enumerable: true });
    return [() => void Object.defineProperty(table, key, { value, configurable: true, enumerable: true, writable: true })];
  });

const REASON_NAMES = Object.values(REASONS).map((reason) => `reason ${reason}`);

const remedies = (): readonly string[] =>
  [...new Set(ERROR_TAGS.map((_tag) => remedyFor({ _tag, message: '' })))].flatMap((remedy) => [
    `remedy ${remedy} of a look`,
    `remedy ${remedy} of a deed`,
  ]);

const ACTIONS: readonly ActionTag[] = ['LookUp', 'List', 'CreateFiles', 'ReplaceFile', 'MakeFolder', 'Move', 'Discard', 'Compare'];

const BEGINNINGS = [
  ...ACTIONS.map((tag) => `begins with ${tag} in flight`),
  'begins after bases were forgotten',
  'begins after the machine went down',
  'begins with a side lost',
  'gate raised',
  'gate approved',
  'events lost',
];

const namesOf = (event: Event, before: State): readonly string[] => {
  switch (event._tag) {
    case 'ActionFailed': {
      const action = before.flights.actions.get(event.action as never)?.action;
      const isLook = action?._tag === 'LookUp' || action?._tag === 'List';
      return [`remedy ${remedyFor(event.error)} of a ${isLook ? 'look' : 'deed'}`];
    }
    case 'SessionStarted':
      return [
        ...[...before.flights.actions.values()].map(({ action }) => `begins with ${action._tag} in flight`),
        ...(event.forgetBases ? ['begins after bases were forgotten'] : []),
        ...(before.control.boot !== null && before.control.boot !== event.boot ? ['begins after the machine went down'] : []),
        ...(before.control.sides.some(({ health }) => health._tag === 'Down') ? ['begins with a side lost'] : []),
      ];
    case 'GateRaised':
      return ['gate raised'];
    case 'GateApproved':
      return ['gate approved'];
    case 'HintsSeen':
      return event.hints.some(({ _tag }) => _tag === 'Lost') ? ['events lost'] : [];
    default:
      return 'reason' in event ? [`reason ${event.reason}`] : [];
  }
};
