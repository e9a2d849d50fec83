/** A plan in a file: made by `foldsync plan --save`, read by people, carried out by `foldsync sync --apply`. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { decodePlan, encodePlan, type PlanValue } from '../history/index.js';
import { CliError, EXIT, usageError } from './exit-code.js';
import { shown } from './render/words.js';
import { writeNewFile } from './write-new-file.js';

/** Largest file that is read, bytes: room for some hundred thousand actions. */
const MAX_BYTES = 400_000_000;

/** Throws `CliError` where something is there already: said before the folders are looked at. */
export const refuseTaken = (file: string): void => {
  if (existsSync(file)) throw new CliError(EXIT.failed, `${shown(file)} exists: name another file, or remove it first.`, 'file-exists');
};

export const savePlan = (file: string, plan: PlanValue): void => writeNewFile(file, encodePlan(plan));

/** Throws `CliError`. */
export const readPlan = (file: string): PlanValue => {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() !== true)
    throw usageError(`There is no file ${shown(file)}. Make a plan with: foldsync plan --save ${shown(file)} A B`);
  if (stats.size > MAX_BYTES)
    throw new CliError(EXIT.failed, `${shown(file)} is too large to be a plan: ${stats.size} bytes.`, 'not-a-plan');
  const decoded = decodePlan(readFileSync(file, 'utf8'));
  if (E.isLeft(decoded)) throw new CliError(EXIT.failed, `${shown(file)} can't be applied: ${decoded.left}.`, 'not-a-plan');
  return decoded.right;
};
