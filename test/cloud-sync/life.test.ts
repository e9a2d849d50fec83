import { describe, expect, it } from 'vitest';
import { memory, memoryStore } from '../../src/adapters/memory/index.js';
import { CloudSync, type EngineFailure, LOCAL, REMOTE, type Runnable } from '../../src/index.js';
import { bench, settle, turns, virtualClock } from './support.js';

describe('the life of a CloudSync', () => {
  it('starts, stops and starts again', async () => {
    const { sync, stores, clock } = bench();
    expect([sync.started, sync.stopped]).toEqual([false, false]);
    await sync.start({ daemon: true });
    expect([sync.started, sync.stopped]).toEqual([true, false]);
    await sync.stop(false);
    expect([sync.started, sync.stopped]).toEqual([false, true]);
    stores[0].write('/a', '1');
    await clock.advance(5000);
    expect(stores[1].tree()).toEqual({});
    await sync.start({ daemon: true });
    expect(sync.stopped).toBe(false);
    await clock.advance(1000);
    expect(stores[1].tree()).toEqual({ '/a': '1' });
    await sync.stop();
  });

  it('can not be started again once it was stopped for ever, running or not', async () => {
    for (const first of [true, false]) {
      const { sync } = bench();
      if (first) await sync.start({ daemon: true });
      await sync.stop();
      expect(sync.stopped).toBe(true);
      await expect(sync.start()).rejects.toThrow('stopped for ever');
      await expect(sync.run()).rejects.toThrow('stopped for ever');
      await expect(sync.do()).rejects.toThrow('stopped for ever');
    }
  });

  it('refuses to run twice at once', async () => {
    const { sync } = bench();
    await sync.start({ daemon: true });
    await expect(sync.start()).rejects.toThrow('CloudSync is running already');
    await expect(sync.run()).rejects.toThrow('running already');
    await sync.stop();
  });

  it('starts again right after a stop that nobody waited for', async () => {
    const { sync } = bench();
    await sync.start({ daemon: true });
    await sync.stop(false, false);
    await sync.start({ daemon: true });
    expect(sync.started).toBe(true);
    await sync.stop();
  });

  it('is stopped as soon as it was stopped for ever, also while its loop is ending', async () => {
    const { sync } = bench();
    await sync.start({ daemon: true });
    await sync.stop(true, false);
    expect([sync.started, sync.stopped]).toEqual([true, true]);
    expect(await sync.wait()).toBe(true);
    expect(sync.started).toBe(false);
  });

  it('calls done once, when the loop has ended after a stop for ever', async () => {
    const calls: boolean[] = [];
    class Counting extends CloudSync {
      override async done(): Promise<void> {
        calls.push(this.started);
        await super.done();
      }
    }
    const { sync } = bench({ of: Counting });
    await sync.start({ daemon: true });
    await sync.stop(false);
    expect(calls).toEqual([]);
    await sync.start({ daemon: true });
    await Promise.all([sync.stop(), sync.stop()]);
    await sync.stop();
    expect(calls).toEqual([false]);
  });

  it('waits: true if there was something to wait for, an error if it takes too long', async () => {
    const { sync, clock } = bench();
    expect(await sync.wait()).toBe(false);
    await sync.start({ daemon: true });
    const waiting = expect(sync.wait(3)).rejects.toThrow('still running after 3 s');
    await clock.advance(3000);
    await waiting;
    const ended = sync.wait();
    await sync.stop();
    expect(await ended).toBe(true);
    expect(await sync.wait(1)).toBe(false);
  });

  it('stops all of several, each signalled before any is waited for', async () => {
    const order: string[] = [];
    const fake = (name: string): Runnable => ({
      stop: async (forever, wait) => {
        order.push(`${name} ${forever} ${wait}`);
        await turns(1);
        order.push(`${name} ended`);
      },
    });
    const { sync } = bench();
    await sync.start({ daemon: true });
    await CloudSync.stopAll([fake('a'), fake('b'), sync], false);
    expect(order.slice(0, 2)).toEqual(['a false true', 'b false true']);
    expect(order).toHaveLength(4);
    expect([sync.started, sync.stopped]).toEqual([false, true]);
    await settle(sync);
    await CloudSync.stopAll([sync]);
    await expect(sync.start()).rejects.toThrow('stopped for ever');
  });

  it('runs until it is told to end, asked after each step and at least once', async () => {
    const { sync, stores } = bench();
    stores[0].write('/a', '1');
    const seen: number[] = [];
    await sync.run({
      until: () => {
        seen.push(sync.state.seq);
        return '/a' in stores[1].tree();
      },
    });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen[0]).toBeGreaterThan(0);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(sync.started).toBe(false);
    let asked = 0;
    await sync.run({ until: () => ++asked > 0 });
    expect(asked).toBe(1);
  });

  it('is an error if the run does not get there in time', async () => {
    const { sync, clock } = bench();
    const run = expect(sync.run({ until: () => false, timeout: 7 })).rejects.toThrow('within 7 s');
    await clock.advance(6900);
    expect(sync.started).toBe(true);
    await clock.advance(200);
    await run;
    expect(sync.started).toBe(false);
    const background = bench();
    await background.sync.start({ daemon: true, until: () => false, timeout: 1 });
    await background.clock.advance(1100);
    await expect(background.sync.wait()).rejects.toThrow('within 1 s');
    expect(await background.sync.wait()).toBe(false);
  });

  it('asks again after `sleep` seconds, or when woken, though nothing happened', async () => {
    for (const how of ['sleep', 'wake'] as const) {
      const { sync, clock } = bench();
      let over = false;
      const run = sync.run({ until: () => over, ...(how === 'sleep' ? { sleep: 5 } : {}) });
      await clock.advance(1000);
      over = true;
      await clock.advance(3000);
      expect(sync.started).toBe(true);
      if (how === 'wake') sync.wake();
      else await clock.advance(5000);
      await run;
    }
  });

  it('ends a run with what `until` throws, but for a backoff, after which it is asked again', async () => {
    const { sync, clock } = bench();
    const bug = (): boolean => {
      throw new Error('a bug');
    };
    await expect(sync.run({ until: bug })).rejects.toThrow('a bug');
    let asked = 0;
    const backoffs: number[] = [];
    const run = sync.run({
      until: () => {
        backoffs.push(sync.inBackoff);
        return ++asked > 3 ? true : CloudSync.backoff();
      },
    });
    await clock.advance(1000);
    await run;
    expect(backoffs.length).toBe(4);
    expect(Math.max(...backoffs)).toBeLessThanOrEqual(sync.maxBackoff);
  });

  it('sleeps until woken, stopped, or the time is up', async () => {
    const { sync, clock } = bench();
    await sync.start({ daemon: true });
    let slept = 0;
    const sleep = (): void => void sync.interruptableSleep(10).then(() => slept++);
    sleep();
    await clock.advance(9000);
    expect(slept).toBe(0);
    await clock.advance(1100);
    expect(slept).toBe(1);
    sleep();
    sync.wake();
    await turns(3);
    expect(slept).toBe(2);
    sleep();
    await sync.stop();
    await turns(3);
    expect(slept).toBe(3);
  });

  it('can be stopped from a handler of notifications that waits for it', async () => {
    const { sync } = bench();
    sync.handleNotification = async ({ type }) => {
      if (type === 'CONNECTED') await sync.stop();
    };
    await sync.run();
    expect(sync.stopped).toBe(true);
  });
});

