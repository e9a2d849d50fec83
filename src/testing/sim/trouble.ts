import type { Call, Fault, MemoryStore } from '../../adapters/memory/index.js';
import { showPath } from '../../domain/name.js';
import { SIDES, type Side, type Sides } from '../../domain/side.js';
import type { Damage, Deed } from './story.js';

/** What goes wrong with the calls of the sides, until it is healed. */
export interface Trouble {
  readonly fail: (deed: Extract<Deed, { readonly do: 'fail' | 'partial' }>) => void;
  readonly set: (side: Side, what: 'offline' | 'full' | 'unmounted', isSo: boolean) => void;
  readonly healAll: () => void;
  /** Some content was said to be damaged. */
  readonly saidDamaged: () => boolean;
  /** A user did something at a place: what is there now is theirs. */
  readonly theirs: (side: Side, place: string) => void;
  /** Contents that we placed are noted until they are flushed; not what a user put there before the call answered. */
  readonly note: (side: Side, call: Call) => void;
  /** Power is cut: of what was not flushed, each comes back in its way. */
  readonly damage: (how: readonly Damage[]) => void;
}

interface Planned {
  readonly op: Call['op'] | null;
  readonly fault: Fault;
  left: number;
}

export const trouble = (stores: Sides<MemoryStore>): Trouble => {
  const planned: Sides<Planned[]> = [[], []];
  const full: [boolean, boolean] = [false, false];
  let damaged = false;
  const unflushed: Sides<Map<string, string>> = [new Map(), new Map()];
  const usersOwn: Sides<Map<string, string>> = [new Map(), new Map()];

  const faultOf = (side: Side, call: Call): Fault | null => {
    if (full[side] && (call.op === 'createFile' || call.op === 'replaceFile')) return { _tag: 'OutOfSpace', message: 'the disk is full' };
    const next = planned[side].find(({ op, left }) => left > 0 && (op === null || op === call.op) && call.op !== 'connect');
    if (next === undefined) return null;
    next.left--;
    damaged ||= isDamage(next.fault);
    return next.fault;
  };
  const set: Trouble['set'] = (side, what, isSo) => {
    if (what === 'offline') stores[side].setOffline(isSo);
    else if (what === 'unmounted') stores[side].setRoot(isSo ? 'missing' : 'present');
    else full[side] = isSo;
  };
  for (const side of SIDES) stores[side].setFaults((call) => faultOf(side, call));

  return {
    set,
    saidDamaged: () => damaged,
    fail: (deed) => {
      const { side, times: left } = deed;
      if (deed.do === 'partial') return void planned[side].push({ op: 'list', fault: { firstEntries: deed.entries }, left });
      const error = {
        _tag: deed.error,
        message: 'injected',
        ...(deed.retryAfterMs === undefined ? {} : { retryAfterMs: deed.retryAfterMs }),
      };
      planned[side].push({ op: deed.op, fault: deed.isDone ? { after: error } : error, left });
    },
    healAll: () => {
      for (const side of SIDES) {
        planned[side].length = 0;
        for (const what of ['offline', 'full', 'unmounted'] as const) set(side, what, false);
      }
    },
    theirs: (side, place) => {
      const content = stores[side].tree()[place];
      if (content != null) usersOwn[side].set(place, content);
    },
    note: (side, { op, path }) => {
      if (op === 'flush') return unflushed[side].clear();
      if (op !== 'createFile' && op !== 'replaceFile') return;
      const place = showPath(path);
      const content = stores[side].tree()[place];
      if (content != null && content !== usersOwn[side].get(place)) unflushed[side].set(place, content);
    },
    damage: (how) => {
      let count = 0;
      for (const side of SIDES) {
        // What someone changed since is theirs.
        for (const [place, content] of unflushed[side])
          if (stores[side].tree()[place] === content) spoil(stores[side], place, content, how[count++ % how.length] ?? 'whole');
        unflushed[side].clear();
      }
    },
  };
};

const isDamage = (fault: Fault): boolean => {
  const error = 'after' in fault ? fault.after : fault;
  return '_tag' in error && error._tag === 'Corrupt';
};

const spoil = ({ silent }: MemoryStore, place: string, content: string, how: Damage): void => {
  if (how === 'empty') silent.write(place, '');
  else if (how === 'half') silent.write(place, content.slice(0, content.length >> 1));
  else if (how === 'gone') silent.remove(place);
};
