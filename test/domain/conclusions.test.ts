import { expect, it } from 'vitest';
import { judge } from '../../src/domain/judge/judge.js';
import { plan } from '../../src/domain/plan/plan.js';
import { assess, settle } from '../../src/domain/plan/settle.js';
import { progressOf } from '../../src/domain/plan/wake-at.js';
import { staleLinks } from '../../src/domain/state/agenda.js';
import { closeDraft } from '../../src/domain/state/state.js';
import { GONE, smallTree } from './small-tree.js';

it('a moment of the past is shown with every entry where it stood, and with nothing concluded that was not', () => {
  const { draft, add } = smallTree();
  const fresh = Array.from({ length: 9 }, (_, i) => add(`new${i}`, { remote: null }));
  const ended = add('ended', { local: GONE, remote: GONE });
  const state = closeDraft(draft);
  expect(staleLinks(state.agenda)).toHaveLength(11);
  const then = assess(state);
  expect(staleLinks(then.agenda)).toEqual([]);
  expect(progressOf(then)).toMatchObject({ active: true, unsettled: fresh.length + 1 });
  expect(judge(then, ended.id)._tag).toBe('Conclude');
  expect(then.table.link(ended.id)).toEqual(ended);
});

it('one conclusion for each of many entries is no defect', () => {
  const { draft, add } = smallTree();
  for (let i = 0; i < 200; i += 1) add(`gone${i}`, { local: GONE, remote: GONE });
  expect(settle(closeDraft(draft)).events).toHaveLength(200);
});

it('who can start no more, since another has started, stands where it waits, and is not judged a second time', () => {
  const { draft, link } = smallTree({ a: { remote: null }, A: { remote: null } }, { traits: [{}, { caseSensitive: false }] });
  const second = link('A').id;
  const { state, events } = settle(closeDraft(draft));
  expect(events).toEqual([]);
  const planned = plan(state, { looks: [9, 9], deeds: 9 });
  expect(planned.events).toHaveLength(1);
  expect(staleLinks(planned.state.agenda)).toEqual([]);
  expect(judge(planned.state, second)).toMatchObject({ _tag: 'Wait', why: 'in-flight' });
});
