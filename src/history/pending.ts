import { type LinkId, NEVER } from '../domain/ids.js';
import { judge } from '../domain/judge/judge.js';
import type { Judgement } from '../domain/judge/judgement.js';
import { isDirty, type Node } from '../domain/node.js';
import { sideName, SIDES } from '../domain/side.js';
import { halvesOf, type Known, linkPlace } from './known.js';
import { actionWords, conclusionWords, reasonWords, timeWords } from './words.js';

/** Why an entry is not settled. */
export interface Pending {
  /** What it waits for, or what is next, in words. */
  readonly text: string;
  /** Number of the event since which that is so; null where time alone decides, or it is due at once. */
  readonly since: number | null;
  /** A person has to act. */
  readonly needs: 'nothing' | 'a-person';
}

/** What an entry waits for, and since when; null if it is settled (I21). */
export const pendingOf = (known: Known, link: LinkId): Pending | null => {
  const pending = follow(known, link, judge(known, link), 0);
  return pending === null ? null : { ...pending, text: held(known) + pending.text };
};

/** So many waits are followed to the one at their end. */
const DEEPEST = 8;

const follow = (known: Known, link: LinkId, judgement: Judgement, depth: number): Pending | null => {
  switch (judgement._tag) {
    case 'Settled':
      return null;
    case 'Act':
      return soon(`next: ${actionWords(known, judgement.action)}, because ${reasonWords(judgement.reason)}`);
    case 'Conclude':
      return soon(`next: ${conclusionWords(judgement.event._tag)}, because ${reasonWords(judgement.event.reason)}`);
    case 'Quiet': {
      const since = known.control.sides[judgement.side].lastHint;
      const text = `waits until nothing changes on ${sideName(judgement.side)} any more, but not longer than ${timeWords(judgement.untilMs)}`;
      return { text, since: since === NEVER ? null : since, needs: 'nothing' };
    }
    case 'Later': {
      const retry = known.control.retries[link];
      return soon(
        retry === undefined
          ? 'tried again later'
          : `failed ${retry.attempts} times (${retry.error._tag}: ${retry.error.message}), tried again at ${timeWords(retry.atMs)}`,
      );
    }
    case 'Gated': {
      const { gate } = known.control.sides[judgement.side];
      const since = gate._tag === 'Raised' ? gate.since : null;
      return { text: `waits for approval to ${actionWords(known, judgement.action)}: too many deletes at once`, since, needs: 'a-person' };
    }
    case 'Blocked': {
      const blocked = known.table.link(judgement.on)?.blocked ?? null;
      const by = judgement.on === link ? '' : ` (${linkPlace(known, judgement.on)})`;
      const message = blocked === null ? '' : `: ${blocked.message}`;
      return { text: `blocked, because ${reasonWords(judgement.reason)}${by}${message}`, since: blocked?.since ?? null, needs: 'a-person' };
    }
    case 'Wait':
      return waiting(known, link, judgement, depth);
  }
};

const soon = (text: string): Pending => ({ text, since: null, needs: 'nothing' });

const waiting = (known: Known, link: LinkId, judgement: Extract<Judgement, { readonly _tag: 'Wait' }>, depth: number): Pending => {
  const own = halvesOf(known, judgement.on)
    .map((node) => unknownOf(known, node))
    .find((reason) => reason !== null);
  if (judgement.on === link || depth >= DEEPEST) return own ?? soon('waits for something under way');
  const what = {
    parent: 'its folder',
    occupant: 'the entry in its place',
    child: 'what is in it',
    'in-flight': 'what is under way',
    unknown: 'news of another entry',
  }[judgement.why];
  const then = own ?? follow(known, judgement.on, judge(known, judgement.on), depth + 1);
  const text = `waits for ${what}, ${linkPlace(known, judgement.on)}`;
  return then === null ? soon(text) : { ...then, text: `${text}, which ${then.text}` };
};

/** What is in the air about a node. */
const unknownOf = (known: Known, node: Node): Pending | null => {
  const flight = known.flights.nodes.get(node.id);
  const action = flight === undefined ? undefined : known.flights.actions.get(flight)?.action;
  if (flight !== undefined && action !== undefined)
    return { text: `is under way: ${actionWords(known, action)}`, since: flight, needs: 'nothing' };
  return isDirty(node) ? { text: `has to be looked up on ${sideName(node.side)}`, since: node.dirty, needs: 'nothing' } : null;
};

/** What holds everything back. */
const held = (known: Known): string => {
  if (known.control.paused) return 'the sync is paused; ';
  for (const side of SIDES) {
    const { health } = known.control.sides[side];
    if (health._tag === 'Down') return `${sideName(side)} is away (${health.error._tag}: ${health.error.message}); `;
  }
  return '';
};
