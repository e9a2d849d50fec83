import { describe, expect, it } from 'vitest';
import { NEVER } from '../../src/domain/ids.js';
import type { Node } from '../../src/domain/node.js';
import type { Observation } from '../../src/domain/observation.js';
import { COARSE, OID, PATH, type Rules, seen, type Told, told } from './told.js';

/** LOCAL's new entry is made on REMOTE: from its start to its outcome. */
const placed = (rules: Rules, row: Observation, meanwhile: (story: Told) => void = () => {}, before: (story: Told) => void = () => {}) => {
  const story = told(PATH, rules);
  const name = row.kind === 'folder' ? `${row.name}/` : row.name;
  const source = story.meet(0, story.root(0), seen(name));
  before(story);
  const made = { link: source.link, source: source.id, name: row.name };
  const where = { side: 1, parent: story.root(1) } as const;
  const action = story.start(
    row.kind === 'folder' ? { _tag: 'MakeFolder', ...where, ...made } : { _tag: 'CreateFiles', ...where, files: [made] },
  );
  meanwhile(story);
  const now = story.fold(
    row.kind === 'folder'
      ? { _tag: 'FolderMade', action, seen: row }
      : { _tag: 'FilesCreated', action, files: [{ _tag: 'Created', read: 'r1', seen: row }] },
  );
  return { story, source, now, started: action, made: story.living(1) };
};

const hint = (story: Told, ...path: readonly string[]): void => void story.hint(1, path);

describe('what we placed', () => {
  it('is the counterpart of what it was made of', () => {
    const { story, source, made, now } = placed(PATH, seen('a'));
    expect(made).toMatchObject([{ name: 'a', link: source.link, dirty: NEVER, unlisted: NEVER, touched: now }]);
    expect(story.linkOf(source)?.halves).toEqual([source.id, made[0]?.id]);
  });

  it('is the node that was seen there before we were told, as we were told it is', () => {
    let early: Node | undefined;
    const { made, now } = placed(PATH, seen('a', { hash: 'h1' }), (known) => {
      early = known.meet(1, known.root(1), seen('a', { executable: true }));
    });
    expect(made).toMatchObject([{ id: early?.id, hash: 'h1', executable: null, dirty: NEVER, touched: now }]);
  });

  it('is looked at, where that had another content', () => {
    const { made, now } = placed(PATH, seen('a'), (known) => void known.meet(1, known.root(1), seen('a', { revision: 'r9' })));
    expect(made).toMatchObject([{ revision: 'r1', dirty: now }]);
  });

  it('is an entry of its own, where its source has another counterpart by now', () => {
    const { story, source, made } = placed(PATH, seen('a/'), (known) => {
      const other = known.meet(1, known.root(1), seen('b/'));
      const from = [...known.state().table.nodes()].find((node) => node.side === 0 && node.name === 'a');
      known.fold({ _tag: 'LinksMerged', from: other.link, into: from?.link as Node['link'], reason: 'test' });
    });
    const [other, own] = made;
    expect(made.map(({ name }) => name)).toEqual(['b', 'a']);
    expect(story.linkOf(source)?.halves).toEqual([source.id, other?.id]);
    expect(story.linkOf(own as Node)).toMatchObject({ halves: [0, own?.id], base: null });
  });

  it.each([
    ['a', NEVER],
    ['a/', 'since'],
  ])('is looked at once more, where its place was hinted at since (%s), and no more looked for', (name, unlisted) => {
    const { story, made } = placed(PATH, seen(name), (known) => hint(known, 'a'));
    const [node] = made;
    expect(node?.dirty).not.toBe(NEVER);
    expect(node?.unlisted).toBe(unlisted === NEVER ? NEVER : node?.dirty);
    expect(story.phantoms(1)).toEqual([]);
  });

  it('leaves to be looked for what was told of under another spelling', () => {
    const { story, made } = placed(COARSE, seen('a'), (known) => hint(known, 'A'));
    expect(made).toMatchObject([{ name: 'a', dirty: NEVER }]);
    expect(story.phantoms(1)).toMatchObject([{ name: 'A' }]);
  });

  it('is looked at once more, where its id was told of since, whatever its name', () => {
    const row = seen('a', { oid: 'x', parentOid: 'root' });
    const { story, made } = placed(OID, row, (known) => void known.hint(1, null, 'x'));
    expect(made).toMatchObject([{ oid: 'x' }]);
    expect(made[0]?.dirty).not.toBe(NEVER);
    expect(story.phantoms(1)).toEqual([]);
  });

  it('is not listed, being a new folder; but where it was told since that something is in it', () => {
    const appears = (known: Told) => void known.meet(1, known.root(1), seen('a/'));
    const before = placed(PATH, seen('a/'), () => {}, appears);
    expect(before.made).toMatchObject([{ name: 'a', unlisted: NEVER }]);
    const since = placed(PATH, seen('a/'), appears);
    expect(since.made[0]?.unlisted).toBeGreaterThan(since.started);
  });
});
