import { beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../src/domain/action.js';
import type { Event } from '../../src/domain/event.js';
import { evolve } from '../../src/domain/evolve/evolve.js';
import { editAgenda } from '../../src/domain/state/agenda.js';
import type { State } from '../../src/domain/state/state.js';
import { mkdir, write } from '../../src/testing/world/scenario.js';
import { inStep, linkAt, nodeAt, staleIn } from './known.js';
import { flown, seenAs, session } from './told.js';

let known: State;
beforeAll(async () => {
  known = await inStep(['inode', 'oid'], [write('/a', 'a'), write('/b', 'b'), mkdir('/d')]);
});

describe('a policy', () => {
  const policy = (fields: Partial<State['control']['policy']>) => ({ ...known.control.policy, ...fields });
  const set = (fields: Partial<State['control']['policy']>): Event => ({ _tag: 'PolicySet', policy: policy(fields) });
  const all = ['/', '/a', '/b', '/d'];

  it('holds from when it is set', () => {
    expect(evolve(known, set({ agingMs: 7, maxDeletePercent: 3 })).control.policy).toEqual(policy({ agingMs: 7, maxDeletePercent: 3 }));
  });

  it('has those judged again that it may keep elsewhere than the one before', () => {
    const { id: node, link, parent } = nodeAt(known, 1, '/a');
    const copy: Action = { _tag: 'Move', side: 1, link, node, base: null, purpose: 'conflict', parent, name: 'z' };
    const given = flown(known, copy, (action) => ({ _tag: 'Moved', action, seen: seenAs(nodeAt(known, 1, '/a'), { name: 'z' }) }));
    const agenda = editAgenda(given.agenda);
    for (const link of given.table.links()) agenda.stand(link.id, { _tag: 'Settled' });
    const still = { ...given, agenda: agenda.finish() };
    expect(staleIn(evolve(still, set({ agingMs: 7 })))).toEqual([]);
    expect(staleIn(evolve(still, set({ conflictCopies: 'loser-side' })))).toEqual(['/a']);
    expect(staleIn(evolve(still, set({ onDemand: true })))).toEqual(all);
    expect(staleIn(evolve(still, session(still)))).toEqual([]);
    expect(staleIn(evolve(still, session(still, { policy: policy({ onDemand: true }) })))).toEqual(all);
  });
});

describe('a person', () => {
  it('pauses the sync and resumes it; so does a session', () => {
    const paused = evolve(known, { _tag: 'Paused' });
    expect(paused.control.paused).toBe(true);
    expect(evolve(paused, { _tag: 'Resumed' }).control.paused).toBe(false);
    expect(evolve(paused, session(paused)).control.paused).toBe(false);
  });

  it('opens a gate: what waited there is judged again, once it is not raised', () => {
    const agenda = editAgenda(known.agenda);
    const { id } = linkAt(known, 0, '/a');
    agenda.stand(id, { _tag: 'Gated', side: 1, on: id });
    const waiting = { ...known, agenda: agenda.finish() };
    const raised = evolve(waiting, { _tag: 'GateRaised', side: 1, deletes: 1, files: 2 });
    expect(staleIn(raised)).toEqual([]);
    expect(raised.control.sides[1].gate).toEqual({ _tag: 'Raised', deletes: 1, files: 2, since: raised.seq });
    expect(evolve(raised, { _tag: 'GateApproved', side: 1 }).control.sides[1].gate).toEqual({ _tag: 'Approved' });
    expect(evolve(raised, { _tag: 'GateLowered', side: 1 }).control.sides[1].gate).toEqual({ _tag: 'Open' });
    expect(staleIn(evolve(waiting, { _tag: 'GateApproved', side: 0 }))).toEqual([]);
    expect(staleIn(evolve(waiting, { _tag: 'GateApproved', side: 1 }))).toEqual(['/a']);
    expect(staleIn(evolve(waiting, { _tag: 'GateLowered', side: 1 }))).toEqual(['/a']);
  });
});
