/** Conflict copies in words. */
import { other, type Sides } from '../../domain/side.js';
import type { ConflictCopy, Version } from '../../history/index.js';
import { bytes, moment, plural, shown } from './words.js';

export const conflictText = (conflicts: readonly ConflictCopy[], labels: Sides<string>): readonly string[] => {
  if (conflicts.length === 0) return ['No conflicts.'];
  return [
    ...conflicts.flatMap(({ copy, original, loser }) => [
      original === null
        ? `(its original is gone)`
        : `${versionLine(original, labels)}${loser === null ? '' : `  version of ${labels[other(loser)]}`}`,
      `  ${versionLine(copy, labels)}${loser === null ? '' : `  version of ${labels[loser]}, which lost the name`}`,
    ]),
    `${plural(conflicts.length, 'conflict')}. To resolve one, keep what you want under the original name, and delete the copy.`,
  ];
};

const versionLine = ({ path, sides, size, mtimeMs }: Version, labels: Sides<string>): string =>
  `${shown(path)}  ${bytes(size)}  ${moment(mtimeMs)}${sides.length === 1 ? `  only on ${labels[sides[0] ?? 0]}` : ''}`;
