/** The command `foldsync`, as `start.ts` runs it. */
import { main } from './program.js';

void main(process.argv.slice(2));
