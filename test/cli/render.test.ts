import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/domain/observation.js';
import type { Side } from '../../src/domain/side.js';
import { KeptAway } from '../../src/domain/observation.js';
import { fit } from '../../src/cli/output.js';
import { exitCodeOf, type PendingEntry, type Report } from '../../src/cli/report.js';
import { conflictText } from '../../src/cli/render/conflict-text.js';
import type { Deed } from '../../src/cli/render/deeds.js';
import { listLine } from '../../src/cli/render/list-line.js';
import { planLines } from '../../src/cli/render/plan-lines.js';
import { explain } from '../../src/cli/render/reasons.js';
import { reportLines } from '../../src/cli/render/report-lines.js';
import { statusLines } from '../../src/cli/render/status-lines.js';
import { conflictLines, deedJson, deedLine, summaryLine, tallyOf } from '../../src/cli/render/summary.js';
import { bytes, count, duration, plural, sentence, shown } from '../../src/cli/render/words.js';

const labels = ['A', 'B'] as const;
const plain = { red: String, yellow: String, dim: String, bold: String };

const deed = (fields: Partial<Deed>): Deed => ({
  event: 1,
  _tag: 'copy',
  side: 1,
  kind: 'file',
  path: 'a.txt',
  from: null,
  bytes: 0,
  reason: 'created',
  ...fields,
});

const times = (n: number, fields: Partial<Deed>): readonly Deed[] => Array.from({ length: n }, () => deed(fields));

const report = (fields: Partial<Report>): Report => ({
  ...{ settled: true, events: 12, lastEventAtMs: 0, files: [3, 3], toLookAt: 0, inFlight: 0 },
  ...{ entries: [], more: 0, gates: [], down: [], skipped: [] },
  ...fields,
});

const entry = (fields: Partial<PendingEntry>): PendingEntry => ({
  ...{ standing: 'blocked', paths: ['a.txt', null], kind: 'file', reason: 'name-too-long', message: null, since: 7 },
  ...fields,
});

const style = { labels, colors: plain, yes: 'foldsync sync --yes A B', verbose: false };

