/** Providers by name. */
export {
  type Address,
  createProvider,
  findProvider,
  knownProviders,
  type OpenSettings,
  type ProviderEntry,
  registerProvider,
} from './registry.js';
