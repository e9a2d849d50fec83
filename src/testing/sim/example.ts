import type { Sides } from '../../domain/side.js';
import { type UserAct, write } from '../world/scenario.js';
import type { Story } from './story.js';

/** A story that once went wrong, as it was found. */
export interface SimExample {
  /** A sentence: what happens, or what must not. */
  readonly name: string;
  readonly story: Story;
  /** Both trees in the end, LOCAL's and REMOTE's; left out where only the laws count. */
  readonly ends?: Sides<Readonly<Record<string, string | null>>>;
}

export const PLAIN = { settings: {}, delays: [], ends: 'walk' } as const;

/** Enough that a gate stands before their deletes. */
export const crowd = (folder: string): readonly UserAct[] => Array.from({ length: 22 }, (_, i) => write(`${folder}/${i}`, 'v*'));
