/** What is null or a small number, as a number. */
export const NONE = -1;

export const packFlag = (flag: boolean | null): number => (flag === null ? NONE : Number(flag));
export const unpackFlag = (flag: number): boolean | null => (flag === NONE ? null : flag === 1);
