/** Whether an object is the one that an effect believes to touch. */
import { showPath } from '../../domain/name.js';
import { failure, type Expected } from '../../effects/ports/provider.js';
import { identityOf, revisionOf, type Facts } from './facts.js';

/** Throws `NotFound` (nothing there), `Moved` (another object is), `Modified` (it changed). */
export const checkExpected = (facts: Facts | null, expected: Expected): Facts => {
  const where = showPath(expected.path);
  if (facts === null) throw failure('NotFound', `${where} is not there any more`);
  if (facts.type !== expected.kind) throw failure('Moved', `${where} is not a ${expected.kind} any more`);
  if (expected.ident !== null && identityOf(facts) !== expected.ident)
    throw failure('Moved', `${where} is another ${expected.kind} than it was`);
  if (expected.revision !== null && revisionOf(facts) !== expected.revision) throw failure('Modified', `${where} was changed meanwhile`);
  return facts;
};
