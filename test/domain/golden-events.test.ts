import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { expect, it } from 'vitest';
import { digestOf } from '../../src/domain/digest.js';
import { Event } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { initialState } from '../../src/domain/state/state.js';

/** Events as format 1 wrote them, kept for ever: they decode, say the same, and fold to the same state. */
const golden = readFileSync('test/golden/events-v1/week.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as unknown);

it('events of format 1 decode, and are written again as they were', () => {
  for (const event of golden) {
    const decoded = Event.decode(event);
    expect(E.isRight(decoded), JSON.stringify(event)).toBe(true);
    if (E.isRight(decoded)) expect(Event.encode(decoded.right)).toEqual(event);
  }
});

it('I22 events of format 1 fold to the digest that they had', () => {
  const digest = readFileSync('test/golden/events-v1/digest.txt', 'utf8').trim();
  expect(digestOf(evolveAll(initialState(), golden as readonly Event[]))).toBe(digest);
});
