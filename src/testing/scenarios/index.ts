import type { Example } from './example.js';
import { FOUND } from './found.js';
import { HOLES } from './holes.js';
import { PAID_FOR } from './paid-for.js';

export { type Example, type Telling, tellings } from './example.js';
export { FOUND, HOLES, PAID_FOR };

/** Every story that has to end as it says. */
export const EXAMPLES: readonly Example[] = [...HOLES, ...PAID_FOR, ...FOUND];
