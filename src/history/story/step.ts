import type { LinkId } from '../../domain/ids.js';
import type { Side } from '../../domain/side.js';

/** One thing that happened to an entry. */
export interface Step {
  /** Number of its event. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly side: Side | null;
  readonly kind: StepKind;
  /** The named reason of a verdict or conclusion, as it was recorded then. */
  readonly reason: string | null;
  /** The entry it happened to: one that the path had, or that it came from. */
  readonly link: LinkId;
  /** Where the entry was from then on, or last. */
  readonly path: string;
  readonly text: string;
}

export type StepKind =
  /** Something was touched: not yet known what. */
  | 'touched'
  /** It was looked at, or is about to be. */
  | 'looked'
  /** News: what a provider showed was other than known. */
  | 'observed'
  /** A verdict: an action was started. */
  | 'decided'
  | 'done'
  /** We deleted it. */
  | 'deleted'
  /** It was seen to be gone. */
  | 'vanished'
  | 'failed'
  /** A verdict that needed no action. */
  | 'concluded'
  /** Something about the whole sync that changed its course. */
  | 'course';

/** Steps that tell how it came to be, without what was only looked at. */
export const isTelling = ({ kind }: Step): boolean => kind !== 'touched' && kind !== 'looked';

export type Told = Omit<Step, 'seq' | 'atMs'>;
/** A change of a link that is known. */
export type Change = Omit<Told, 'link'>;
export type IsMeant = (link: LinkId) => boolean;