describe('words', () => {
  it('are as people write them', () => {
    expect([0, 999, 1000, 1_234_567].map(count)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([plural(1, 'file'), plural(0, 'file'), plural(2, 'entry', 'entries')]).toEqual(['1 file', '0 files', '2 entries']);
    expect([0, 1023, 1024, 1536, 10 * 1024, 1024 ** 3].map(bytes)).toEqual(['0 B', '1023 B', '1.0 KiB', '1.5 KiB', '10 KiB', '1.0 GiB']);
    expect([40, 1400, 12_400, 200_000, 7_500_000].map(duration)).toEqual(['0.04 s', '1.4 s', '12 s', '3 min 20 s', '2 h 5 min']);
    expect([sentence(['a']), sentence(['a', 'b']), sentence(['a', 'b', 'c'])]).toEqual(['a', 'a and b', 'a, b and c']);
  });

  it('show control characters of a name, and do not obey them', () => {
    expect(shown('a\nb\u001B[2J\u202Egpj.exe')).toBe('a\\u000ab\\u001b[2J\\u202egpj.exe');
    expect(shown('ä 🎉.txt')).toBe('ä 🎉.txt');
  });

  it('fit a line, losing their middle', () => {
    expect(fit('short', 10)).toBe('short');
    expect(fit('0123456789abcdef', 10)).toBe('012345…def');
  });
});

describe('a summary', () => {
  it('says what was done on which side', () => {
    const tally = tallyOf([
      ...times(3, { bytes: 1024 }),
      ...times(1, { side: 0, _tag: 'rename', from: 'b.txt' }),
      ...times(2, { side: 0, _tag: 'delete', kind: 'folder' }),
      ...times(1, { _tag: 'conflict-copy', side: 0, from: 'c.txt', path: 'c.conflicted.txt' }),
    ]);
    expect(summaryLine(tally, labels, 1400, 0)).toBe(
      '3 files copied to B, 1 file renamed on A, 2 folders deleted on A and 1 conflict kept twice (3.0 KiB) in 1.4 s.',
    );
    expect(conflictLines(tally.conflicts, labels)).toEqual(['  c.txt  (the version of A is now c.conflicted.txt)']);
  });

  it('says so if there was nothing to do, and if what there was could not be done', () => {
    const texts = [0, 3, 4, 1].map((code) => summaryLine(tallyOf([]), labels, 10, code));
    expect(texts).toEqual(['Nothing to do.', 'Nothing else to do.', 'Nothing was done.', 'Nothing was done.']);
  });
});

describe('a change', () => {
  const lines: readonly (readonly [Partial<Deed>, string])[] = [
    [{ bytes: 12 }, 'A → B  new      a.txt  (12 B)'],
    [{ side: 0, _tag: 'update' }, 'B → A  changed  a.txt'],
    [{ _tag: 'make-folder', kind: 'folder', path: 'd' }, 'A → B  new      d/'],
    [{ _tag: 'move', kind: 'folder', from: 'd', path: 'e/d' }, 'A → B  moved    d/ → e/d/'],
    [{ _tag: 'conflict-copy', from: 'a.txt', path: 'a.conflicted.txt' }, 'B  conflict a.txt → a.conflicted.txt'],
    [{ _tag: 'delete', path: 'x\ny' }, 'A → B  deleted  x\\u000ay'],
  ];
  for (const [fields, line] of lines) it(`reads "${line}"`, () => expect(deedLine(deed(fields), labels)).toBe(line));

  it('is an object for programs, with names as they are', () => {
    expect(deedJson(deed({ path: 'x\ny', from: 'z', _tag: 'move', side: 0 }), 'change')).toEqual({
      ...{ type: 'change', event: 1, action: 'move', side: 'local', kind: 'file', path: 'x\ny', from: 'z', bytes: 0, reason: 'created' },
    });
  });
});

describe('a plan', () => {
  it('is grouped by side, each with its reason, and what waits for a yes apart', () => {
    const lines = planLines(
      [deed({ bytes: 5 }), deed({ side: 0, _tag: 'rename', from: 'b', path: 'c', reason: 'remote-moved' })],
      [deed({ _tag: 'delete', path: 'd', reason: 'deleted-there' })],
      {
        ...style,
      },
    );
    expect(lines).toEqual([
      'On B:',
      '  copy     a.txt  (5 B)  new on the other side',
      'On A:',
      '  rename   b → c  moved on the second side',
      'Only after a yes:',
      '  delete   d  deleted on the other side',
      'In all: 1 file to copy to B and 1 file to rename on A (5 B).',
      'This is a preview: nothing was changed.',
    ]);
    expect(planLines([], [], style)).toEqual(['Nothing to do.']);
  });

  it('counts what is too much to list', () => {
    expect(planLines(times(150, {}), [], style)).toContain('  … and 50 more changes (--verbose lists them)');
    expect(planLines(times(150, {}), [], { ...style, verbose: true })).toHaveLength(153);
  });
});

describe('what needs attention', () => {
  it('is nothing if all is well', () => expect(reportLines(report({}), style)).toEqual([]));

  it('is a gate, with what to do', () => {
    const lines = reportLines(report({ settled: false, gates: [{ side: 1, deletes: 600, files: 1000, since: 9 }] }), style);
    expect(lines[0]).toBe('Stopped before deleting: 600 files of B (it has 1,000 files), since they are gone from A.');
    expect(lines).toContain('  If you did delete them:  foldsync sync --yes A B');
  });

  it('is an entry with its reason, what to do, and since when', () => {
    const lines = reportLines(
      report({
        settled: false,
        entries: [
          entry({}),
          entry({ paths: [null, 'd'], kind: 'folder', reason: 'Denied', message: 'cannot list /d: permission denied', since: null }),
        ],
      }),
      style,
    );
    expect(lines).toEqual([
      "Can't be synced, the rest is not held up:",
      '  a.txt on A: its name is too long for the other side; give it a shorter name  [since event 7]',
      '  d/ on B: cannot list /d: permission denied',
    ]);
  });

  it('has advice for every way in which what is kept away can be in the way', () => {
    for (const kept of Object.keys(KeptAway.keys)) {
      for (const prefix of ['place-held-by-', 'folder-is-', 'folder-holds-'])
        expect(explain(prefix + kept).advice, prefix + kept).not.toBe('');
    }
  });

  it('says of what keeps a folder on which side it does not sync', () => {
    expect(explain('folder-holds-ignored').why).toMatch(/holds something that does not sync \(ignored\)$/u);
    expect(explain('folder-holds-ignored-there').why).toMatch(
      /holds something that was moved there to where it does not sync \(ignored\)$/u,
    );
  });
});

describe('an exit code', () => {
  const cases: readonly (readonly [string, number, Partial<Report>])[] = [
    ['settled', 0, {}],
    ['settled, with symbolic links', 0, { skipped: [{ side: 0, path: 'l', kept: 'symlink' }] }],
    ['blocked entries', 3, { settled: false, entries: [entry({})] }],
    ['what waits for a blocked entry', 3, { settled: false, entries: [entry({}), entry({ standing: 'waiting' })] }],
    ['a failing entry', 1, { settled: false, entries: [entry({}), entry({ standing: 'failing' })] }],
    ['a side that is away', 1, { settled: false, entries: [entry({})], down: [{ side: 0, message: 'no network' }] }],
    ['something not looked at', 1, { settled: false, toLookAt: 1 }],
    [
      'a gate, whatever else',
      4,
      { settled: false, entries: [entry({ standing: 'gated' }), entry({})], gates: [{ side: 0, deletes: 50, files: 60, since: 1 }] },
    ],
  ];
  for (const [what, code, fields] of cases) it(`is ${code} for ${what}`, () => expect(exitCodeOf(report(fields))).toBe(code));
});

describe('a status', () => {
  it('begins with whether a sync runs, and how things stand', () => {
    expect(statusLines(report({}), 42, 'foldsync plan A B', style)).toEqual([
      'A sync is running (process 42).',
      'Settled: both sides are the same.',
      '  A: 3 files; B: 3 files; 12 events in the log.',
    ]);
    const idle = statusLines(report({ settled: false, entries: [entry({})] }), null, 'foldsync plan A B', style);
    expect(idle[1]).toBe("Settled, but for 1 entry that can't be synced.");
    expect(idle.at(-1)).toBe('The folders were not looked at. What changed since: foldsync plan A B');
  });
});

describe('conflicts', () => {
  const version = (path: string, size: number, sides: readonly Side[] = [0, 1]) => ({ path, size, mtimeMs: 0, sides });
  it('are listed with both versions', () => {
    const [original, copy, total] = conflictText(
      [{ copy: version('n.conflicted.txt', 5, [0]), original: version('n.txt', 7), loser: 0 }],
      labels,
    );
    expect(original).toMatch(/^n\.txt {2}7 B .* version of B$/u);
    expect(copy).toMatch(/^ {2}n\.conflicted\.txt {2}5 B .* only on A {2}version of A, which lost the name$/u);
    expect(total).toContain('1 conflict.');
    expect(conflictText([], labels)).toEqual(['No conflicts.']);
  });
});

describe('a listing', () => {
  const seen: Observation = {
    oid: null,
    parentOid: null,
    name: 'run.sh',
    kind: 'file',
    ident: null,
    revision: null,
    stamp: null,
    hash: null,
    size: 12,
    mtimeMs: 1000,
    executable: true,
    kept: null,
  };
  it('shows names, or all', () => {
    expect(listLine(seen, false, plain)).toBe('run.sh');
    expect(listLine({ ...seen, kind: 'folder' }, false, plain)).toBe('run.sh/');
    expect(listLine({ ...seen, kept: 'symlink' }, false, plain)).toBe('run.sh  (never synced: symlink)');
    expect(listLine(seen, true, plain)).toMatch(/^ {5}12 B {2}19\d\d-\d\d-\d\d \d\d:\d\d {2}x {2}run\.sh$/u);
    expect(listLine({ ...seen, mtimeMs: 0 }, true, plain)).toBe('     12 B  -                 x  run.sh');
  });
});
