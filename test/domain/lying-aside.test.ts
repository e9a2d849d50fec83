import { describe, expect, it } from 'vitest';
import type { LinkId } from '../../src/domain/ids.js';
import { blocked, type Judgement, wait } from '../../src/domain/judge/judgement.js';
import { stand } from '../../src/domain/plan/settle.js';
import type { Side } from '../../src/domain/side.js';
import type { Standing } from '../../src/domain/state/standing.js';
import type { Draft } from '../../src/domain/state/state.js';
import { HINTED, smallTree } from './small-tree.js';

const waiting = (on: LinkId): Standing => ({ _tag: 'Waiting', on, forPlace: false });
const gated = (on: LinkId, side: Side = 1): Judgement & Standing => ({ _tag: 'Gated', side, on, action: {} as never, reason: 'gone' });

/** Entries of which nothing is to be judged yet; `aside` has its temporary name. */
const entries = () => {
  const { draft, root, add } = smallTree();
  const [first, second, third, plain] = [add('first').id, add('second').id, add('third').id, add('plain').id];
  const aside = add('aside', { remote: { name: '.fs~2~f' } }).id;
  for (const id of [root.id, first, second, third, plain, aside]) draft.agenda.stand(id, { _tag: 'Settled' });
  return { draft, add, first, second, third, plain, aside };
};

const judgedAgain = (draft: Draft): readonly number[] => [...draft.agenda.stale()];

/** `aside` and `plain` wait for the second, which waits for the first. */
const lined = () => {
  const all = entries();
  all.draft.agenda.stand(all.second, waiting(all.first));
  for (const id of [all.aside, all.plain]) all.draft.agenda.stand(id, waiting(all.second));
  return all;
};

describe('what lies aside, and waits for another by way of a second', () => {
  it.each([0, 1] as const)('is judged again once that one stands at the gate of side %s, and nothing else is', (side) => {
    const { draft, first, aside } = lined();
    stand(draft, first, gated(first, side));
    expect(judgedAgain(draft)).toEqual([aside]);
  });

  it.each<[string, (first: LinkId) => Standing]>([
    ['the gate of one side', (first) => gated(first, 0)],
    ['the gate of the other', (first) => gated(first, 1)],
    ['a person', (first) => ({ _tag: 'Blocked', on: first })],
  ])('is judged again once the second waits for it, where that waits for %s', (_what, standing) => {
    const { draft, first, second, aside } = lined();
    draft.agenda.stand(first, standing(first));
    stand(draft, second, wait(first, 'parent'));
    expect(judgedAgain(draft)).toEqual([aside]);
  });

  it('is judged again, whoever else waits for a person elsewhere', () => {
    const { draft, first, second, third, aside } = lined();
    draft.agenda.stand(first, gated(first, 0));
    draft.agenda.stand(third, { _tag: 'Blocked', on: third });
    stand(draft, second, wait(first, 'parent'));
    expect(judgedAgain(draft)).toEqual([aside]);
  });

  it('is judged again, however long the line is', () => {
    const { draft, first, second, third, aside } = lined();
    draft.agenda.stand(first, { _tag: 'Blocked', on: first });
    draft.agenda.stand(third, waiting(first));
    stand(draft, second, wait(third, 'parent'));
    expect(judgedAgain(draft)).toEqual([aside]);
  });

  it('stays where it is while what it waits for goes on', () => {
    const { draft, first, second } = lined();
    draft.agenda.stand(first, { _tag: 'Ready' });
    stand(draft, second, wait(first, 'parent'));
    stand(draft, first, { _tag: 'Quiet', side: 0, untilMs: 1 });
    expect(judgedAgain(draft)).toEqual([]);
  });

  it('is judged again where what stands at a gate waits for one of those who wait for it', () => {
    const { draft, first, second, aside } = lined();
    stand(draft, first, gated(second));
    expect(judgedAgain(draft)).toEqual([aside]);
  });
});

it('whoever waits for what is blocked is told at once', () => {
  const { draft, first, second } = lined();
  stand(draft, first, blocked(first, 'NameRefused'));
  expect(judgedAgain(draft)).toEqual([second]);
  expect([...draft.agenda.blocked()]).toEqual([first]);
});

/** One of them waits for a place: that may be a swap. */
const inCircle = (on: LinkId): Standing => ({ _tag: 'Waiting', on, forPlace: true });

describe('of those who stand waiting for each other, nobody in the way', () => {
  it('who does not wait any more is judged again', () => {
    const { draft, first, second } = entries();
    draft.agenda.stand(first, inCircle(second));
    stand(draft, second, wait(first, 'occupant'));
    expect(judgedAgain(draft)).toEqual([first]);
  });

  it('who waits for another thing by now is judged again, and who waits for what it did is not', () => {
    const { draft, add } = entries();
    const folder = add('folder', { kind: 'folder', remote: null }).id;
    const inFolder = add('in folder', { in: 'folder', remote: null }).id;
    const toLookAt = add('to look at', { local: HINTED }).id;
    draft.agenda.stand(inFolder, inCircle(folder));
    draft.agenda.stand(toLookAt, waiting(inFolder));
    stand(draft, folder, wait(toLookAt, 'child'));
    expect(judgedAgain(draft)).toEqual([toLookAt]);
  });
});

it('a line that ends in a circle ends, and nobody on it is told anything', () => {
  const { draft, first, second, third, aside } = lined();
  draft.agenda.stand(first, waiting(second));
  stand(draft, third, wait(aside, 'parent'));
  expect(judgedAgain(draft)).toEqual([]);
});
