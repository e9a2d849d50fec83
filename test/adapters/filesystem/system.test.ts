import { afterEach, describe, expect, it, vi } from 'vitest';
import { chooseSystem } from '../../../src/adapters/filesystem/choose-system.js';
import { nativeSystem } from '../../../src/adapters/filesystem/native.js';
import { portableSystem } from '../../../src/adapters/filesystem/portable.js';

describe('the system that is used', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is FFI where it loads', () => {
    vi.stubEnv('FOLDSYNC_NO_NATIVE', undefined);
    expect(chooseSystem()).toBe(nativeSystem() ?? portableSystem);
  });

  it('is plain calls where FFI is forbidden', () => {
    vi.stubEnv('FOLDSYNC_NO_NATIVE', '1');
    expect(chooseSystem()).toBe(portableSystem);
  });
});