describe('a CloudSync that can not begin', () => {
  it('waits for a root that is missing, later and later, and tells of it once', async () => {
    const { sync, stores, types, clock } = bench();
    stores[0].write('/a', '1');
    stores[1].setRoot('missing');
    await sync.start({ daemon: true });
    await clock.advance(10_000);
    expect(types()).toEqual(['ROOT_MISSING_ERROR']);
    expect([sync.started, sync.inBackoff]).toEqual([true, 1]);
    stores[1].setRoot('present');
    await clock.advance(2000);
    expect(stores[1].tree()).toEqual({ '/a': '1' });
    await sync.stop();
  });

  it('rejects where trying again is no use', async () => {
    const { sync, stores } = bench();
    stores[0].write('/a', '1');
    await settle(sync);
    stores[1].setRoot('replaced');
    await expect(sync.start()).rejects.toMatchObject({ name: 'EngineFailure', error: { _tag: 'OtherRoot', side: REMOTE } });
    expect([sync.started, sync.stopped]).toEqual([false, true]);
  });

  it('refuses another root than the one it knows', async () => {
    const { sync, stores } = bench();
    stores[0].write('/a', '1');
    await settle(sync);
    stores[0].setRoot('replaced');
    await expect(sync.run()).rejects.toMatchObject({ error: { _tag: 'OtherRoot', side: LOCAL } });
    expect(stores[1].tree()).toEqual({ '/a': '1' });
  });

  it('tries again, later and later, while a side is offline, and tells of it once', async () => {
    const { sync, stores, types, clock } = bench();
    stores[1].setOffline(true);
    stores[0].write('/a', '1');
    await sync.start({ daemon: true });
    const pauses = [sync.inBackoff];
    for (let i = 0; i < 12; i++) {
      await clock.advance(300);
      pauses.push(sync.inBackoff);
    }
    expect(pauses[0]).toBe(0.01);
    expect(pauses.at(-1)).toBe(1);
    expect(types()).toEqual(['DISCONNECTED_ERROR']);
    stores[1].setOffline(false);
    await clock.advance(2000);
    expect(stores[1].tree()).toEqual({ '/a': '1' });
    expect(sync.inBackoff).toBe(0);
    await sync.stop();
  });

  it('can be stopped while it tries, and the backoff survives', async () => {
    const { sync, stores, clock } = bench();
    stores[1].setOffline(true);
    await sync.start({ daemon: true });
    await clock.advance(50);
    const before = sync.inBackoff;
    await sync.stop(false);
    expect(sync.inBackoff).toBe(before);
    await sync.start({ daemon: true });
    expect(sync.inBackoff).toBeGreaterThan(before);
    await sync.stop();
  });

  it('tells that a root went missing while it runs, deletes nothing, and goes on when it is back', async () => {
    const { sync, stores, types, clock } = bench();
    stores[0].write('/a', '1');
    await sync.start({ daemon: true });
    await clock.advance(1000);
    stores[0].setRoot('missing');
    await sync.walk(LOCAL);
    await clock.advance(5000);
    expect(types().filter((type) => type === 'ROOT_MISSING_ERROR')).toHaveLength(1);
    expect(stores[1].tree()).toEqual({ '/a': '1' });
    stores[0].setRoot('present');
    stores[1].write('/b', '2');
    await clock.advance(2000);
    expect(stores[0].tree()).toEqual({ '/a': '1', '/b': '2' });
    await sync.stop();
  });

  it('ends, and tells it to who waits, when a root is another one', async () => {
    const { sync, stores, clock } = bench();
    stores[0].write('/a', '1');
    await sync.start({ daemon: true });
    await clock.advance(1000);
    stores[0].setRoot('missing');
    await sync.walk(LOCAL);
    await clock.advance(1000);
    stores[0].setRoot('replaced');
    await clock.advance(5000);
    await expect(sync.wait()).rejects.toMatchObject({ name: 'EngineFailure' } satisfies Partial<EngineFailure>);
    expect(sync.stopped).toBe(true);
    expect(stores[1].tree()).toEqual({ '/a': '1' });
  });
});

