/** `foldsync bisect`: the first event after which something that should hold does not. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Event } from '../../domain/event.js';
import { parsePath } from '../../domain/name.js';
import type { State } from '../../domain/state/state.js';
import { bisect as search, type Bisected, type Check, INVARIANTS, isInvariant, lineOf, renderLine, stateAt } from '../../history/index.js';
import { nodeAt } from '../../history/known.js';
import { CliError, EXIT, type ExitCode, usageError } from '../exit-code.js';
import { checkMoments, momentOf, tellSides, withHistory } from '../history.js';
import type { Output } from '../output.js';
import { plural, shown } from '../render/words.js';

interface BisectOptions {
  readonly state?: string;
  readonly invariant?: string;
  readonly predicate?: string;
  /** A moment at which it holds. */
  readonly good?: string;
  readonly json?: boolean;
}

export const bisect = async (a: string | undefined, b: string | undefined, options: BisectOptions, out: Output): Promise<ExitCode> => {
  const { name, check } = await checkOf(options);
  const good = momentOf('--good', options.good ?? '0');
  return withHistory({ a, b, state: options.state }, async (history) => {
    const events: Event[] = [];
    for await (const piece of history.batches()) for (const event of piece) events.push(event);
    checkMoments(history, [good]);
    const from = stateAt(events, good);
    const found = search(events.slice(from.seq), (state) => check(state) === null, from);
    if (options.json === true) out.json({ type: 'bisected', name, events: events.length, ...valueOf(found, check) });
    else {
      tellSides(history, out);
      for (const line of linesOf(found, name, check, from.seq, events.length)) out.line(line);
    }
    return found._tag === 'Holds' ? EXIT.settled : EXIT.failed;
  });
};

const valueOf = (found: Bisected, check: Check): object =>
  found._tag === 'Broken'
    ? { result: found._tag, number: found.seq, event: found.event, line: lineOf(found.event, found.before), fault: check(found.after) }
    : { result: found._tag };

const linesOf = (found: Bisected, name: string, check: Check, from: number, events: number): readonly string[] => {
  switch (found._tag) {
    case 'Holds':
      return [`${name} holds, wherever it was looked at among ${plural(events, 'event')}.`];
    case 'NeverHeld':
      return [
        `${name} does not hold ${from === 0 ? 'before the first event' : `after event ${from}`}: name a moment when it does, with --good.`,
      ];
    case 'Broken':
      return [
        renderLine(lineOf(found.event, found.before)),
        `${name} holds before event ${found.seq}, and not after it: ${shown(check(found.after) ?? '')}`,
      ];
  }
};

/** Throws `CliError`. */
const checkOf = async ({ invariant, predicate }: BisectOptions): Promise<{ readonly name: string; readonly check: Check }> => {
  const names = Object.keys(INVARIANTS).join(', ');
  if ((invariant === undefined) === (predicate === undefined))
    throw usageError(`Name what should hold: --invariant with one of ${names}; or --predicate with a module of your own.`);
  if (predicate !== undefined) return { name: predicate, check: await ownCheck(predicate) };
  if (invariant === undefined || !isInvariant(invariant))
    throw usageError(`There is no invariant '${shown(invariant ?? '')}'. Known: ${names}.`, 'no-such-invariant');
  return { name: invariant, check: INVARIANTS[invariant] };
};

/** What a predicate gets beside the state: what is at a path, for those who do not want to learn how a state is built. */
const lookIn = (state: State) => ({
  at: (side: 'local' | 'remote', path: string): object | null => nodeAt(state, side === 'local' ? 0 : 1, parsePath(path)) ?? null,
});

/** The default export of a module: `(state, look) => boolean`, or a text that says what is wrong. */
const ownCheck = async (file: string): Promise<Check> => {
  const path = resolve(file);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw usageError(`There is no file ${shown(file)}.`, 'no-such-predicate');
  const failed = (thrown: unknown): CliError =>
    new CliError(EXIT.failed, `${shown(file)} failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`, 'predicate-failed');
  const module = (await import(pathToFileURL(path).href).catch((thrown: unknown) => {
    throw failed(thrown);
  })) as { readonly default?: unknown };
  const predicate = module.default;
  if (typeof predicate !== 'function')
    throw usageError(`${shown(file)} has no function as its default export: export default (state, look) => true`, 'no-predicate');
  return (state) => {
    const answer = answerOf(() => (predicate as (...args: unknown[]) => unknown)(state, lookIn(state)), failed);
    if (typeof answer === 'string') return answer;
    if (typeof answer === 'boolean') return answer ? null : 'it says no';
    throw failed(
      `it answered with ${answer === null ? 'null' : `a value of type ${typeof answer}`}, not with true, false, or what is wrong`,
    );
  };
};

const answerOf = (ask: () => unknown, failed: (thrown: unknown) => CliError): unknown => {
  try {
    return ask();
  } catch (thrown) {
    throw failed(thrown);
  }
};
