/** One entry of a listing. */
import type { Observation } from '../../domain/observation.js';
import type { Colors } from '../output.js';
import { bytes, moment, shown } from './words.js';

/** Width of a size, so that columns stand. */
const SIZE_WIDTH = 9;

export const listLine = (entry: Observation, long: boolean, colors: Pick<Colors, 'dim' | 'bold'>): string => {
  const isFolder = entry.kind === 'folder';
  const name = isFolder ? colors.bold(`${shown(entry.name)}/`) : shown(entry.name);
  const kept = entry.kept === null ? '' : colors.dim(`  (never synced: ${entry.kept})`);
  if (!long) return name + kept;
  return `${(isFolder ? '-' : bytes(entry.size)).padStart(SIZE_WIDTH)}  ${timeOf(entry)}  ${entry.executable === true ? 'x' : ' '}  ${name}${kept}`;
};

/** As wide as a time, also where none is known. */
const timeOf = ({ mtimeMs }: Observation): string => (mtimeMs === 0 ? '-'.padEnd(moment(0).length) : moment(mtimeMs));
