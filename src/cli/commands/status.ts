/** `foldsync status`: how things stand, without changing anything. */
import { recover } from '../../effects/engine/recover.js';
import { planCommand, yesCommand } from '../command-line.js';
import type { ExitCode } from '../exit-code.js';
import { knownPair } from '../known-pair.js';
import type { Output } from '../output.js';
import { withCopy } from '../reading.js';
import { statusLines } from '../render/status-lines.js';
import { exitCodeOf, reportOf } from '../report.js';
import { ask } from '../server/ask.js';

interface StatusOptions {
  readonly state?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

export const status = async (a: string | undefined, b: string | undefined, options: StatusOptions, out: Output): Promise<ExitCode> => {
  const pair = knownPair(a, b, options.state);
  const answer = await ask(pair.stateFolder, 'status');
  const report = answer?.report ?? (await withCopy(pair.stateFolder, async (log) => reportOf(await recover(log))));
  const code = exitCodeOf(report);
  if (options.json === true) {
    out.json({
      type: 'status',
      running: answer !== null,
      pid: answer?.pid ?? null,
      places: pair.realPaths,
      state: pair.stateFolder,
      exitCode: code,
      ...report,
    });
    return code;
  }
  const style = { labels: pair.labels, colors: out.colors, yes: yesCommand(pair, {}), verbose: options.verbose === true };
  for (const line of statusLines(report, answer?.pid ?? null, planCommand(pair), style)) out.line(line);
  return code;
};
