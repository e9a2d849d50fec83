import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/domain/action.js';
import { nodeId, seq } from '../../src/domain/ids.js';
import { plan } from '../../src/domain/plan/plan.js';
import { closeDraft } from '../../src/domain/state/state.js';
import { smallTree, UNLISTED } from './small-tree.js';

/** Folders of LOCAL that are listed while this is in flight there. */
const listedWhile = (actionIn: (folder: number, file: number, link: number, other: number) => Action): readonly string[] => {
  const { draft, add } = smallTree();
  const folder = (name: string) => add(name, { kind: 'folder', local: UNLISTED });
  const [here, there] = [folder('here'), folder('there')];
  folder('elsewhere');
  const file = add('file', { local: { in: here } });
  draft.flights.take(seq(1), actionIn(here.halves[0], file.halves[0], file.id, there.halves[0]), draft);
  return plan(closeDraft(draft), { looks: [9, 9], deeds: 0 }).events.flatMap((event) =>
    event._tag === 'ActionStarted' && event.action._tag === 'List' ? [draft.table.node(event.action.node)?.name ?? ''] : [],
  );
};

describe('a folder is not listed while something in it', () => {
  const as = (fields: object) => ({ side: 0, base: null, ...fields }) as unknown as Action;
  it.each<[string, Parameters<typeof listedWhile>[0], readonly string[]]>([
    ['is being deleted', (_, node, link) => as({ _tag: 'Discard', node, link }), ['there', 'elsewhere']],
    ['is being taken back', (_, node, link) => as({ _tag: 'TakeBack', node, link }), ['there', 'elsewhere']],
    [
      'is being moved away, nor where it comes to',
      (_, node, link, parent) => as({ _tag: 'Move', node, link, parent, name: 'x' }),
      ['elsewhere'],
    ],
    [
      'is being moved back, nor where it comes to',
      (_, node, link, parent) => as({ _tag: 'MoveBack', node, link, parent, name: 'x' }),
      ['elsewhere'],
    ],
    ['is being restored', (parent, _, link) => as({ _tag: 'Restore', parent, link, trash: 't', name: 'x' }), ['there', 'elsewhere']],
    [
      'is being made',
      (parent, source, link) => as({ _tag: 'CreateFiles', parent, files: [{ link, source, name: 'x' }] }),
      ['there', 'elsewhere'],
    ],
  ])('%s', (_what, action, listed) => {
    expect(listedWhile(action)).toEqual(listed);
  });

  it('and is, while a file in it is being read', () => {
    const compare = (_: number, node: number, link: number) => as({ _tag: 'Compare', link, with: link, nodes: [node, nodeId(2)] });
    expect(listedWhile(compare)).toEqual(['here', 'there', 'elsewhere']);
  });
});
