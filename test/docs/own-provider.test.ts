import { runProviderKit } from 'foldsync/testing';
import { describe, it } from 'vitest';
import { type Shelf, shelf, traits } from '../../examples/own-provider.js';
import { userOf } from './shelf-user.js';

const open = async () => {
  const things: Shelf = new Map();
  return { provider: shelf(things), user: userOf(things), close: async () => {} };
};
runProviderKit({ name: 'shelf', traits, open }, { describe, it });
