import type { Example } from './example.js';
import { FOUND } from './found.js';
import { HOLES as HOLES_OF_KNOWLEDGE } from './holes.js';
import { HOLES_BETWEEN } from './holes-between.js';
import { PAID_FOR } from './paid-for.js';

export { type Example, type Telling, tellings } from './example.js';
export { FOUND, PAID_FOR };

/** H1 to H28. */
export const HOLES: readonly Example[] = [...HOLES_OF_KNOWLEDGE, ...HOLES_BETWEEN];

/** Every story that has to end as it says. */
export const EXAMPLES: readonly Example[] = [...HOLES, ...PAID_FOR, ...FOUND];
