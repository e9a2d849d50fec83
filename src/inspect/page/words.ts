/** Numbers, sizes and times as people read them, and what things are called. */
import type { Side, Stratum } from '../wire.js';

export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/gu, ',');

export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export const bytes = (n: number): string => {
  let value = n;
  let unit = 0;
  for (; value >= 1024 && unit < UNITS.length - 1; unit++) value /= 1024;
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
};

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

/** Names can hold anything: what can't be seen, or would turn the text around, is shown as an escape. */
export const shown = (text: string): string =>
  text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu,
    (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
