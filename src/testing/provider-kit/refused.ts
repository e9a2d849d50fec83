/** Asserts on what a provider must refuse: with an error of the port, and without having changed anything. */
import assert from 'node:assert/strict';
import type { ProviderError } from '../../domain/provider-error.js';
import { ProviderFailure } from '../../effects/ports/provider.js';
import { showTree } from './run.js';
import type { Session } from './session.js';

export type Tag = ProviderError['_tag'];

/** Another object, another content or another place than expected: any of these says so. */
export const NOT_AS_EXPECTED: readonly Tag[] = ['NotFound', 'Modified', 'Moved'];

/** The error with which a call was rejected; anything but a `ProviderFailure` breaks the port. */
export const rejection = async (call: Promise<unknown>): Promise<ProviderError | null> => {
  try {
    await call;
    return null;
  } catch (thrown) {
    assert.ok(thrown instanceof ProviderFailure, `rejected with something else than a ProviderFailure: ${String(thrown)}`);
    return thrown.error;
  }
};

/** `act` fails with one of `tags`, and the user's tree stays as it was. */
export const refused = async (session: Session, tags: readonly Tag[], act: () => Promise<unknown>): Promise<void> => {
  const before = await session.tree();
  const error = await rejection(act());
  assert.ok(error !== null, `was not refused (${tags.join(' or ')})`);
  assert.ok(tags.includes(error._tag), `refused with ${error._tag} (${error.message}) instead of ${tags.join(' or ')}`);
  assert.deepEqual(showTree(await session.tree()), showTree(before), 'a refused call changed the tree');
};
