import { describe, expect, it } from 'vitest';
import { nodeId } from '../../src/domain/ids.js';
import type { Translation } from '../../src/domain/event.js';
import { PATH, seen, told } from './told.js';

describe('what users\u2019 functions answered', () => {
  it.each<readonly [Translation, string | null]>([
    ['follows', null],
    [{ name: 'b' }, 'b'],
    [{ path: ['x', 'y'] }, '/x/y'],
    [{ path: [] }, '/'],
    [null, null],
  ])('is what a node tells: %o', (to, across) => {
    const story = told(PATH, PATH);
    const node = story.meet(0, story.root(0), seen('a'));
    story.fold({ _tag: 'Translated', answers: [{ node: node.id, to }] });
    expect(story.known(node).across).toBe(across);
    expect(story.known(node).kept).toBe(to === null ? 'untranslatable' : null);
    story.fold({ _tag: 'Translated', answers: [{ node: node.id, to: 'follows' }] });
    expect(story.known(node)).toMatchObject({ kept: null, across: null });
  });

  it('changes nothing of what else keeps an entry on its side', () => {
    const story = told(PATH, PATH);
    const node = story.meet(0, story.root(0), seen('a', { kept: 'ignored' }));
    for (const to of [{ name: 'b' }, null, 'follows'] as const) {
      story.fold({ _tag: 'Translated', answers: [{ node: node.id, to }] });
      expect(story.known(node).kept).toBe('ignored');
    }
  });

  it('is folded for what is there: of priorities, too', () => {
    const story = told(PATH, PATH);
    const node = story.meet(0, story.root(0), seen('a'));
    const answers = [
      { node: nodeId(99), priority: 1 },
      { node: node.id, priority: -2 },
    ];
    story.fold({ _tag: 'Prioritized', answers });
    expect(story.known(node).priority).toBe(-2);
    story.fold({ _tag: 'Translated', answers: [{ node: nodeId(99), to: null }] });
    expect(story.living(0)).toMatchObject([{ id: node.id }]);
  });
});
