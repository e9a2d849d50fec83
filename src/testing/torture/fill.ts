/** Trees to sync, written to disk. */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `count` small files in folders of 20, with some larger ones that take time to copy. Answers their paths. */
export const fillFolder = (root: string, count: number, label: string): readonly string[] => {
  const paths: string[] = [];
  for (let index = 0; index < count; index++) {
    const folder = join(root, `${label} ${Math.floor(index / 20)}`);
    if (index % 20 === 0) mkdirSync(join(folder, 'empty'), { recursive: true });
    const path = join(folder, `file ${index}.txt`);
    const text = `${label} ${index};`;
    writeFileSync(path, index % 25 === 24 ? text.repeat(Math.ceil(3_000_000 / text.length)) : text);
    paths.push(path);
  }
  return paths;
};

/** Bytes: the longest name of a file on common disks. */
const LONGEST_NAME = 250;

/** Names, sizes and times that have hurt others. */
export const fillAwkward = (root: string): void => {
  const longest = 'é'.repeat(LONGEST_NAME / 2);
  const folders = [
    '',
    'deep/er/and/deeper/still',
    'with space',
    'caf\u00e9',
    'cafe\u0301',
    '\u{1F600}\u{1F680}',
    longest,
    'empty',
    'deep/empty too',
    '-n',
    '*?"<>|',
    'UPPER',
    'upper',
  ];
  const names = [
    'plain.txt',
    ' leading and trailing ',
    'caf\u00e9.txt',
    'cafe\u0301.txt',
    '\u{1F469}\u200D\u{1F4BB}.md',
    `${'x'.repeat(LONGEST_NAME - 4)}.bin`,
    'line\nbreak',
    'quote\'"`$(x)',
    '\u202Etxt.exe',
    '.hidden',
    'Case',
    'case',
    'con',
    'trailing.',
    '~$word.docx',
    '%41',
  ];
  for (const folder of folders) {
    mkdirSync(join(root, folder), { recursive: true });
    if (folder.endsWith('empty') || folder.endsWith('too')) continue;
    for (const [index, name] of names.entries()) {
      const path = join(root, folder, name);
      writeFileSync(path, index % 4 === 3 ? '' : `${folder}/${name}`.repeat(1 + index * 50), { mode: index % 5 === 0 ? 0o755 : 0o644 });
      // Node sets times to the microsecond at best; what it was born with has nanoseconds.
      if (index % 2 === 0) utimesSync(path, 1_000_000_000 + index, 1_234_567_890.123456 + index);
    }
  }
};
