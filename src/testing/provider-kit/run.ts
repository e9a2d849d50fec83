/** Registers the laws in a test runner, whichever it is. */
import type { ProviderHarness, ProviderLaw, TreeValue } from './harness.js';

/** What vitest, mocha, jest and node:test have in common. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: ((name: string, body: () => Promise<void>) => unknown) & {
    readonly skip?: (name: string, body: () => Promise<void>) => unknown;
  };
  /** Gets a line on what was skipped, and why. Default: the console. */
  readonly print?: (text: string) => void;
}

export interface KitReport {
  readonly laws: readonly string[];
  /** Laws that say nothing about a provider with these traits, with the reason. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/** A skipped law is registered as skipped, its reason in its name, and is in the report; how many were, and why, is printed. */
export const runLaws = (laws: readonly ProviderLaw[], harness: ProviderHarness, { describe, it, print }: TestRunner): KitReport => {
  const judged = laws.map((law) => ({ law, reason: law.skip?.(harness.traits) ?? null }));
  describe(`a provider (${harness.name})`, () => {
    for (const { law, reason } of judged) {
      if (reason === null) it(law.name, () => law.run(harness));
      else it.skip?.(`${law.name} (not here: ${reason})`, async () => {});
    }
  });
  const report: KitReport = {
    laws: judged.filter(({ reason }) => reason === null).map(({ law }) => law.name),
    skipped: judged.flatMap(({ law, reason }) => (reason === null ? [] : [{ name: law.name, reason }])),
  };
  (print ?? console.info)(summaryOf(harness, report));
  return report;
};

const summaryOf = ({ name }: ProviderHarness, { laws, skipped }: KitReport): string => {
  const reasons = new Map<string, number>();
  for (const { reason } of skipped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const why = [...reasons].map(([reason, count]) => `${count} since ${reason}`).join('; ');
  return `a provider (${name}): ${laws.length} laws, ${skipped.length} skipped${why === '' ? '' : `: ${why}`}`;
};

/** A tree that reads well in a failed assertion: long contents by size. */
export const showTree = (tree: TreeValue): Readonly<Record<string, string | null>> =>
  Object.fromEntries(Object.entries(tree).map(([path, content]) => [path, content && showContent(content)]));

const LONGEST_SHOWN_BYTES = 1000;

const showContent = (content: Uint8Array): string => {
  const shown = Buffer.from(content).subarray(0, LONGEST_SHOWN_BYTES).toString('latin1');
  if (content.length <= LONGEST_SHOWN_BYTES) return shown;
  return `${content.length} bytes, sum ${content.reduce((sum, byte) => (sum * 31 + byte) >>> 0, 0)}`;
};
