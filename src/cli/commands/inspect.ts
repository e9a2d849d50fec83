/** `foldsync inspect`: a log as a page, for a browser on this machine. */
import { fileURLToPath } from 'node:url';
import { type Piece, readerOf, serveInspector, type Source } from '../../inspect/index.js';
import { CliError, EXIT, type ExitCode, usageError } from '../exit-code.js';
import { type History, withHistory } from '../history.js';
import { followedLog } from '../inspect/followed-log.js';
import { knownPair } from '../known-pair.js';
import type { Output } from '../output.js';
import { shown } from '../render/words.js';
import type { Interruption } from '../signals.js';
import { VERSION } from '../version.js';

interface InspectOptions {
  readonly state?: string;
  readonly port?: string;
  readonly json?: boolean;
}

export const inspect = async (
  a: string | undefined,
  b: string | undefined,
  options: InspectOptions,
  out: Output,
  interruption: Interruption,
): Promise<ExitCode> => {
  const port = portOf(options.port);
  if (a === undefined || b !== undefined || options.state !== undefined) {
    const { labels, stateFolder } = knownPair(a, b, options.state);
    return show(
      { labels, from: stateFolder, kind: 'log', pieces: (signal) => followedLog(stateFolder, signal) },
      port,
      options,
      out,
      interruption,
    );
  }
  if (out.hasTerminal) out.progress('Reading and checking the bundle …');
  return withHistory({ a, b, state: undefined }, (history) =>
    show({ labels: ['local', 'remote'], from: a, kind: 'bundle', pieces: () => whole(history) }, port, options, out, interruption),
  );
};

async function* whole(history: History): AsyncGenerator<Piece, void, undefined> {
  yield { _tag: 'Reading', head: history.head };
  for await (const events of history.batches()) yield { _tag: 'Events', events };
  yield { _tag: 'Read', follows: 'nothing' };
}

const show = async (source: Source, port: number, options: InspectOptions, out: Output, interruption: Interruption): Promise<ExitCode> => {
  const stop = new AbortController();
  const server = await serveInspector(readerOf(source, VERSION, stop.signal), PAGE, port).catch((thrown: unknown) => {
    throw whyNot(thrown, port);
  });
  out.progress(null);
  if (options.json === true) out.json({ type: 'listening', url: server.url });
  else {
    out.line(`${source.kind === 'log' ? source.labels.map(shown).join(' and ') : shown(source.from)}, to be looked at in a browser:`);
    out.line(`  ${out.colors.bold(server.url)}`);
    out.line(
      out.colors.dim('Only this machine is answered, and only at this address: keep it to yourself. Nothing is changed. Ctrl-C ends it.'),
    );
  }
  await interruption.race(new Promise<never>(() => undefined));
  stop.abort();
  await server.close();
  return interruption.exitCode();
};

/** Beside the bundled command, as `scripts/bundle.mjs` puts it. */
const PAGE = fileURLToPath(new URL('../page', import.meta.url));

const portOf = (text: string | undefined): number => {
  const port = text === undefined ? 0 : /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw usageError(`--port takes a number from 0 (any) to 65535, not '${shown(text ?? '')}'.`);
  return port;
};

const whyNot = (thrown: unknown, port: number): unknown => {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' || code === 'EACCES')
    return new CliError(EXIT.failed, `Port ${port} can't be had (${code}). Leave --port out: any that is free is taken.`, 'port-taken');
  if (code === 'ENOENT') return new CliError(EXIT.failed, `The page is missing in ${PAGE}. Build it: npm run build`, 'no-page');
  return thrown;
};
