import type { Event } from '../event.js';
import { fold } from '../evolve/evolve.js';
import { defect } from '../collections/defect.js';
import { type LinkId, linkId } from '../ids.js';
import { asideHalf } from '../judge/aside.js';
import { asideOn, judge, judgeAlone } from '../judge/judge.js';
import type { Judgement } from '../judge/judgement.js';
import { recogniseByContent } from '../judge/recognise-content.js';
import { isQuiet, tellsMovesByContent } from '../judge/view.js';
import { SIDES } from '../side.js';
import { closeDraft, type Draft, openDraft, type State } from '../state/state.js';
import { gateChange } from './gate.js';

/**
 * Draws all conclusions that follow from what is known, to a fixpoint: judges what is stale, and folds what needs no effect (adopt,
 * recognise, merge, revive ...). Afterwards every link stands where it belongs on the agenda.
 */
export const settle = (state: State): { readonly state: State; readonly events: readonly Event[] } => {
  const draft = openDraft(state);
  const events = settleDraft(draft);
  return { state: closeDraft(draft), events };
};

/**
 * The same state, with every link standing on the agenda where it belongs, and nothing concluded: for readers of a history, at moments at
 * which the conclusions are yet to come.
 */
export const assess = (state: State): State => {
  const draft = openDraft(state);
  wakeQuietAndLate(draft);
  const stale = draft.agenda.stale();
  // What waits in a circle may be judged anew by each other: it is given up after some rounds, and stays stale.
  for (let left = ROUNDS * stale.size; left > 0; left--) {
    const id = stale.first();
    if (id === undefined) break;
    stand(draft, id, judge(draft, linkId(id)));
  }
  return closeDraft(draft);
};

/** Far more than any link is judged in. */
const ROUNDS = 8;
/** And where there are few. */
const SOME = 1000;

/** As `settle`, in an open draft. */
export const settleDraft = (draft: Draft): Event[] => {
  const events: Event[] = [];
  const record = (event: Event): void => {
    fold(draft, event);
    events.push(event);
    if (events.length > SOME + ROUNDS * draft.table.nextIds().link) defect(`conclusions without end: ${JSON.stringify(events.slice(-4))}`);
  };
  for (let before = -1; before !== events.length || draft.agenda.stale().size > 0; ) {
    before = events.length;
    wakeQuietAndLate(draft);
    judgeStale(draft, record);
    for (const side of SIDES) recogniseSide(draft, side, record);
    if (events.length > before || draft.agenda.stale().size > 0) continue;
    for (const side of SIDES) {
      const change = gateChange(draft, side);
      if (change !== null) record(change);
    }
  }
  return events;
};

const judgeStale = (draft: Draft, record: (event: Event) => void): void => {
  const stale = draft.agenda.stale();
  for (let id = stale.first(); id !== undefined; id = stale.first()) {
    const judgement = judge(draft, linkId(id));
    if (judgement._tag === 'Conclude') record(judgement.event);
    else stand(draft, id, judgement);
  }
};

/** Puts a judged link where it belongs. A wait that closes a swap makes the one that has to go aside be judged again. */
export const stand = (draft: Draft, id: number, judgement: Judgement): void => {
  const link = linkId(id);
  switch (judgement._tag) {
    case 'Act':
    case 'Conclude':
      return draft.agenda.stand(link, { _tag: 'Ready' });
    case 'Settled':
      if (judgement.on === undefined) return draft.agenda.stand(link, { _tag: 'Settled' });
      // What it holds is kept away with it: those who wait for it need not.
      draft.agenda.wake(link);
      return draft.agenda.stand(link, { _tag: 'Settled', on: judgement.on });
    case 'Quiet':
      return draft.agenda.stand(link, judgement);
    case 'Gated':
      draft.agenda.stand(link, judgement);
      return callHome(draft, link);
    case 'Later':
      return draft.agenda.stand(link, { _tag: 'Later' });
    case 'Blocked':
      // Who waited for it while its side was not quiet may be told another thing now.
      draft.agenda.wake(link);
      return draft.agenda.stand(link, { _tag: 'Blocked', on: judgement.on });
    case 'Wait': {
      draft.agenda.stand(link, { _tag: 'Waiting', on: judgement.on, forPlace: judgement.why === 'occupant' });
      if (draft.agenda.forPlace.size > 0) openCycle(draft, link);
      if (standsForPerson(draft, judgement.on)) callHome(draft, link);
    }
  }
};

