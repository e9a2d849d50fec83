import { beforeAll, describe, expect, it } from 'vitest';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import type { State } from '../../src/domain/state/state.js';
import { mkdir } from '../../src/testing/world/scenario.js';
import { inStep, unlistedIn } from './known.js';

let known: State;
beforeAll(async () => {
  known = await inStep(['inode', 'oid'], [mkdir('/d')]);
});

describe('a side that is lost', () => {
  const lose = { _tag: 'SideLost', side: 1, error: { _tag: 'Disconnected', message: 'away' } } as const;
  const inMs = (state: State) => state.control.sides[1].lost.retryAtMs - state.control.nowMs;
  const regained = { _tag: 'SideRegained', side: 1 } as const;
  const at = (ms: number) => ({ _tag: 'Woke', atMs: known.control.nowMs + ms }) as const;

  it('is tried again later each time, unless it was back for longer than it had to wait for', () => {
    const back = evolveAll(known, [lose, at(100), regained]);
    expect(inMs(evolveAll(back, [at(200), lose]))).toBe(200);
    expect(inMs(evolveAll(back, [at(201), lose]))).toBe(100);
  });

  it('is not tried later because of what was under way, unless it is told to wait', () => {
    const again = { ...lose, error: { _tag: 'Throttled', message: 'wait', retryAfterMs: 90 } } as const;
    const health = { _tag: 'Down', attempts: 1, retryAtMs: known.control.nowMs + 100 };
    expect(evolveAll(known, [lose, at(10), again]).control.sides[1].health).toMatchObject(health);
    expect(evolveAll(known, [lose, at(9), again]).control.sides[1].health).toMatchObject(health);
    expect(evolveAll(known, [lose, at(11), again]).control.sides[1].health).toMatchObject({ ...health, retryAtMs: health.retryAtMs + 1 });
    expect(evolveAll(known, [lose, at(100), lose]).control.sides[1].health).toMatchObject({
      attempts: 2,
      retryAtMs: known.control.nowMs + 300,
    });
  });

  it('tells why it stopped, whatever fails after that', () => {
    const gone = { ...lose, error: { _tag: 'RootMissing', message: 'gone' } } as const;
    expect(evolveAll(known, [gone, lose]).control.sides[1].health).toMatchObject({ error: { _tag: 'RootMissing' } });
    expect(evolveAll(known, [lose, gone]).control.sides[1].health).toMatchObject({ error: { _tag: 'RootMissing' } });
    const denied = { ...lose, error: { _tag: 'Unauthorized', message: 'who' } } as const;
    expect(evolveAll(known, [lose, denied]).control.sides[1].health).toMatchObject({ error: { _tag: 'Unauthorized' } });
  });

  it('was never back where it was not tried for long, and is away still', () => {
    expect(inMs(evolveAll(known, [lose, at(100_000), lose]))).toBe(200);
  });
});

describe('a side that is back', () => {
  it.each([
    ['Disconnected', ['1/', '1/d']],
    ['Throttled', []],
  ] as const)('is listed anew, unless it told its changes all the time: %s', (tag, unlisted) => {
    const error = { _tag: tag, message: 'injected' };
    const back = evolveAll(known, [
      { _tag: 'SideLost', side: 1, error },
      { _tag: 'SideRegained', side: 1 },
    ]);
    expect(back.control.sides[1].health).toEqual({ _tag: 'Up' });
    expect(unlistedIn(back)).toEqual(unlisted);
  });
});
