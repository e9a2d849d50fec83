import type { Provider } from '../effects/ports/provider.js';

/** What `provider[@namespace]:path` says. */
export interface Address {
  readonly namespace: string | null;
  readonly path: string;
}

export interface OpenSettings {
  /** True: nothing is to be written. */
  readonly readOnly?: boolean;
  /** Of the user whom the address names; null = none is known. */
  readonly password?: string | null;
  readonly onWarning?: (message: string) => void;
}

export interface ProviderEntry {
  readonly name: string;
  /** Names of the same. */
  readonly aliases?: readonly string[];
  /** What an address looks like, for help: `webdav:http://host/path`. */
  readonly example: string;
  /** Makes one that is not connected yet. Here, and not before, what it needs is loaded. */
  readonly open: (address: Address, settings: OpenSettings) => Promise<Provider>;
}
