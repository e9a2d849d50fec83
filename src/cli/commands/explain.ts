/** `foldsync explain`: why a path is as it is, back to when it was first seen. */
import { posix } from 'node:path';
import { type Explanation, explainLineage, renderExplanation, searchLineage } from '../../history/index.js';
import { CliError, EXIT, type ExitCode } from '../exit-code.js';
import { type History, tellSides, withHistory } from '../history.js';
import type { Output } from '../output.js';
import { shown } from '../render/words.js';

interface ExplainOptions {
  readonly state?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

export const explain = (
  path: string,
  a: string | undefined,
  b: string | undefined,
  options: ExplainOptions,
  out: Output,
): Promise<ExitCode> =>
  withHistory({ a, b, state: options.state }, async (history) => {
    const explanation = await explained(history, posix.normalize(path));
    if (explanation.status._tag === 'Unknown') {
      throw new CliError(
        EXIT.failed,
        `Nothing was ever seen at ${shown(explanation.path)}. Name it as it is called inside the two folders, for instance ${exampleOf(history, path)}.`,
        'unknown-path',
      );
    }
    if (options.json === true) out.json({ type: 'explanation', ...explanation });
    else {
      tellSides(history, out);
      out.line(renderExplanation(explanation, options.verbose === true));
    }
    return EXIT.settled;
  });

/** Without the folder's own name, which a shell's completion puts in front. */
const exampleOf = ({ from }: History, path: string): string => {
  const place = from._tag === 'Log' ? from.labels.find((label) => path.startsWith(`${label}/`)) : undefined;
  return place === undefined ? 'docs/a.txt' : shown(path.slice(place.length + 1));
};

/** Who the path is about is only known at the end: so the log is read twice, and not kept. */
const explained = async (history: History, path: string): Promise<Explanation> => {
  const search = searchLineage(path);
  for await (const events of history.batches()) search.push(events);
  const telling = explainLineage(search.finish());
  for await (const events of history.batches()) telling.push(events);
  return telling.finish();
};
