/** Which `System` this process uses. */
import { nativeSystem } from './native.js';
import { portableSystem } from './portable.js';
import type { System } from './system.js';

/** FFI where it loads and is not forbidden (`FOLDSYNC_NO_NATIVE=1`), else plain calls. */
export const chooseSystem = (): System => (process.env['FOLDSYNC_NO_NATIVE'] === '1' ? null : nativeSystem()) ?? portableSystem;
