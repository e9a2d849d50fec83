/** How things stand, in words. */
import type { Report } from '../report.js';
import { entryLine, reportLines, type ReportStyle } from './report-lines.js';
import { count, moment, plural } from './words.js';

/** Entries that are listed before the rest is counted, unless verbose. */
const FEW = 20;

/** `pid` of the running sync; null if none runs. `plan`: the command that looks at the folders. */
export const statusLines = (report: Report, pid: number | null, plan: string, style: ReportStyle): readonly string[] => {
  const { labels, colors } = style;
  const pending = report.entries.filter(({ standing }) => standing === 'pending' || standing === 'gated');
  const listed = style.verbose ? pending : pending.slice(0, FEW);
  return [
    pid === null
      ? `No sync is running. The last one wrote this down on ${moment(report.lastEventAtMs)}:`
      : `A sync is running (process ${pid}).`,
    colors.bold(headline(report)),
    `  ${labels[0]}: ${plural(report.files[0], 'file')}; ${labels[1]}: ${plural(report.files[1], 'file')}; ${plural(report.events, 'event')} in the log.`,
    ...(report.toLookAt > 0 ? [`  ${count(report.toLookAt)} files and folders are to be looked at.`] : []),
    ...(report.inFlight > 0
      ? [
          `  ${plural(report.inFlight, 'action')} ${pid === null ? 'had begun when it ended: what became of them is looked up by the next one' : 'under way'}.`,
        ]
      : []),
    ...(listed.length > 0 ? ['Pending:', ...listed.map((entry) => entryLine(entry, style))] : []),
    ...(pending.length > listed.length ? [`  … and ${count(pending.length - listed.length)} more (--verbose lists them)`] : []),
    ...reportLines(report, style),
    ...(pid === null ? [colors.dim(`The folders were not looked at. What changed since: ${plan}`)] : []),
  ];
};

const headline = (report: Report): string => {
  if (report.gates.length > 0) return 'Stopped, and waiting for a yes.';
  if (report.settled) return 'Settled: both sides are the same.';
  const blocked = report.entries.filter(({ standing }) => standing === 'blocked').length;
  if (blocked > 0 && blocked === report.entries.length && report.toLookAt === 0 && report.inFlight === 0 && report.down.length === 0) {
    return `Settled, but for ${plural(blocked + report.more, 'entry that', 'entries that')} can't be synced.`;
  }
  const apart = report.entries.length + report.more;
  if (apart === 0) return 'Not settled: not everything was looked at, or finished.';
  return `Not settled: ${plural(apart, 'entry is', 'entries are')} not in step yet.`;
};
