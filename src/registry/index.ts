/** Providers by name. */
export type { Address, OpenSettings, ProviderEntry } from './entry.js';
export { createProvider, findProvider, knownProviders, registerProvider } from './registry.js';