/**
 * If links stand waiting for each other, the one that has to go aside is judged again. If there is no such one, some of them stand
 * waiting for what is no longer in their way, but for the moment something else is (a look-up, unrest): they are to stand there, and to
 * be woken from there.
 */
const openCycle = (draft: Draft, link: LinkId): void => {
  const cycle = cycleOf(draft, link);
  if (cycle.length === 0) return;
  const aside = asideOn(draft, link);
  if (aside !== null) return aside.link === link ? undefined : draft.agenda.reconsider(aside.link);
  for (const id of cycle) {
    const judgement = judgeAlone(draft, id);
    if (judgement._tag !== 'Wait' || judgement.on !== draft.agenda.waitsOn(id)) draft.agenda.reconsider(id);
  }
};

/** Who lies aside does not wait for a person, not even by way of others: of those who wait for this link, it is judged again. */
const callHome = (draft: Draft, link: LinkId): void => {
  for (const id of draft.agenda.waitersOf(link)) {
    const waiting = draft.table.link(id);
    if (draft.agenda.waitsOn(id) === undefined || waiting === undefined) continue;
    callHome(draft, id);
    if (asideHalf(draft, waiting) !== undefined) draft.agenda.reconsider(id);
  }
};

/** What it waits for, or that waits for, waits for a person. */
const standsForPerson = (draft: Draft, link: LinkId): boolean => {
  const persons = [draft.agenda.blocked(), ...SIDES.map((side) => draft.agenda.gated(side))].filter((links) => links.size > 0);
  if (persons.length === 0) return false;
  const met = new Set<LinkId>();
  let at = link;
  for (let next = draft.agenda.waitsOn(at); next !== undefined && !met.has(at); next = draft.agenda.waitsOn(at)) {
    met.add(at);
    at = next;
  }
  return persons.some((links) => links.has(at));
};

/** The others on the cycle of waits that this link closes; empty if it closes none. */
const cycleOf = (draft: Draft, link: LinkId): readonly LinkId[] => {
  const met: LinkId[] = [];
  for (let at = draft.agenda.waitsOn(link); at !== undefined && !met.includes(at); at = draft.agenda.waitsOn(at)) {
    if (at === link) return met;
    met.push(at);
  }
  return [];
};

/** Time and quiet may have come for some: they are judged again. */
const wakeQuietAndLate = (draft: Draft): void => {
  for (const side of SIDES) {
    const waiting = draft.agenda.quiet(side);
    if (waiting.size === 0 || !(isQuiet(draft, side) || draft.control.nowMs >= draft.agenda.starvesAtMs[side])) continue;
    draft.agenda.starvesAtMs[side] = Infinity;
    for (const id of [...waiting]) draft.agenda.touch(linkId(id));
  }
  for (const id of [...draft.agenda.later()]) {
    const retry = draft.control.retries[id];
    if (retry === undefined || retry.atMs <= draft.control.nowMs) draft.agenda.touch(linkId(id));
  }
};

/** Looks for moves by content, before what waits for that reads what is gone as deleted. */
const recogniseSide = (draft: Draft, side: 0 | 1, record: (event: Event) => void): void => {
  const { agenda } = draft;
  if (!agenda.unrecognised[side] || !tellsMovesByContent(draft, side)) return;
  const candidates = agenda.orphans[side].size > 0 && agenda.fresh[side].size > 0;
  if (candidates && !isQuiet(draft, side)) return;
  const found = candidates ? recogniseByContent(draft, side, agenda.orphans[side], agenda.fresh[side]) : [];
  for (const event of found) record(event);
  agenda.unrecognised[side] = found.length > 0;
  if (found.length === 0) for (const id of [...agenda.quiet(side)]) agenda.touch(linkId(id));
};
