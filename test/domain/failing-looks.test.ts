import { expect, it } from 'vitest';
import { progressOf } from '../../src/domain/plan/wake-at.js';
import type { Retry } from '../../src/domain/state/control.js';
import { closeDraft } from '../../src/domain/state/state.js';
import { NOW, smallTree } from './small-tree.js';

it('what could not be looked at counts as failing, as what could not be carried over does', () => {
  const { draft, add, root } = smallTree();
  const retry: Retry = { attempts: 1, atMs: NOW + 1, error: { _tag: 'Temporary', message: 'not now' } };
  const { id, halves } = add('new', { remote: null });
  draft.agenda.stand(root.id, { _tag: 'Settled' });
  draft.agenda.stand(id, { _tag: 'Later' });
  draft.control = { ...draft.control, retries: { [id]: retry }, lookRetries: { [root.halves[0]]: retry, [halves[0]]: retry } };
  expect(progressOf(closeDraft(draft))).toMatchObject({ failing: 3, unsettled: 1 });
});
