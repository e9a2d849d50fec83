import { describe, expect, it } from 'vitest';
import { NEVER, type NodeId } from '../../src/domain/ids.js';
import { type Base, UNSEEN } from '../../src/domain/link.js';
import type { Node } from '../../src/domain/node.js';
import type { Observation } from '../../src/domain/observation.js';
import { COARSE, INODE, OID, PATH, type Rules, seen, type Told, told } from './told.js';

const root = { parentOid: 'root' };

interface Known {
  readonly story: Told;
  readonly node: Node;
}

const pairOf = (rules: Rules, row: Observation): Known => {
  const story = told(rules, PATH);
  const { halves } = story.pair([story.root(0), story.root(1)], [row, { ...row, oid: null, parentOid: null, ident: null }]);
  return { story, node: halves[0] };
};

/** Our own move on LOCAL, from its start to its outcome. */
const moved = ({ story, node }: Known, row: Observation, { meanwhile = () => {}, parent = story.root(0) as NodeId } = {}): number => {
  const { link, name } = story.known(node);
  const base = { parent: story.known({ id: parent }).link, names: [row.name, name] as [string, string] };
  const move = { _tag: 'Move', side: 0, link, node: node.id, parent, name: row.name, base, purpose: 'follow' } as const;
  const action = story.start(move);
  meanwhile();
  return story.fold({ _tag: 'Moved', action, seen: row });
};

const seenAt = (story: Told, row: Observation): Node => story.meet(0, story.root(0), row);

describe('what we moved', () => {
  it('is what was seen at its new place before we were told: that goes, and it is looked up and listed, with all below', () => {
    const known = pairOf(PATH, seen('d/'));
    const { story, node } = known;
    const sub = story.meet(0, node.id, seen('sub/'));
    for (const id of [sub.id, node.id]) story.list(0, id);
    let early: Node | undefined;
    const now = moved(known, seen('e/'), {
      meanwhile: () => {
        early = seenAt(story, seen('e/'));
      },
    });
    expect(story.node(early?.id as NodeId)).toBeUndefined();
    expect(story.known(node)).toMatchObject({ name: 'e', gone: NEVER, dirty: now, unlisted: now });
    expect(story.known(sub).unlisted).toBe(now);
  });

  it('leaves what is known at its new place to be looked up, where that is another object', () => {
    const known = pairOf(INODE, seen('a', { ident: 'i1' }));
    let other: Node | undefined;
    const now = moved(known, seen('b', { ident: 'i1' }), {
      meanwhile: () => {
        other = seenAt(known.story, seen('b', { ident: 'i2' }));
      },
    });
    expect(known.story.known(other as Node)).toMatchObject({ gone: NEVER, dirty: now });
    expect(known.story.known(known.node)).toMatchObject({ name: 'b', dirty: NEVER });
  });

  it('leaves it to be looked up, too, where ids tell one from another', () => {
    const known = pairOf(OID, seen('a', { oid: 'a', ...root }));
    let other: Node | undefined;
    const now = moved(known, seen('b', { oid: 'a', ...root }), {
      meanwhile: () => {
        other = seenAt(known.story, seen('b', { oid: 'b', ...root }));
      },
    });
    expect(known.story.known(other as Node)).toMatchObject({ gone: NEVER, dirty: now });
    expect(known.story.known(known.node)).toMatchObject({ name: 'b', dirty: NEVER });
  });

  it('is not in its own way, where only the spelling of its name is another', () => {
    const known = pairOf(COARSE, seen('d/'));
    const { story, node } = known;
    const file = story.meet(0, node.id, seen('f'));
    story.list(0, node.id);
    moved(known, seen('D/'));
    expect(story.known(node)).toMatchObject({ name: 'D', dirty: NEVER, unlisted: NEVER, gone: NEVER });
    expect(story.known(file).gone).toBe(NEVER);
  });

  it.each([
    ['is listed with all below, where its new place was hinted at since', PATH, 'since', true],
    ['is not, where that was before', PATH, 'before', false],
    ['is not, where ids tell one from another', OID, 'since', false],
  ] as const)('%s', (_what, rules, hinted, isListed) => {
    const known = pairOf(rules, seen('d/', rules === OID ? { oid: 'd', ...root } : {}));
    const { story, node } = known;
    const sub = story.meet(0, node.id, seen('sub/', rules === OID ? { oid: 's', parentOid: 'd' } : {}));
    for (const id of [sub.id, node.id]) story.list(0, id);
    const hint = () => story.fold({ _tag: 'HintsSeen', side: 0, hints: [{ _tag: 'FolderTouched', path: ['e'] }], cursor: null });
    if (hinted === 'before') hint();
    const now = moved(known, seen('e/', rules === OID ? { oid: 'd', ...root } : {}), hinted === 'since' ? { meanwhile: hint } : {});
    expect(story.known(sub).unlisted).toBe(isListed ? now : NEVER);
    // What is looked for there is looked for still.
    expect(story.phantoms(0)).toMatchObject([{ name: 'e' }]);
  });

  it('keeps its hash where it is not told of', () => {
    const known = pairOf(PATH, seen('a', { hash: 'h1' }));
    moved(known, seen('b'));
    expect(known.story.known(known.node)).toMatchObject({ name: 'b', hash: 'h1' });
  });
});

