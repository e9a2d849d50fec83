import type { Example } from './example.js';
import { FOUND as FOUND_BY_LAWS } from './found.js';
import { FOUND_BY_ENDS } from './found-by-ends.js';
import { FOUND_BY_ORACLE } from './found-by-oracle.js';
import { HOLES as HOLES_OF_KNOWLEDGE } from './holes.js';
import { HOLES_BETWEEN } from './holes-between.js';
import { PAID_FOR } from './paid-for.js';
import { REMEDIES } from './remedies.js';

export { type Example, type Telling, tellings } from './example.js';
export { PAID_FOR, REMEDIES };

/** What simulated worlds and properties found. */
export const FOUND: readonly Example[] = [...FOUND_BY_LAWS, ...FOUND_BY_ENDS, ...FOUND_BY_ORACLE];

/** H1 to H28. */
export const HOLES: readonly Example[] = [...HOLES_OF_KNOWLEDGE, ...HOLES_BETWEEN];

/** Every story that has to end as it says. */
export const EXAMPLES: readonly Example[] = [...HOLES, ...PAID_FOR, ...FOUND, ...REMEDIES];
