import { describe, expect, it } from 'vitest';
import { linkId } from '../../src/domain/ids.js';
import { type Agenda, EMPTY_AGENDA, editAgenda } from '../../src/domain/state/agenda.js';
import { loadAgenda, type SavedAgenda, saveAgenda } from '../../src/domain/state/saved-agenda.js';
import type { Standing } from '../../src/domain/state/standing.js';

const on = linkId(40);
const STANDINGS: readonly Standing[] = [
  { _tag: 'Ready' },
  { _tag: 'Ready' },
  { _tag: 'Waiting', on, forPlace: false },
  { _tag: 'Waiting', on, forPlace: true },
  { _tag: 'Quiet', side: 0, untilMs: 77 },
  { _tag: 'Quiet', side: 1, untilMs: 88, on },
  { _tag: 'Later' },
  { _tag: 'Gated', side: 0, on: linkId(41) },
  { _tag: 'Gated', side: 1, on },
  { _tag: 'Blocked', on: linkId(41) },
  { _tag: 'Settled', on },
];

/** Something of everything. */
const full = (): Agenda => {
  const draft = editAgenda(EMPTY_AGENDA);
  STANDINGS.forEach((standing, i) => draft.stand(linkId(i + 1), standing));
  draft.touch(linkId(1));
  const sets = [...draft.dirty, ...draft.unlisted, draft.kept, ...draft.orphans, ...draft.fresh, draft.ranked, draft.denied];
  sets.forEach((set, i) => {
    for (const member of [3 + i, 70 + i, 71 + i, 72 + i, 2000]) set.add(member);
  });
  draft.files[0] = 5;
  draft.files[1] = 6;
  draft.unrecognised[1] = true;
  return draft.finish();
};

/** All that can be asked of it. */
const told = (agenda: Agenda): unknown => {
  const both = (sets: Agenda['dirty']) => sets.map((set) => [...set]);
  const { buckets, forPlace, dirty, unlisted, kept, orphans, fresh, ranked, denied, files, starvesAtMs, unrecognised } = agenda;
  const draft = editAgenda(agenda);
  return {
    buckets: buckets.map((set) => [...set]),
    standing: [...agenda.standing.entries()],
    waiters: [linkId(40), linkId(41)].map((link) => draft.waitersOf(link)),
    sets: [forPlace, kept, ranked, denied].map((set) => [...set]),
    sides: [dirty, unlisted, orphans, fresh].map(both),
    rest: { files, starvesAtMs, unrecognised },
  };
};

const through = (agenda: Agenda, change: Partial<SavedAgenda> = {}): Agenda | null =>
  loadAgenda({ ...(JSON.parse(JSON.stringify(saveAgenda(agenda))) as SavedAgenda), ...change });

describe('an agenda that was saved', () => {
  it('says what it said', () => {
    const agenda = full();
    const loaded = through(agenda);
    expect(loaded === null ? null : told(loaded)).toEqual(told(agenda));
    expect(told(through(EMPTY_AGENDA) as Agenda)).toEqual(told(EMPTY_AGENDA));
  });

  it('wakes who waits in the same order, and lets go of each alone', () => {
    const woken = (agenda: Agenda) => {
      const draft = editAgenda(agenda);
      draft.stand(linkId(6), { _tag: 'Ready' });
      draft.forget(linkId(3));
      const before = draft.waitersOf(on);
      draft.touch(on);
      return [before, draft.waitersOf(on), [...draft.stale()]];
    };
    expect(woken(through(full()) as Agenda)).toEqual(woken(full()));
    expect(woken(full())[0]).toEqual([11, 9, 4]);
  });

  it('knows for whom to wait for rest, and for how long', () => {
    expect(saveAgenda(full()).starvesAtMs).toEqual([77, 88]);
    expect(saveAgenda(EMPTY_AGENDA).starvesAtMs).toEqual([null, null]);
  });

  it('is small: what lies side by side is one run', () => {
    const draft = editAgenda(EMPTY_AGENDA);
    for (const member of [3, 7, 8, 9, 11, 12]) draft.kept.add(member);
    const saved = saveAgenda(draft.finish());
    expect([saved.kept, saved.ranked]).toEqual(['3 7-9 11-12', '']);
  });

  it('of versions before, which kept no list of who is denied, is read', () => {
    const { denied: _, ...before } = saveAgenda(full());
    expect([...(loadAgenda(before)?.denied ?? [0])]).toEqual([]);
  });

  it('is not believed where it was judged by other rules, or in another number of ways', () => {
    const { judged, buckets } = saveAgenda(full());
    expect(through(full(), { judged: judged - 1 })).toBeNull();
    expect(through(full(), { buckets: [...buckets, ''] })).toBeNull();
  });
});
