/** Whoever watches may be started before the network is there: then it waits for the servers, instead of giving up. */
import { setTimeout as delay } from 'node:timers/promises';
import { remedyFor } from '../domain/provider-error.js';
import { SIDES } from '../domain/side.js';
import { type Provider, toProviderError } from '../effects/ports/provider.js';
import type { Pair } from './checks.js';
import type { Remotes } from './remotes.js';

/** Pauses between two attempts, milliseconds: each is twice the one before, from the first to the longest. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [500, 30_000];

/** Resolves once each server answered, be it with a refusal: what that means is told by whoever asks for more. */
export const reachAll = async ({ places }: Pair, remotes: Remotes, warn: (message: string) => void): Promise<void> => {
  for (const side of SIDES) {
    const remote = remotes[side];
    if (remote === null) continue;
    let pauseMs = FIRST_PAUSE_MS;
    for (let why = await missing(remote); why !== null; why = await missing(remote)) {
      if (pauseMs === FIRST_PAUSE_MS) warn(`${places[side].text}: ${why}. Trying again until it is there. Ctrl-C stops.`);
      await delay(pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }
};

/** Why it is out of reach; null if it is not. */
const missing = async (provider: Provider): Promise<string | null> => {
  try {
    await provider.connect();
    return null;
  } catch (thrown) {
    const error = toProviderError(thrown);
    return remedyFor(error) === 'reconnect' || error._tag === 'Temporary' ? error.message : null;
  }
};