describe('the hooks of a CloudSync', () => {
  const unauthorized = { _tag: 'Unauthorized', message: 'who are you?' } as const;

  it('authenticates a side that refuses it, then connects again', async () => {
    const { sync, stores } = bench();
    const asked: number[] = [];
    stores[1].setFaults(({ op }) => (op === 'connect' ? unauthorized : null));
    sync.authenticate = (side) => {
      asked.push(side);
      stores[1].setFaults(() => null);
    };
    stores[0].write('/a', '1');
    await settle(sync);
    expect(asked).toEqual([REMOTE]);
    expect(stores[1].tree()).toEqual({ '/a': '1' });
  });

  it('authenticates while it runs too, and goes on', async () => {
    const { sync, stores, clock } = bench();
    let refused = false;
    let asked = 0;
    stores[1].setFaults(() => (refused ? unauthorized : null));
    sync.authenticate = async () => {
      asked++;
      await turns(2);
      refused = false;
    };
    await sync.start({ daemon: true });
    await clock.advance(1000);
    refused = true;
    stores[0].write('/a', '1');
    await clock.advance(10_000);
    expect(asked).toBe(1);
    expect(stores[1].tree()).toEqual({ '/a': '1' });
    await sync.stop();
  });

  it('takes hooks from a subclass as from options', async () => {
    const asked: string[] = [];
    class Mine extends CloudSync {
      override translate(_to: number, path: string): string {
        asked.push(path);
        return path;
      }
    }
    const stores = [memoryStore(), memoryStore()];
    const sync = new Mine([memory(stores[0]), memory(stores[1])], { clock: virtualClock() });
    expect(sync.roots).toBeNull();
    stores[0]?.write('/a', '1');
    await settle(sync);
    expect(asked).toContain('/a');
  });
});
