/** Numbers, sizes and times as people read them, and what things are called. */
import type { Side, Stratum } from '../wire.js';

export { bytes, count, plural } from '../../history/numbers.js';

const two = (n: number): string => String(n).padStart(2, '0');

/** `14:05:09`, in this machine's time zone. */
export const timeOfDay = (ms: number): string => {
  const at = new Date(ms);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
};

/** `2026-01-31` */
export const day = (ms: number): string => {
  const at = new Date(ms);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
};

export const time = (ms: number): string => (ms === 0 ? '—' : `${day(ms)} ${timeOfDay(ms)}`);

export const SIDE_NAMES: readonly ['local', 'remote'] = ['local', 'remote'];
export const sideName = (side: Side): string => SIDE_NAMES[side];

export const STRATUM_NAMES: { readonly [S in Stratum]: string } = {
  'seen-local': 'seen on local',
  'done-local': 'done on local',
  'seen-remote': 'seen on remote',
  'done-remote': 'done on remote',
  judged: 'decided',
  course: 'course',
  trouble: 'trouble',
};
export const STRATA = Object.keys(STRATUM_NAMES) as readonly Stratum[];

/** Names can hold anything: what can't be seen, or would turn the text around, is shown as an escape. `but`: the one that may stay. */
export const shown = (text: string, but = ''): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, (c) =>
    c === but ? c : `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
