import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../src/domain/judge/judgement.js';
import { isNew, recognise } from '../../src/domain/judge/recognise.js';
import { recogniseByContent } from '../../src/domain/judge/recognise-content.js';
import { waitForQuiet } from '../../src/domain/judge/view.js';
import type { Link } from '../../src/domain/link.js';
import type { Traits } from '../../src/domain/traits.js';
import { type Around, GONE, HINTED, JUST_TOLD, type Made, NOW, type SmallTree, smallTree, UNLISTED } from './small-tree.js';

const found = (old: Link, now: Link): unknown => ({
  _tag: 'Conclude',
  event: { _tag: 'HalfRecognised', link: old.id, side: 0, node: now.halves[0] },
});
const discarded = ({ id }: Link): unknown => ({ _tag: 'Act', action: { _tag: 'Discard', link: id } });
const waits = (on: Link, why = 'unknown'): Judgement => ({ _tag: 'Wait', on: on.id, why }) as Judgement;

const ONE = { ident: 'one' };
const gone = (fields = {}, made: Made = {}): Made => ({ ...made, local: { ...GONE, ...fields } });
const fresh = (fields = {}, made: Made = {}): Made => ({ ...made, local: fields, remote: null });
const doubt = { side: 0, after: 'failure' } as const;

describe('what is gone is recognised in something new', () => {
  it('that has its identity', () => {
    const tree = smallTree();
    const [old, now] = [tree.add('a', gone(ONE)), tree.add('b', fresh(ONE))];
    expect(tree.judge(old)).toMatchObject(found(old, now) as object);
  });

  it('not if two have its identity, unless one of them has its place', () => {
    const tree = smallTree();
    const old = tree.add('a', gone(ONE));
    tree.add('b', fresh(ONE));
    tree.add('c', fresh(ONE));
    expect(tree.judge(old)).toMatchObject(discarded(old) as object);
    const now = tree.add('a', fresh(ONE));
    expect(tree.judge(old)).toMatchObject(found(old, now) as object);
  });

  it('not if we began to delete it (H1)', () => {
    const tree = smallTree();
    const old = tree.add('a', gone(ONE, { link: { doubt } }));
    tree.add('b', fresh(ONE));
    expect(recognise(tree.draft, tree.link(old), tree.node(old, 0))).toBeNull();
  });

  it('not if nothing was agreed on: it was never carried over', () => {
    const tree = smallTree();
    const old = tree.add('a', gone(ONE, { remote: null }));
    tree.add('b', fresh(ONE));
    expect(tree.judge(old)).toMatchObject({ _tag: 'Conclude', event: { _tag: 'LinkEnded', link: old.id } });
  });

  it('that has its place, if it has no identity of another that is gone', () => {
    const tree = smallTree();
    const old = tree.add('a', gone());
    const now = tree.add('a', fresh(ONE));
    expect(tree.judge(old)).toMatchObject(found(old, now) as object);
    const other = tree.add('b', gone(ONE));
    expect(tree.judge(old)).toEqual(waits(other));
  });

  it.each<[string, Made]>([
    ['went itself, before it was carried over', fresh(GONE)],
    ['was known, and is gone on the other side', { remote: GONE }],
  ])('not in what has its place, but %s', (_what, made) => {
    const tree = smallTree();
    const old = tree.add('a', gone());
    tree.add('a', made);
    expect(tree.judge(old)).toMatchObject(discarded(old) as object);
  });

  it('new is what has no counterpart, whatever was agreed on', () => {
    const tree = smallTree();
    const isNewNow = (made: Made): boolean => isNew(tree.draft, tree.node(tree.add('a', made), 0));
    expect(isNewNow(fresh())).toBe(true);
    expect(isNewNow({ base: null, remote: GONE })).toBe(true);
    expect(isNewNow({ base: null })).toBe(false);
    expect(isNewNow({ remote: GONE })).toBe(false);
  });
});

