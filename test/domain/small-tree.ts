/** States written out as a few entries: no story leads there. */
import type { Action } from '../../src/domain/action.js';
import { fold } from '../../src/domain/evolve/evolve.js';
import { linkId, NO_LINK, NO_NODE, type NodeId, seq } from '../../src/domain/ids.js';
import { judge } from '../../src/domain/judge/judge.js';
import type { Judgement } from '../../src/domain/judge/judgement.js';
import { type Target, targetOf } from '../../src/domain/judge/target.js';
import type { Base, Link } from '../../src/domain/link.js';
import { nameKey } from '../../src/domain/name.js';
import { blankNode, type Node } from '../../src/domain/node.js';
import type { Side, Sides } from '../../src/domain/side.js';
import type { Control } from '../../src/domain/state/control.js';
import { addLink, addNode, type Draft, initialState, openDraft, putNode, writeControl } from '../../src/domain/state/state.js';
import { pagedTable } from '../../src/domain/table/paged-table.js';
import type { Traits } from '../../src/domain/traits.js';

/** An entry, or the name that it was added by; of some that were added by one name, the last. */
export type Entry = Link | string;

/** What is other than usual of a half. `in`: another folder than the entry's. */
export type Half = Partial<Omit<Node, 'id' | 'side' | 'link'>> & { readonly in?: Entry };

/** An entry by what is other than usual: a file in the root, that both sides have as they agreed. */
export interface Made {
  readonly kind?: Node['kind'];
  /** The folder that it lies in, on both sides; the root if left out. */
  readonly in?: Entry;
  /** Null: it has no such half. */
  readonly local?: Half | null;
  readonly remote?: Half | null;
  /** Null: nothing was agreed on yet, as where it has one half and nothing else is said. */
  readonly base?: Partial<Base> | null;
  readonly link?: Partial<Omit<Link, 'id' | 'halves' | 'base'>>;
}

type SideControl = Partial<Control['sides'][0]>;

export interface Around {
  readonly traits?: Sides<Partial<Traits>>;
  readonly policy?: Partial<Control['policy']>;
  readonly sides?: Sides<SideControl>;
  readonly control?: Partial<Control>;
}

export interface SmallTree {
  readonly draft: Draft;
  readonly root: Link;
  readonly add: (name: string, made?: Made) => Link;
  /** What is known of a half now. */
  readonly know: (entry: Entry, side: Side, half: Half) => void;
  readonly node: (entry: Entry, side: Side) => Node;
  readonly link: (entry: Entry) => Link;
  /** It is in flight from now on. */
  readonly begin: (action: Action) => void;
  /** It is being moved on this side to another name, as the planner does; on the other it is where it was. */
  readonly move: (entry: Entry, side: Side) => void;
  readonly judge: (entry: Entry) => Judgement;
  readonly target: (entry: Entry) => Target;
}

export const NOW = 1_000_000;
/** Told of long ago. */
export const GONE: Half = { gone: seq(1) };
export const HINTED: Half = { dirty: seq(1) };
export const UNLISTED: Half = { unlisted: seq(1) };
/** A side that was just told of something, and was quiet until then; and one that has not been quiet for a minute. */
export const JUST_TOLD: SideControl = { lastHintAtMs: NOW, restlessSinceMs: NOW };
export const RESTLESS: SideControl = { ...JUST_TOLD, restlessSinceMs: NOW - 60_000 };
export const RAISED: SideControl = { gate: { _tag: 'Raised', deletes: 30, files: 40, since: seq(1) } };

const ROOT = '';

/** Both sides are known and at rest, with nothing in their roots but these entries, and what is added then. */
export const smallTree = (entries: Readonly<Record<string, Made>> = {}, around: Around = {}): SmallTree => {
  const control = controlOf(around);
  const keyOf = [(name: string) => nameKey(control.traits[0], name), (name: string) => nameKey(control.traits[1], name)] as const;
  const draft = openDraft({ ...initialState(), table: pagedTable(keyOf), control });
  const added = new Map<string, Link>();
  const link: SmallTree['link'] = (entry) => {
    const found = typeof entry === 'string' ? added.get(entry) : entry;
    if (found === undefined) throw new Error(`nothing was added as ${JSON.stringify(entry)}`);
    return draft.table.link(found.id) as Link;
  };
  const node: SmallTree['node'] = (entry, side) => draft.table.node(link(entry).halves[side]) as Node;
  const add: SmallTree['add'] = (name, made = {}) => {
    const folder = name === ROOT ? null : link(made.in ?? ROOT);
    const entry = addEntry(draft, folder, name, made, (other, side) => link(other).halves[side]);
    added.set(name, entry);
    return entry;
  };
  const begin: SmallTree['begin'] = (action) => fold(draft, { _tag: 'ActionStarted', action, reason: 'test' });
  const root = add(ROOT, { kind: 'folder' });
  writeControl(draft, ({ roots }) => {
    for (const side of [0, 1] as const) roots[side].node = root.halves[side];
  });
  for (const [name, made] of Object.entries(entries)) add(name, made);
  return {
    ...{ draft, root, add, node, link, begin },
    know: (entry, side, { in: folder, ...fields }) => {
      const known = node(entry, side);
      putNode(draft, { ...known, ...fields, parent: folder === undefined ? known.parent : link(folder).halves[side] });
    },
    move: (entry, side) => {
      const { id, parent, link: its } = node(entry, side);
      begin({ _tag: 'Move', side, link: its, node: id, parent, name: 'elsewhere', base: null, purpose: 'follow' });
    },
    judge: (entry) => judge(draft, link(entry).id),
    target: (entry) => targetOf(draft, link(entry)),
  };
};

const addEntry = (
  draft: Draft,
  folder: Link | null,
  name: string,
  { kind = 'file', ...made }: Made,
  nodeOf: (entry: Entry, side: Side) => NodeId,
): Link => {
  const isFile = kind === 'file';
  const id = linkId(draft.table.nextIds().link);
  const halfOn = (side: Side, half: Half | null = {}): NodeId => {
    if (half === null) return NO_NODE;
    const { in: other, ...fields } = half;
    const parent = other === undefined ? (folder?.halves[side] ?? NO_NODE) : nodeOf(other, side);
    const content = isFile ? { revision: 'r1', stamp: 's1', size: 1 } : {};
    return addNode(draft, { ...blankNode(side), link: id, parent, name, kind, ...content, ...fields }).id;
  };
  const halves = [halfOn(0, made.local), halfOn(1, made.remote)] as const;
  const both = <T>(value: T): [T, T] => [value, value];
  const agreed: Base = {
    ...{ parents: both(folder?.id ?? NO_LINK), names: both(name) },
    ...{ revisions: both(isFile ? 'r1' : null), stamps: both(isFile ? 's1' : null), hashes: both(null) },
  };
  const isNew = made.base === null || (made.base === undefined && halves.includes(NO_NODE));
  return addLink(draft, { ...made.link, halves, base: isNew ? null : { ...agreed, ...made.base } });
};

const controlOf = ({ traits = [{}, {}], policy, sides = [{}, {}], control }: Around): Control => {
  const { control: initial } = initialState();
  const plain: Partial<Traits> = { identity: 'oid', hash: 'md5' };
  return {
    ...initial,
    nowMs: NOW,
    policy: { ...initial.policy, ...policy },
    traits: [
      { ...initial.traits[0], ...plain, ...traits[0] },
      { ...initial.traits[1], ...plain, ...traits[1] },
    ],
    sides: [
      { ...initial.sides[0], ...sides[0] },
      { ...initial.sides[1], ...sides[1] },
    ],
    ...control,
  };
};
