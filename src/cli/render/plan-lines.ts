/** A plan for people: grouped by what happens where, each with its reason. */
import type { Sides } from '../../domain/side.js';
import type { Colors } from '../output.js';
import type { Deed } from './deeds.js';
import { explain } from './reasons.js';
import { phrases, tallyOf } from './summary.js';
import { bytes, plural, sentence, shown } from './words.js';

export interface PlanStyle {
  readonly labels: Sides<string>;
  readonly colors: Pick<Colors, 'bold' | 'dim' | 'red'>;
  readonly verbose: boolean;
}

/** Entries of one group that are listed before the rest is counted, unless verbose. */
const FEW = 100;

export const planLines = (deeds: readonly Deed[], gated: readonly Deed[], style: PlanStyle): readonly string[] => {
  if (deeds.length === 0 && gated.length === 0) return ['Nothing to do.'];
  const { labels, colors } = style;
  const groups: { readonly title: string; readonly deeds: readonly Deed[] }[] = ([1, 0] as const).map((side) => ({
    title: colors.bold(`On ${labels[side]}:`),
    deeds: deeds.filter((deed) => deed.side === side),
  }));
  groups.push({ title: colors.red('Only after a yes:'), deeds: gated });
  const tally = tallyOf(deeds);
  const total = phrases(tally, labels, 'planned');
  return [
    ...groups.flatMap((group) => groupLines(group.title, group.deeds, style)),
    ...(total.length > 0 ? [`In all: ${sentence(total)}${tally.bytes > 0 ? ` (${bytes(tally.bytes)})` : ''}.`] : []),
    colors.dim('This is a preview: nothing was changed.'),
  ];
};

const groupLines = (title: string, deeds: readonly Deed[], style: PlanStyle): readonly string[] => {
  if (deeds.length === 0) return [];
  const listed = style.verbose ? deeds : deeds.slice(0, FEW);
  const rest = deeds.length - listed.length;
  return [
    title,
    ...listed.map((deed) => planLine(deed, style)),
    ...(rest > 0 ? [`  … and ${plural(rest, 'more change')} (--verbose lists them)`] : []),
  ];
};

const VERBS = {
  copy: 'copy',
  update: 'update',
  'make-folder': 'make',
  rename: 'rename',
  move: 'move',
  delete: 'delete',
  'conflict-copy': 'keep as',
  restore: 'restore',
  'put-back': 'put back',
  'take-back': 'delete',
  'move-back': 'move back',
} as const;

/** `  copy     docs/a.txt  (1.2 KiB)  new on the other side` */
export const planLine = (deed: Deed, { colors }: Pick<PlanStyle, 'colors'>): string => {
  const slash = deed.kind === 'folder' ? '/' : '';
  const path = shown(deed.path) + slash;
  const what = deed.from === null ? path : `${shown(deed.from)}${slash} → ${path}`;
  return `  ${VERBS[deed._tag].padEnd(8)} ${what}${deed.bytes > 0 ? `  (${bytes(deed.bytes)})` : ''}  ${colors.dim(explain(deed.reason).why)}`;
};
