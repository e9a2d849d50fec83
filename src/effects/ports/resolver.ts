import type { RelPath } from '../../domain/name.js';
import type { ConflictFacts } from '../../domain/plan/instruction.js';
import type { Side, Sides } from '../../domain/side.js';
import type { Content } from './provider.js';

/** One of the two files of a conflict. */
export interface ConflictSource extends ConflictFacts {
  readonly side: Side;
  readonly path: RelPath;
  /** Bytes. */
  readonly size: number;
  /** Reads it from its start, each time anew. Rejects with `ProviderFailure`. */
  readonly open: () => Promise<Content>;
}

export interface ResolverAnswer {
  /** Whose content counts; null: as policy says. */
  readonly winner: Side | null;
  /** The other is kept, under a conflict name. */
  readonly keep: boolean;
  /** New content for both sides; then `winner` does not matter. */
  readonly merged: Content | null;
}

/** Decides a conflict. `link` names the entry. It may reject with `ProviderFailure`: the conflict is then tried again as such errors are. */
export type ConflictResolver = (files: Sides<ConflictSource>, link: number) => Promise<ResolverAnswer>;

export const LEFT_TO_POLICY: ResolverAnswer = { winner: null, keep: true, merged: null };
