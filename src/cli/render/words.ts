/** Numbers, sizes and times, as people read them. The same everywhere: no locale. */

export { bytes, count, plural } from '../../history/numbers.js';
export { printable as shown } from '../../history/printable.js';

/** `0.04 s`, `1.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min` */
export const duration = (ms: number): string => {
  const seconds = ms / 1000;
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** `2026-01-31 14:05`, in the machine's time zone. */
export const moment = (ms: number): string => {
  const at = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** `2026-01-31 14:05:09` */
export const timestamp = (ms: number): string => `${moment(ms).slice(0, 10)} ${timeOfDay(ms)}`;

/** `14:05:09` */
export const timeOfDay = (ms: number): string => {
  const at = new Date(ms);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
};

/** `a`, `a and b`, `a, b and c` */
export const sentence = (parts: readonly string[]): string =>
  parts.length <= 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
