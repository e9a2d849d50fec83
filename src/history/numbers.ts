/** Numbers and sizes, as people read them. The same everywhere: no locale, and nothing imported, so that a page can have it, too. */

/** `1,234` */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/gu, ',');

/** `1 file`, `1,234 files` */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `512 B`, `1.5 KiB`, `12 MiB` */
export const bytes = (n: number): string => {
  let value = n;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit > 0 && value < 10 ? value.toFixed(1) : String(Math.round(value));
  return `${digits} ${UNITS[unit] ?? 'B'}`;
};
