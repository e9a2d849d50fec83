// What became of the mutants, for people and for the next run.

/** The same mutant in the next run, as long as its file does not change. */
export const identity = ({ file, mutator, replacement, location: { start, end } }) =>
  [file, start.line, start.column, end.line, end.column, mutator, replacement].join(' ');

const folderOf = (file) => file.split('/').slice(0, -1).join('/');

/** Why a mutant is left out: the compiler refuses it, so nobody could write it, and no test has to notice it. */
export const NO_CODE = 'does not compile';

/** What was argued: nobody could notice it, whatever the test. */
export const ARGUED = 'argued';

export const summary = (mutants, survived, killers) => {
  const folders = {};
  for (const { file } of mutants) (folders[folderOf(file)] ??= { mutants: 0, refused: 0, argued: 0, survived: 0 }).mutants += 1;
  for (const { file, why } of survived) folders[folderOf(file)][why === NO_CODE ? 'refused' : why === ARGUED ? 'argued' : 'survived'] += 1;
  return { folders, survived, killers };
};

const counts = (title, { mutants, refused, argued, survived }) => {
  const valid = mutants - refused;
  const percent = ((100 * (valid - argued - survived)) / valid).toFixed(1);
  return `${title}\t${mutants} mutants, ${refused} of them refused by the compiler, ${survived} survived and ${argued} argued: ${percent} % noticed`;
};

/** One that no test noticed. */
export const shown = ({ file, location: { start }, mutator, original, replacement, why }) =>
  `${file}:${start.line + 1}:${start.column + 1} ${mutator} (${why})\n  - ${original}\n  + ${replacement.replace(/\s+/gu, ' ')}`;

export const printed = ({ folders }) => {
  const all = { mutants: 0, refused: 0, argued: 0, survived: 0 };
  for (const each of Object.values(folders)) for (const key of Object.keys(all)) all[key] += each[key];
  return [...Object.entries(folders).map(([folder, each]) => counts(folder, each)), counts('in all', all)].join('\n');
};
