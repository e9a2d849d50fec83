/** `foldsync conflicts`: what both sides edited, and where both versions are. */
import { recover } from '../../effects/engine/recover.js';
import { conflictsOf } from '../conflicts.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { knownPair } from '../known-pair.js';
import type { Output } from '../output.js';
import { withCopy } from '../reading.js';
import { conflictText } from '../render/conflict-text.js';
import { ask } from '../server/ask.js';

interface ConflictsOptions {
  readonly state?: string;
  readonly json?: boolean;
}

export const conflicts = async (
  a: string | undefined,
  b: string | undefined,
  options: ConflictsOptions,
  out: Output,
): Promise<ExitCode> => {
  const pair = knownPair(a, b, options.state);
  const answer = await ask(pair.stateFolder, 'conflicts');
  const found = answer?.conflicts ?? (await withCopy(pair.stateFolder, async (log) => conflictsOf(await recover(log), log)));
  if (options.json === true) for (const conflict of found) out.json({ type: 'conflict', ...conflict });
  else for (const line of conflictText(found, pair.labels)) out.line(line);
  return EXIT.settled;
};
