// The same as a test: given what happened, when this happens, then that is decided.
import { given, remove, runScenario, write } from 'foldsync/testing';
import { it } from 'vitest';
import { approveSmallGates } from './own-policy.js';

const files = Array.from({ length: 30 }, (_, n) => `/f${n}`);

it('approves a gate before few deletes, which then begin', async () => {
  const { events } = await runScenario({
    kinds: ['inode', 'oid'],
    policy: { maxDeletePercent: 50 },
    base: files.map((path) => write(path, 'text')),
    steps: [...files.map((path) => ({ do: 'user', side: 0, act: remove(path) }) as const), { do: 'wait', ms: 60_000 }, { do: 'settle' }],
  });
  const later = { _tag: 'Woke', atMs: 2_000_000 } as const;
  given(...events)
    .when(later)
    .then();
  given(...events)
    .and(approveSmallGates)
    .when(later)
    .then(
      { _tag: 'GateApproved', side: 1 },
      ...files.map(() => ({ _tag: 'ActionStarted', action: { _tag: 'Discard', side: 1 } }) as const),
    );
});
