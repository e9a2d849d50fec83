/** The provider behind a place that is no folder, with its password from wherever there is one. */
import type { Provider } from '../effects/ports/provider.js';
import { ArgumentError } from '../effects/argument-error.js';
import { toProviderError } from '../effects/ports/provider.js';
import { createProvider, findProvider } from '../registry/index.js';
import { CliError, EXIT, usageError } from './exit-code.js';
import { passwordVariable, type RemotePlace } from './places.js';

/** Throws `CliError`. */
export const openPlace = async (
  place: RemotePlace,
  settings: { readonly readOnly: boolean; readonly onWarning: (message: string) => void },
): Promise<Provider> => {
  try {
    const { name } = await findProvider(place.provider);
    const password = place.user === null ? null : await passwordFor(place, name);
    return await createProvider(name, { namespace: place.namespace, path: place.address }, { ...settings, password });
  } catch (thrown) {
    if (thrown instanceof CliError) throw thrown;
    if (thrown instanceof ArgumentError)
      throw usageError(
        `${thrown.message}\n(in '${place.text}'; for a folder that is really called so, write ./${place.text})`,
        'no-such-place',
      );
    throw usageError(`${place.text}: ${toProviderError(thrown).message}`, 'no-such-place');
  }
};

const passwordFor = async (place: RemotePlace, provider: string): Promise<string> => {
  const variable = passwordVariable(provider);
  const given = place.password ?? process.env[variable];
  if (given !== undefined) return given;
  const typed = process.stdin.isTTY && process.stderr.isTTY ? await askPassword(`Password of ${place.user} for ${place.text}: `) : null;
  if (typed !== null) return typed;
  throw new CliError(
    EXIT.failed,
    `${place.text} needs a password: set the environment variable ${variable}, or run this on a terminal, which asks.`,
    'no-password',
  );
};

const [CTRL_C, CTRL_D, BACKSPACE] = ['\u0003', '\u0004', '\u007f'];

/** Reads a line that nobody sees. Null if it is given up. */
const askPassword = (question: string): Promise<string | null> =>
  new Promise((resolve) => {
    const { stdin, stderr } = process;
    let typed = '';
    const end = (answer: string | null): void => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      resolve(answer);
    };
    const onData = (text: string): void => {
      for (const key of text) {
        if (key === '\r' || key === '\n') return end(typed);
        if (key === CTRL_C || key === CTRL_D) return end(null);
        typed = key === BACKSPACE || key === '\b' ? typed.slice(0, -1) : typed + key;
      }
    };
    stderr.write(question);
    stdin.setRawMode(true);
    stdin.setEncoding('utf8');
    stdin.resume();
    stdin.on('data', onData);
  });
