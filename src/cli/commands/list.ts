/** `foldsync list`: a place as foldsync sees it. */
import { statSync } from 'node:fs';
import { filesystem } from '../../adapters/filesystem/index.js';
import type { Observation } from '../../domain/observation.js';
import { type Provider, toProviderError } from '../../effects/ports/provider.js';
import { placeOf } from '../checks.js';
import { EXIT, type ExitCode, usageError } from '../exit-code.js';
import { providerError } from '../open-log.js';
import type { Output } from '../output.js';
import { type FolderPlace, isRemote } from '../places.js';
import { listLine } from '../render/list-line.js';
import { shown } from '../render/words.js';

interface ListOptions {
  readonly long?: boolean;
  readonly namespaces?: boolean;
  readonly json?: boolean;
}

export const list = async (text: string, options: ListOptions, out: Output): Promise<ExitCode> => {
  const place = placeOf(text);
  const warn = (message: string): void => out.note(message);
  const provider = isRemote(place)
    ? await (await import('../open-place.js')).openPlace(place, { readOnly: true, onWarning: warn })
    : folder(place);
  try {
    const { oid } = await provider.connect();
    if (options.namespaces === true) {
      await tellNamespaces(provider, options, out);
      return EXIT.settled;
    }
    const { complete, entries } = await provider.list({ oid, path: [] });
    for (const entry of [...entries].sort(byName)) {
      if (options.json === true) out.json({ type: 'entry', ...entry });
      else out.line(listLine(entry, options.long === true, out.colors));
    }
    if (!complete) out.note('This listing is not complete.');
    return EXIT.settled;
  } catch (thrown) {
    throw providerError(place, toProviderError(thrown));
  } finally {
    await provider.disconnect();
  }
};

/** One a line: its id, which a place names, and its name if that is another. */
const tellNamespaces = async ({ name, namespaces }: Provider, { json }: ListOptions, out: Output): Promise<void> => {
  if (namespaces === undefined) return out.note(`${name} has no namespaces.`);
  for (const each of await namespaces.list()) {
    if (json === true) out.json({ type: 'namespace', ...each });
    else out.line(each.id === each.name ? shown(each.id) : `${shown(each.id)}  ${shown(each.name)}`);
  }
};

const folder = ({ text, path }: FolderPlace): Provider => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw usageError(`There is no folder ${text}.`, 'no-such-folder');
  if (!stats.isDirectory()) throw usageError(`${text} is a file, not a folder.`, 'not-a-folder');
  return filesystem({ root: path, watch: false });
};

const byName = (a: Observation, b: Observation): number => (a.name < b.name ? -1 : 1);
