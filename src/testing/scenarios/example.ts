import type { Sides } from '../../domain/side.js';
import type { KindName } from '../world/kinds.js';
import { mirrored, type Scenario, type Step } from '../world/scenario.js';

/** A story with the end that it has to have. */
export interface Example extends Omit<Scenario, 'kinds'> {
  /** A sentence: what happens, or what must not. */
  readonly name: string;
  /** Pairs of kinds that it is told on; both ways round. */
  readonly on?: readonly Sides<KindName>[];
  /** Both trees in the end; files with their content. Left out where only the laws count. */
  readonly ends?: Readonly<Record<string, string | null>>;
  /** The end with the sides changed over, where ties make it another. */
  readonly endsMirrored?: Readonly<Record<string, string | null>>;
  /** Actions other than looking that it takes, all in all, after the sides were in step. */
  readonly deeds?: number;
}

/** Told on these, unless a story says otherwise: what people have, and each identity. */
export const USUAL: readonly Sides<KindName>[] = [
  ['oid', 'oid'],
  ['path', 'oid'],
  ['inode', 'oid'],
  ['inode', 'path'],
];

export interface Telling {
  readonly title: string;
  readonly scenario: Scenario;
  readonly ends: Example['ends'];
  readonly deeds: number | undefined;
}

/** Every way in which an example is told. */
export const tellings = (example: Example): readonly Telling[] => {
  const { name, on, ends, endsMirrored, deeds, ...rest } = example;
  return (on ?? USUAL).flatMap((kinds) => {
    const scenario: Scenario = { ...rest, kinds };
    return [
      { title: `${name} (${kinds.join(' | ')})`, scenario, ends, deeds },
      {
        title: `${name} (${[...kinds].reverse().join(' | ')}, the other way)`,
        scenario: mirrored(scenario),
        ends: endsMirrored ?? ends,
        deeds,
      },
    ];
  });
};

/** What came in is folded, what can start starts, ends, and answers. */
export const ROUND: readonly Step[] = [{ do: 'plan' }, { do: 'effects' }, { do: 'answers' }];
export const rounds = (count: number): readonly Step[] => Array.from({ length: count }, () => ROUND).flat();
/** So many in which nothing is looked for but what there is. */
export const looks = (count: number): readonly Step[] => Array.from({ length: count }, () => [LOOK, ...ROUND.slice(1)]).flat();
const LOOK: Step = { do: 'plan', deeds: 0 };
export const PLAN: Step = { do: 'plan' };
export const EFFECTS: Step = { do: 'effects' };
export const ANSWERS: Step = { do: 'answers' };
export const BACKWARDS: Step = { do: 'answers', reversed: true };
export const CRASH: Step = { do: 'crash' };
export const SETTLE: Step = { do: 'settle' };
export const hint = (side: 0 | 1, ...which: readonly number[]): Step =>
  which.length === 0 ? { do: 'deliver', side } : { do: 'deliver', side, which };
