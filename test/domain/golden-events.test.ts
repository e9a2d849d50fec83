import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/domain/digest.js';
import { Event } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { eventsIn, upcast } from '../../src/domain/upcast.js';
import { initialState } from '../../src/domain/state/state.js';

/** Events as format 1 wrote them, kept for ever; `week` is from before small files were created together. */
describe.each([
  ['week.jsonl', 'digest.txt'],
  ['together.jsonl', 'together.digest.txt'],
  ['undone.jsonl', 'undone.digest.txt'],
])('events of format 1, %s', (file, digestFile) => {
  const golden = readFileSync(`test/golden/events-v1/${file}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

  it('decode, and say the same in the words of today', () => {
    for (const event of golden) {
      const now = upcast(event);
      const decoded = Event.decode(now);
      expect(E.isRight(decoded), JSON.stringify(event)).toBe(true);
      if (E.isRight(decoded)) expect(Event.encode(decoded.right)).toEqual(now);
    }
  });

  it('I22 fold to the digest that they had', () => {
    const digest = readFileSync(`test/golden/events-v1/${digestFile}`, 'utf8').trim();
    expect(digestOf(evolveAll(initialState(), eventsIn({ events: golden })))).toBe(digest);
  });
});
