import type { ProviderError } from '../../domain/provider-error.js';
import type { Policy } from '../../domain/policy.js';
import type { Side, Sides } from '../../domain/side.js';
import type { KindName } from './kinds.js';

/** What a user does on one side, behind the provider's back. What can't be done there is not done. */
export type UserAct =
  /** A content that ends in `*` is one that was never written before (`v*` = `v1`, `v2` ...). */
  | { readonly act: 'write'; readonly path: string; readonly content: string }
  | { readonly act: 'mkdir'; readonly path: string }
  /** `replace`: over a file, as editors save. */
  | { readonly act: 'move'; readonly from: string; readonly to: string; readonly replace?: boolean }
  | { readonly act: 'remove'; readonly path: string }
  /** Two things change places. */
  | { readonly act: 'swap'; readonly path: string; readonly with: string };

export type CallClass = 'looks' | 'deeds';

/** One step of a simulated world. Numbers choose among what there is, wrapped around. */
export type Step =
  | { readonly do: 'user'; readonly side: Side; readonly act: UserAct }
  /** Hints reach the engine: all, the first few, or those at these indexes in this order (one named twice comes twice). */
  | { readonly do: 'deliver'; readonly side: Side; readonly which?: number | readonly number[] }
  /** Hints are lost, and the provider will say so at some time. */
  | { readonly do: 'lose'; readonly side: Side; readonly which?: readonly number[] }
  /** What was delivered before comes once more. */
  | { readonly do: 'repeat'; readonly side: Side; readonly last: number }
  /** What came in is folded, and actions start. */
  | { readonly do: 'plan'; readonly looks?: number; readonly deeds?: number }
  /** Effects under way go on: one stage each (read; write), or to their end. */
  | { readonly do: 'effects'; readonly which?: readonly number[]; readonly stages?: number }
  /** Effects that are done answer: all of them, or these, in this order. */
  | { readonly do: 'answers'; readonly which?: readonly number[]; readonly reversed?: boolean }
  /** The process dies; with the last events of its log, if they were not synced, and starts again. */
  | { readonly do: 'crash'; readonly lostEvents?: number }
  /** The log is gone, or one from long ago is restored: bases are not believed. */
  | { readonly do: 'forget'; readonly keptEvents?: number }
  | { readonly do: 'wait'; readonly ms: number }
  /** The next calls of a side fail, or happen (`halfway`: moves do, by half) and then fail: all, or those alone that look, or that do something. */
  | {
      readonly do: 'fail';
      readonly side: Side;
      readonly error: ProviderError['_tag'];
      readonly times: number;
      readonly after?: boolean;
      /** Of a service whose move is two calls: to the folder, by the old name, and then the name. */
      readonly halfway?: boolean;
      readonly of?: CallClass;
    }
  /** The next listings of a side show their first entries only, and say so. */
  | { readonly do: 'partial'; readonly side: Side; readonly entries: number; readonly times: number }
  | { readonly do: 'walk'; readonly side: Side }
  /** Until nothing is left to do, with all hints told in time. */
  | { readonly do: 'settle' }
  /** The story breaks off: nothing is settled after it. */
  | { readonly do: 'stop' };

/** A story, as a value: run by properties and kept as an example when it once went wrong. */
export interface Scenario {
  readonly kinds: Sides<KindName>;
  readonly policy?: Partial<Policy>;
  /** What there is on both sides, in step, when it begins; made by LOCAL's user. */
  readonly base: readonly UserAct[];
  readonly steps: readonly Step[];
}

/** The same story with the sides changed over. */
export const mirrored = (scenario: Scenario): Scenario => ({
  ...scenario,
  kinds: [scenario.kinds[1], scenario.kinds[0]],
  steps: scenario.steps.map((step) => ('side' in step ? { ...step, side: step.side === 0 ? 1 : 0 } : step)),
});

/** For writing stories by hand. */
export const write = (path: string, content: string): UserAct => ({ act: 'write', path, content });
export const mkdir = (path: string): UserAct => ({ act: 'mkdir', path });
export const move = (from: string, to: string): UserAct => ({ act: 'move', from, to });
export const saveOver = (from: string, to: string): UserAct => ({ act: 'move', from, to, replace: true });
export const remove = (path: string): UserAct => ({ act: 'remove', path });
export const swap = (path: string, other: string): UserAct => ({ act: 'swap', path, with: other });
export const local = (...acts: readonly UserAct[]): readonly Step[] => acts.map((act) => ({ do: 'user', side: 0, act }));
export const remote = (...acts: readonly UserAct[]): readonly Step[] => acts.map((act) => ({ do: 'user', side: 1, act }));

/** The same act below a folder. */
export const within = (folder: string, act: UserAct): UserAct => {
  switch (act.act) {
    case 'write':
    case 'mkdir':
    case 'remove':
      return { ...act, path: folder + act.path };
    case 'move':
      return { ...act, from: folder + act.from, to: folder + act.to };
    case 'swap':
      return { ...act, path: folder + act.path, with: folder + act.with };
  }
};
