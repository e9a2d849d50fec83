import type { Sides } from '../domain/side.js';
import type { Provider } from '../effects/ports/provider.js';
import { ArgumentError } from './errors.js';

/** Providers that a sync has and did not let go of: each serves one only, since it has one connection and one place in its events. */
const taken = new WeakSet<Provider>();

export const take = (providers: Sides<Provider>): void => {
  if (providers[0] === providers[1]) throw new ArgumentError('both sides are the same provider: make one for each');
  if (providers.some((provider) => taken.has(provider)))
    throw new ArgumentError('this provider serves another sync: make one for each, or call done() on that sync first');
  for (const provider of providers) taken.add(provider);
};

export const release = (providers: Sides<Provider>): void => {
  for (const provider of providers) taken.delete(provider);
};
