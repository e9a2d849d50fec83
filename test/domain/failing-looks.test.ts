import { expect, it } from 'vitest';
import { linkId } from '../../src/domain/ids.js';
import { progressOf } from '../../src/domain/plan/wake-at.js';
import type { Retry } from '../../src/domain/state/control.js';
import { closeDraft } from '../../src/domain/state/state.js';
import { addEntry, NOW, smallDraft } from './small-state.js';

it('what could not be looked at counts as failing, as what could not be carried over does', () => {
  const draft = smallDraft();
  const retry: Retry = { attempts: 1, atMs: NOW + 1, error: { _tag: 'Temporary', message: 'not now' } };
  const { id, halves } = addEntry(draft, [{}, null]);
  draft.agenda.stand(linkId(1), { _tag: 'Settled' });
  draft.agenda.stand(id, { _tag: 'Later' });
  draft.control = { ...draft.control, retries: { [id]: retry }, lookRetries: { 1: retry, [halves[0]]: retry } };
  expect(progressOf(closeDraft(draft))).toMatchObject({ failing: 3, unsettled: 1 });
});
