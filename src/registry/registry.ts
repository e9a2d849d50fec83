/** Providers by name: those that ship, those that were registered, and packages called `foldsync-provider-<name>` that are installed. */
import { ArgumentError } from '../effects/argument-error.js';
import type { Provider } from '../effects/ports/provider.js';
import type { Address, OpenSettings, ProviderEntry } from './entry.js';
import { SHIPPED } from './shipped.js';

const registered = new Map<string, ProviderEntry>();

/** One of the same name takes the place of the earlier one. */
export const registerProvider = (entry: ProviderEntry): void => {
  for (const name of [entry.name, ...(entry.aliases ?? [])]) registered.set(checkedName(name), entry);
};

/** Names, sorted; aliases left out. */
export const knownProviders = (): readonly string[] => [...new Set([...registered.values()].map(({ name }) => name))].sort();

/** Registered, or else in a package that is installed. Rejects with `ArgumentError` that says what to install. */
export const findProvider = async (name: string): Promise<ProviderEntry> => {
  const known = registered.get(name.toLowerCase());
  if (known !== undefined) return known;
  const found = NAME.test(name) ? await discover(name.toLowerCase()) : null;
  if (found === null)
    throw new ArgumentError(
      `There is no provider '${name}'. Known: ${knownProviders().join(', ')}. Others come with a package: npm install ${packageOf(name)}`,
    );
  return found;
};

/** @example `await createProvider('webdav', { namespace: null, path: 'http://host/path' })` */
export const createProvider = async (name: string, address: Address, settings: OpenSettings = {}): Promise<Provider> =>
  (await findProvider(name)).open(address, settings);

/** Two letters at least: one is a drive of Windows. */
const NAME = /^[a-z][a-z0-9+.-]+$/iu;

const checkedName = (name: string): string => {
  if (!NAME.test(name)) throw new ArgumentError(`'${name}' is no name for a provider: two letters at least, digits and + . -`);
  return name.toLowerCase();
};

const packageOf = (name: string): string => `foldsync-provider-${name}`;

/** What a package has to export: `provider`, a `ProviderEntry`. */
const discover = async (name: string): Promise<ProviderEntry | null> => {
  let found: unknown;
  try {
    found = await import(packageOf(name));
  } catch (thrown) {
    // Not installed; what fails inside of it is its author's to hear of.
    if ((thrown as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND' && String(thrown).includes(packageOf(name))) return null;
    throw thrown;
  }
  const { provider } = found as { readonly provider?: ProviderEntry };
  if (typeof provider?.open !== 'function') throw new ArgumentError(`The package ${packageOf(name)} exports no provider.`);
  registerProvider(provider);
  return provider;
};

for (const entry of SHIPPED) registerProvider(entry);
