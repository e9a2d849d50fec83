import { describe, expect, it } from 'vitest';
import { linkId } from '../../src/domain/ids.js';
import { type AgendaDraft, EMPTY_AGENDA, editAgenda, isCalm } from '../../src/domain/state/agenda.js';

const calmWith = (change: (agenda: AgendaDraft) => void): boolean => {
  const draft = editAgenda(EMPTY_AGENDA);
  change(draft);
  return isCalm(draft.finish());
};

describe('nothing is left to do', () => {
  it('where all is in step', () => {
    expect(calmWith((agenda) => agenda.stand(linkId(1), { _tag: 'Settled' }))).toBe(true);
    expect(calmWith((agenda) => agenda.kept.add(1))).toBe(true);
  });

  it.each<[string, (agenda: AgendaDraft) => void]>([
    ['an entry is to be judged', (agenda) => agenda.touch(linkId(1))],
    ['an entry waits for a person', (agenda) => agenda.stand(linkId(1), { _tag: 'Blocked', on: linkId(1) })],
    ...([0, 1] as const).flatMap((side): [string, (agenda: AgendaDraft) => void][] => [
      [`something of side ${side} is to be looked up`, (agenda) => agenda.dirty[side].add(1)],
      [`a folder of side ${side} is to be listed`, (agenda) => agenda.unlisted[side].add(1)],
      [`something of side ${side} is gone`, (agenda) => agenda.orphans[side].add(1)],
      [
        `something of side ${side} is gone, another is to be looked up`,
        (agenda) => {
          agenda.orphans[side].add(1);
          agenda.dirty[side].add(2);
        },
      ],
      [
        `something of side ${side} is to be looked up, another to be listed`,
        (agenda) => {
          agenda.dirty[side].add(1);
          agenda.unlisted[side].add(2);
        },
      ],
    ]),
  ])('but not where %s', (_what, change) => {
    expect(calmWith(change)).toBe(false);
  });
});

it('who is judged again since it waits for itself, by way of others, is who waits, and nobody else', () => {
  const draft = editAgenda(EMPTY_AGENDA);
  draft.stand(linkId(1), { _tag: 'Ready' });
  draft.stand(linkId(2), { _tag: 'Waiting', on: linkId(3), forPlace: true });
  for (const id of [1, 2]) draft.reconsider(linkId(id));
  expect([[...draft.stale()], [...draft.ready()], [...draft.forPlace]]).toEqual([[2], [1], []]);
});
