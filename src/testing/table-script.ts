/** Random writes to tables, as values: what the laws of tables are told by. */
import fc from 'fast-check';
import { NEVER, type LinkId, type NodeId, NO_NODE, linkId, nodeId, seq } from '../domain/ids.js';
import type { Link } from '../domain/link.js';
import { type Node, blankNode } from '../domain/node.js';
import { SIDES, type Sides } from '../domain/side.js';
import type { KeyOf, Table, TableDraft } from '../domain/table/table.js';

/** One write to a draft. Rows are named by numbers that wrap around the ids given so far, so that every command fits every table. */
export type TableCommand =
  | { readonly _tag: 'AddNode'; readonly parent: number; readonly fields: NodeFields }
  | { readonly _tag: 'ChangeNode'; readonly node: number; readonly fields: Partial<NodeFields> }
  | { readonly _tag: 'MoveNode'; readonly node: number; readonly parent: number }
  | { readonly _tag: 'RemoveNode'; readonly node: number }
  | { readonly _tag: 'AddLink'; readonly halves: Sides<number> }
  | { readonly _tag: 'ChangeLink'; readonly link: number; readonly halves: Sides<number>; readonly blocked: boolean }
  | { readonly _tag: 'RemoveLink'; readonly link: number }
  /** Nodes and links that come and go: what follows lies in another page. */
  | { readonly _tag: 'UseUpIds' };

export type NodeFields = Pick<Node, 'side' | 'name' | 'kind' | 'oid' | 'ident' | 'size' | 'mtimeMs' | 'gone'>;

/** Drafts, one after the other. */
export type TableScript = readonly (readonly TableCommand[])[];

/** Names that differ in case only are one place on the side that ignores case. */
export const NAMES = ['a', 'A', 'b', 'ä', 'a\u0308', '', 'a\tb\n', '\ud800\\'] as const;
export const OIDS = ['1', '2', 'a'] as const;

/** The keys of these laws: LOCAL tells cases apart, REMOTE does not. */
export const lawKeys: KeyOf = [(name) => name, (name) => name.normalize('NFC').toLowerCase()];

export const nodeFields: fc.Arbitrary<NodeFields> = fc.record({
  side: fc.constantFrom(...SIDES),
  name: fc.constantFrom(...NAMES),
  kind: fc.constantFrom('file', 'folder'),
  oid: fc.option(fc.constantFrom(...OIDS)),
  ident: fc.option(fc.constantFrom(...OIDS)),
  size: fc.nat(),
  mtimeMs: fc.oneof(fc.nat(), fc.constantFrom(0.5, -1, 2 ** 53 + 2, 1763845200123.4567)),
  gone: fc.constantFrom(NEVER, NEVER, seq(9)),
});

/**
 * 0 is "none", and ids past the last one are parents that are not there (yet). Mostly small, so that nodes meet at one place; negative ones
 * count from the newest.
 */
const pick = fc.oneof({ weight: 3, arbitrary: fc.nat(2) }, fc.nat(12), fc.integer({ min: -4, max: -1 }));
const halves = fc.tuple(pick, pick);

export const tableCommand: fc.Arbitrary<TableCommand> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ _tag: fc.constant('AddNode' as const), parent: pick, fields: nodeFields }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      _tag: fc.constant('ChangeNode' as const),
      node: pick,
      fields: nodeFields.chain((fields) =>
        fc.subarray(Object.entries(fields)).map((kept) => Object.fromEntries(kept) as Partial<NodeFields>),
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ _tag: fc.constant('MoveNode' as const), node: pick, parent: pick }) },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant('RemoveNode' as const), node: pick }) },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant('AddLink' as const), halves }) },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant('ChangeLink' as const), link: pick, halves, blocked: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant('RemoveLink' as const), link: pick }) },
  { weight: 1, arbitrary: fc.constant({ _tag: 'UseUpIds' as const }) },
);

/** Ids that `UseUpIds` takes: two of them fill more than a page. */
const USED_UP = 40;

export const tableScripts: fc.Arbitrary<TableScript> = fc.array(fc.array(tableCommand, { maxLength: 15 }), { minLength: 1, maxLength: 4 });

/** Writes one command to a draft. */
export const runTableCommand = (draft: TableDraft, command: TableCommand): void => {
  const { node: nextNode, link: nextLink } = draft.nextIds();
  const wrap = (n: number, next: number): number => (n < 0 ? Math.max(0, next + n) : n % next);
  const node = (n: number): NodeId => nodeId(wrap(n, nextNode));
  const link = (n: number): LinkId => linkId(wrap(n, nextLink));
  const parent = (n: number): NodeId => (n < 0 ? node(n) : nodeId(n));
  const change = (n: number, fields: Partial<Node>): void => {
    const row = draft.node(node(n));
    if (row !== undefined) draft.setNode({ ...row, ...fields });
  };
  switch (command._tag) {
    case 'AddNode':
      draft.addNode({ ...blankNode(command.fields.side), ...command.fields, parent: parent(command.parent) });
      return;
    case 'ChangeNode':
      return change(command.node, command.fields);
    case 'MoveNode':
      return change(command.node, { parent: parent(command.parent) });
    case 'RemoveNode':
      return draft.removeNode(node(command.node));
    case 'AddLink':
      draft.addLink(blankLink([node(command.halves[0]), node(command.halves[1])]));
      return;
    case 'ChangeLink': {
      const row = draft.link(link(command.link));
      const blocked = command.blocked ? { reason: 'r', message: 'm', since: seq(1) } : null;
      if (row !== undefined) draft.setLink({ ...row, halves: [node(command.halves[0]), node(command.halves[1])], blocked });
      return;
    }
    case 'RemoveLink':
      return draft.removeLink(link(command.link));
    case 'UseUpIds':
      for (let i = 0; i < USED_UP; i += 1) {
        draft.removeNode(draft.addNode(blankNode(SIDES[0])).id);
        draft.removeLink(draft.addLink(blankLink([NO_NODE, NO_NODE])).id);
      }
      return;
  }
};

const blankLink = (pair: Sides<NodeId>): Omit<Link, 'id'> => ({
  halves: pair,
  base: null,
  doubt: null,
  given: null,
  compared: null,
  blocked: null,
  placed: null,
  resolved: null,
  demand: null,
});

/** The table after all drafts of a script. */
export const runTableScript = (start: Table, script: TableScript): Table =>
  script.reduce((table, commands) => {
    const draft = table.edit();
    for (const command of commands) runTableCommand(draft, command);
    return draft.finish();
  }, start);