describe('a folder that was hinted at, and is seen elsewhere', () => {
  const FOLDER = { kind: 'folder' } as const;
  const OLD = { ...HINTED, ...UNLISTED, ...ONE };
  const NEW = { ...UNLISTED, ...ONE };

  const told = (change: (tree: SmallTree, old: Link, now: Link) => Link | null | undefined, made: Made = {}, then: Made = {}) => {
    const tree = smallTree();
    const old = tree.add('old', { ...FOLDER, local: OLD, ...made });
    const now = tree.add('new', { ...FOLDER, ...fresh(NEW), ...then });
    const on = change(tree, old, now);
    if (on === null) expect(tree.judge(old)).toMatchObject(found(old, now) as object);
    else expect(tree.judge(old)).toEqual(on === undefined ? waits(old) : waits(on, 'in-flight'));
  };

  it('is there', () => told(() => null));
  it('is looked up first if we began to delete it (H1)', () => told(() => undefined, { link: { doubt } }));
  it('is looked up first if two have its identity', () => told((tree) => void tree.add('newer', { ...FOLDER, ...fresh(NEW) })));
  it('is looked up first if its new place was listed', () => told(() => undefined, {}, fresh(ONE)));
  it('is looked up first if something is known in its new place', () =>
    told((tree, _old, now) => void tree.add('a', fresh({}, { in: now }))));
  it('is there if what was known in its new place is gone', () =>
    told((tree, _old, now) => (tree.add('a', fresh(GONE, { in: now })), null)));
  it('is looked up first if its new place is in itself', () => told((tree, old, now) => tree.know(now, 0, { in: old }) as undefined));
  it.each(['old', 'new'] as const)('waits for the folder of its %s place to arrive', (which) =>
    told((tree, old, now) => {
      const folder = tree.add('folder', FOLDER);
      tree.know(which === 'old' ? old : now, 0, { in: folder });
      tree.move(folder, 0);
      return folder;
    }),
  );
});

describe('what is new, on a side that is not at rest,', () => {
  const unquiet = (around: Around = {}): SmallTree => smallTree({}, { sides: [JUST_TOLD, {}], ...around });

  it('waits where moves are told by contents alone, unless its user wants it first', () => {
    const tree = unquiet({ traits: [{ identity: 'path' }, {}] });
    expect(tree.judge(tree.add('a', fresh()))).toMatchObject({ _tag: 'Quiet', side: 0 });
    expect(tree.judge(tree.add('b', fresh({ priority: -1 })))).toMatchObject({ _tag: 'Act', action: { _tag: 'CreateFiles' } });
  });

  it.each<[string, Made, 'Quiet' | 'Wait']>([
    ['may be what is gone from its place', gone(), 'Quiet'],
    ['is not what is of another kind', gone({}, { kind: 'folder' }), 'Wait'],
    ['is not what we began to delete', gone({}, { link: { doubt } }), 'Wait'],
  ])('%s', (_what, made, tag) => {
    const tree = unquiet();
    tree.add('a', made);
    expect(tree.judge(tree.add('a', fresh()))).toMatchObject({ _tag: tag });
  });

  it.each<[string, Made, boolean]>([
    ['waits for another of its identity that is yet to be looked up', { local: { ...ONE, ...HINTED } }, true],
    ['waits for another of its identity that is gone', gone(ONE), true],
    ['does not wait for another of its identity that is there, as hard links are', { local: ONE }, false],
    ['does not wait for another of its identity that we began to delete', gone(ONE, { link: { doubt } }), false],
    ['does not wait for another of its identity that was never carried over', gone(ONE, { remote: null }), false],
    ['does not wait for what is of another kind', gone(ONE, { kind: 'folder' }), false],
  ])('%s', (_what, made, isWaiting) => {
    const tree = unquiet();
    tree.add('else', { local: HINTED });
    const twin = tree.add('a', made);
    const judgement = tree.judge(tree.add('b', fresh(ONE)));
    expect(judgement).toMatchObject(isWaiting ? waits(twin) : { _tag: 'Act' });
  });
});