/** What two files have in common, as they are known to: our moves give new revisions and stamps. */
describe('what was agreed on about what we moved', () => {
  const withBase = (change: (base: Base) => Base, row: Observation): Known => {
    const known = pairOf(INODE, row);
    const { story, node } = known;
    // As a session that broke off leaves what it placed: taken for ours by its size and time, and not compared.
    const link = story.linkOf(node);
    if (link?.base == null) throw new Error('nothing is agreed on');
    story.edit((draft) => draft.table.setLink({ ...link, base: change(link.base as Base) }));
    return known;
  };

  it('stays to be compared, where nobody saw how it came to be; wherever its user had moved it', () => {
    const known = withBase((base) => ({ ...base, stamps: [UNSEEN, base.stamps[1]], names: ['old', 'old'] }), seen('a', { stamp: 's1' }));
    moved(known, seen('b', { stamp: 's2' }));
    expect(known.story.linkOf(known.node)?.base?.stamps[0]).toBe(UNSEEN);
  });

  it('is as it was left by us, else', () => {
    const known = pairOf(INODE, seen('a', { stamp: 's1' }));
    moved(known, seen('b', { stamp: 's2', revision: 'r2' }));
    expect(known.story.linkOf(known.node)?.base).toMatchObject({ stamps: ['s2', 's1'], revisions: ['r2', 'r1'] });
  });
});

describe('what two contents were found to be', () => {
  const compared = (row: Observation): Known => {
    const known = pairOf(INODE, seen('a', { stamp: 's1' }));
    const { story, node } = known;
    const link = story.known(node).link;
    const nodes = [...(story.linkOf(node)?.halves ?? [])] as [NodeId, NodeId];
    const action = story.start({ _tag: 'Compare', side: 0, link, with: link, nodes });
    story.fold({ _tag: 'Compared', action, same: false });
    story.list(0, story.root(0), row);
    return known;
  };
  const after = (row: Observation) => {
    const known = compared(row);
    moved(known, { ...row, name: 'b', revision: 'moved', stamp: 'moved' });
    return known.story.linkOf(known.node)?.compared;
  };

  it('holds for them after our move of one', () => {
    expect(after(seen('a', { stamp: 's1' }))).toMatchObject({ revisions: ['moved', 'r1'], stamps: ['moved', 's1'], same: false });
  });

  it.each([
    ['its content', { stamp: 's1', revision: 'r2' }],
    ['its stamp', { stamp: 's2' }],
  ])('holds for what was compared alone, where that one had another (%s)', (_what, facts) => {
    expect(after(seen('a', facts))).toMatchObject({ revisions: ['r1', 'r1'], stamps: ['s1', 's1'] });
  });
});
