/** Whether an object is the one that an effect believes to touch. */
import { showPath } from '../../domain/name.js';
import { failure, type Expected, type ProviderFailure } from '../../effects/ports/provider.js';
import { identityOf, revisionOf, type Facts } from './facts.js';

/** Throws `NotFound` (nothing there), `Moved` (another object is), `Modified` (it changed). */
export const checkExpected = (facts: Facts | null, expected: Expected): Facts => {
  if (facts === null) throw differs('NotFound', expected, 'is not there any more');
  if (facts.type !== expected.kind) throw differs('Moved', expected, `is not a ${expected.kind} any more`);
  if (expected.ident !== null && identityOf(facts) !== expected.ident)
    throw differs('Moved', expected, `is another ${expected.kind} than it was`);
  if (expected.revision !== null && revisionOf(facts) !== expected.revision) throw differs('Modified', expected, 'was changed meanwhile');
  return facts;
};

const differs = (tag: 'NotFound' | 'Moved' | 'Modified', { path }: Expected, how: string): ProviderFailure =>
  failure(tag, `${showPath(path)} ${how}`);