describe('where contents alone tell a move', () => {
  const byContent = (rules: Partial<Traits> = {}) => smallTree({}, { traits: [{ identity: 'path', ...rules }, {}] });
  const CONTENT = { hash: 'h', size: 5 };
  const FOLDER = { kind: 'folder' } as const;

  const recognised = ({ draft }: SmallTree): readonly unknown[] =>
    recogniseByContent(draft, 0, draft.agenda.orphans[0], draft.agenda.fresh[0]).map(({ link, node }) => [link, node]);
  const pairs = (...all: readonly (readonly [Link, Link])[]): readonly unknown[] => all.map(([old, now]) => [old.id, now.halves[0]]);

  it('what is gone is found in the one that has its content', () => {
    const tree = byContent();
    const [old, now] = [tree.add('a', gone(CONTENT)), tree.add('b', fresh(CONTENT))];
    expect(recognised(tree)).toEqual(pairs([old, now]));
  });

  it.each<[string, Made, Made]>([
    ['of what we began to delete (H1)', gone(CONTENT, { link: { doubt } }), fresh(CONTENT)],
    ['of what has no hash', gone({ size: 5 }), fresh({ size: 5 })],
    ['of what is empty', gone({ ...CONTENT, size: 0 }), fresh({ ...CONTENT, size: 0 })],
    ['of a folder in a file, whatever is said of it', gone(CONTENT, FOLDER), fresh(CONTENT)],
    ['of a file in a folder, whatever is said of it', gone(CONTENT), fresh(CONTENT, FOLDER)],
    ['in what is yet to be looked up', gone(CONTENT), fresh({ ...CONTENT, ...HINTED })],
  ])('nothing is recognised %s', (_what, old, now) => {
    const tree = byContent();
    tree.add('a', old);
    tree.add('b', now);
    expect(recognised(tree)).toEqual([]);
  });

  it('nothing is recognised in a folder that is on its way', () => {
    const tree = byContent();
    tree.add('a', gone(CONTENT));
    const folder = tree.add('folder', FOLDER);
    tree.add('b', fresh(CONTENT, { in: folder }));
    tree.move(folder, 0);
    expect(recognised(tree)).toEqual([]);
  });

  it('nothing is recognised in what we are just making: it is seen before its outcome', () => {
    const tree = byContent();
    tree.add('a', gone(CONTENT));
    tree.add('b', fresh(CONTENT));
    const source = tree.add('b', { local: null });
    tree.begin({
      ...{ _tag: 'CreateFiles', side: 0, parent: tree.root.halves[0] },
      files: [{ link: source.id, source: source.halves[1], name: 'b' }],
    });
    expect(recognised(tree)).toEqual([]);
  });

  describe('a folder', () => {
    /** Folders that are gone, folders that are new, and of which of those the contents of these come. */
    const told = (olds: readonly string[], news: Readonly<Record<string, readonly string[]>>, fields = {}) => {
      const tree = byContent();
      const old = new Map(olds.map((name) => [name, tree.add(name, gone({}, FOLDER))]));
      const now = new Map(Object.keys(news).map((name) => [name, tree.add(name, fresh(fields, FOLDER))]));
      for (const [name, from] of Object.entries(news))
        from.forEach((each, i) => tree.add(`${each}${i}`, { in: old.get(each) as Link, local: { in: now.get(name) as Link } }));
      const named = (of: ReadonlyMap<string, Link>, key: (entry: Link) => number, wanted: unknown): string | undefined =>
        [...of].find(([, entry]) => key(entry) === wanted)?.[0];
      return recogniseByContent(tree.draft, 0, tree.draft.agenda.orphans[0], tree.draft.agenda.fresh[0]).map(({ link, node }) => [
        named(old, (entry) => entry.id, link),
        named(now, (entry) => entry.halves[0], node),
      ]);
    };

    it('is where all that was in it went', () => expect(told(['old'], { new: ['old', 'old'] })).toEqual([['old', 'new']]));
    it('is not where things of two folders went', () => expect(told(['old', 'other'], { new: ['old', 'other'] })).toEqual([]));
    it('is not where a part of it went', () => expect(told(['old'], { new: ['old'], newer: ['old'] })).toEqual([]));
    it('is not what is yet to be looked up', () => expect(told(['old'], { new: ['old'] }, HINTED)).toEqual([]));
  });

  it('nobody waits for what contents may tell, on a side whose files have no hash', () => {
    const unquiet = (hash: Traits['hash']) => {
      const tree = byContent({ hash });
      tree.add('a', gone());
      tree.add('b', fresh());
      return waitForQuiet(tree.draft, 0, NOW);
    };
    expect(unquiet('md5')).toMatchObject({ _tag: 'Quiet', side: 0 });
    expect(unquiet(null)).toBeNull();
  });
});
