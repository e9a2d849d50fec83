import type { Sides } from '../domain/side.js';
import type { Provider } from '../effects/ports/provider.js';
import type { Pair } from './checks.js';
import { isRemote, type Place } from './places.js';

/** Providers of the places that are no folders, not connected yet; null for folders. What they need is loaded only if there is one. */
export type Remotes = Sides<Provider | null>;

/** Before anything is touched: an unknown provider and a missing password are found out here. Throws `CliError`. */
export const openRemotes = async (
  { places }: Pair,
  settings: { readonly readOnly: boolean; readonly onWarning: (message: string) => void },
): Promise<Remotes> => {
  const open = async (place: Place): Promise<Provider | null> =>
    isRemote(place) ? (await import('./open-place.js')).openPlace(place, settings) : null;
  return [await open(places[0]), await open(places[1])];
};
