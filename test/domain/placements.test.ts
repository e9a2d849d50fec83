import { expect, it } from 'vitest';
import { linkId, nodeId, NO_NODE } from '../../src/domain/ids.js';
import { creationOf, type Interrupted, placementOf } from '../../src/domain/state/interrupted.js';

it('what was being placed is remembered of the half that it was to be, and of no other that is there by now', () => {
  const placement = (node: number) => ({ side: 1, node: nodeId(node) }) as Interrupted['links'][0];
  const control = { interrupted: { links: { 3: placement(NO_NODE), 4: placement(8) }, places: {} } };
  const of = (id: number, remote: number) => {
    const link = { id: linkId(id), halves: [nodeId(7), nodeId(remote)] as const };
    return [placementOf({ control }, link), creationOf({ control }, link)].map((found) => found?.node);
  };
  expect(of(3, NO_NODE)).toEqual([NO_NODE, NO_NODE]);
  expect(of(3, 9)).toEqual([undefined, undefined]);
  expect(of(4, 8)).toEqual([8, undefined]);
  expect(of(4, 9)).toEqual([undefined, undefined]);
  expect(of(5, NO_NODE)).toEqual([undefined, undefined]);
});
