import { expect } from 'vitest';
import type { Call, Fault, MemoryOptions } from '../../src/adapters/memory/index.js';
import type { ActionTag } from '../../src/domain/action.js';
import { pathOf } from '../../src/domain/evolve/nodes.js';
import type { Event, EventOf, EventTag } from '../../src/domain/event.js';
import { showPath } from '../../src/domain/name.js';
import type { ProviderError } from '../../src/domain/provider-error.js';
import type { Sides } from '../../src/domain/side.js';
import type { EngineWorld } from '../../src/testing/engine/index.js';

export const OID: Partial<MemoryOptions> = { identity: 'oid' };
export const PATH: Partial<MemoryOptions> = { identity: 'path' };
export const INODE: Partial<MemoryOptions> = { identity: 'inode', hash: null };

/** Pairs of sides that differ in what the engine has to do. */
export const PAIRS: readonly (readonly [string, Sides<Partial<MemoryOptions>>])[] = [
  ['oid and oid', [OID, OID]],
  ['path and oid', [PATH, OID]],
  ['inode and inode', [INODE, INODE]],
  ['inode and path', [INODE, PATH]],
];

export const HOUR_MS = 3_600_000;

export const error = (_tag: ProviderError['_tag'], more: Partial<ProviderError> = {}): ProviderError => ({
  _tag,
  message: `injected ${_tag}`,
  ...more,
});

/** Fails every call that the test names. */
export const failing = (op: Call['op'], path: string | null, fault: Fault) => (call: Call) =>
  call.op === op && (path === null || showPath(call.path) === path) ? fault : null;

export const of = <T extends EventTag>(events: readonly Event[], tag: T): readonly EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => event._tag === tag);

/** The deeds that were started, as text. */
export const deedsOf = (events: readonly Event[]): readonly string[] => {
  const looks: readonly ActionTag[] = ['LookUp', 'List'];
  return of(events, 'ActionStarted').flatMap(({ action, reason }) =>
    looks.includes(action._tag) ? [] : [`${action._tag} ${action.side} ${reason}`],
  );
};

/** Entries that failed, by path. */
export const failures = (world: EngineWorld): Readonly<Record<string, string>> => {
  const { table, control } = world.engine().state();
  return Object.fromEntries(
    Object.entries(control.retries).map(
      ([
        id,
        {
          error: { _tag },
        },
      ]) => {
        const link = table.link(Number(id) as never);
        const node = link?.halves.find((half) => half !== 0);
        return [showPath((node === undefined ? null : pathOf(table, node)) ?? []), _tag];
      },
    ),
  );
};

export const expectInStep = (world: EngineWorld): void => expect(world.stores[1].tree()).toEqual(world.stores[0].tree());

export const callCount = (world: EngineWorld): number => world.calls[0].length + world.calls[1].length;
