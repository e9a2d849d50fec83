/** What needs a person's attention, in words. */
import type { Sides } from '../../domain/side.js';
import { other } from '../../domain/side.js';
import type { Colors } from '../output.js';
import type { PendingEntry, Report } from '../report.js';
import { explain } from './reasons.js';
import { plural, shown } from './words.js';

export interface ReportStyle {
  readonly labels: Sides<string>;
  readonly colors: Pick<Colors, 'red' | 'yellow' | 'dim' | 'bold'>;
  /** The command line that approves. */
  readonly yes: string;
  /** Lists what is usually counted. */
  readonly verbose: boolean;
}

/** Entries of one kind that are listed before the rest is counted, unless verbose. */
const FEW = 20;

/** Empty if all is well. */
export const reportLines = (report: Report, style: ReportStyle): readonly string[] => [
  ...gateLines(report, style),
  ...report.down.map(({ side, message }) => style.colors.red(`${style.labels[side]} can't be reached: ${message}`)),
  ...section(report, style, 'failing', style.colors.red('Failed, to be tried again:')),
  ...section(report, style, 'blocked', style.colors.yellow("Can't be synced, the rest is not held up:")),
  ...section(report, style, 'waiting', 'Waiting:'),
  ...skippedLines(report, style),
];

const gateLines = (report: Report, { labels, colors, yes }: ReportStyle): readonly string[] =>
  report.gates.flatMap(({ side, deletes, files }) => [
    colors.red(
      `Stopped before deleting: ${plural(deletes, 'file')} of ${labels[side]} (it has ${plural(files, 'file')}), since they are gone from ${labels[other(side)]}.`,
    ),
    'None of these was deleted.',
    `  If you did delete them:  ${yes}`,
    `  If you did not:          put them back into ${labels[other(side)]} (is its disk mounted?), then sync again.`,
  ]);

const section = (report: Report, style: ReportStyle, standing: PendingEntry['standing'], title: string): readonly string[] => {
  const all = report.entries.filter((entry) => entry.standing === standing);
  if (all.length === 0) return [];
  const listed = style.verbose || standing === 'blocked' ? all : all.slice(0, FEW);
  const rest = all.length - listed.length + (standing === 'blocked' ? report.more : 0);
  return [
    title,
    ...listed.map((entry) => entryLine(entry, style)),
    ...(rest > 0 ? [`  … and ${plural(rest, 'more entry', 'more entries')}${style.verbose ? '' : ' (--verbose lists them)'}`] : []),
  ];
};

/** `  docs/a.txt (on A): its name is too long for the other side. Give it a shorter name.` */
export const entryLine = (entry: PendingEntry, { labels, colors }: Pick<ReportStyle, 'labels' | 'colors'>): string => {
  const side = entry.paths[0] === null ? 1 : 0;
  const path = entry.paths[side] ?? entry.paths[other(side)] ?? '(no place)';
  const on = entry.paths[0] !== null && entry.paths[1] !== null ? '' : ` on ${labels[side]}`;
  const { why, advice } = explain(entry.reason);
  const text = entry.message ?? (advice === '' ? why : `${why}; ${advice}`);
  const since = entry.since === null ? '' : colors.dim(`  [since event ${entry.since}]`);
  return `  ${shown(path)}${entry.kind === 'folder' ? '/' : ''}${on}: ${shown(text)}${since}`;
};

const skippedLines = (report: Report, { labels, verbose }: ReportStyle): readonly string[] => {
  const { skipped } = report;
  if (skipped.length === 0) return [];
  const links = skipped.filter(({ kept }) => kept === 'symlink').length;
  const parts = [
    ...(links > 0 ? [plural(links, 'symbolic link')] : []),
    ...(skipped.length > links ? [plural(skipped.length - links, 'special file')] : []),
  ];
  if (!verbose) return [`Skipped: ${parts.join(', ')} (never synced; --verbose lists them).`];
  return [
    `Skipped, since these are never synced: ${parts.join(', ')}`,
    ...skipped.map(
      ({ side, path, kept }) => `  ${shown(path)} on ${labels[side]} (${kept === 'symlink' ? 'symbolic link' : 'special file'})`,
    ),
  ];
};
