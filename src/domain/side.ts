/** The two ends of a sync. The engine is symmetrical but for ties, where REMOTE wins (docs/GLOSSARY.md). */
export type Side = 0 | 1;
export const LOCAL: Side = 0;
export const REMOTE: Side = 1;
export const SIDES: readonly [Side, Side] = [LOCAL, REMOTE];

/** A pair: one value for each side. */
export type Sides<A> = readonly [A, A];

export const other = (side: Side): Side => (side === LOCAL ? REMOTE : LOCAL);

/** A copy of `pair` with the value of one side replaced. */
export const withSide = <A>(pair: Sides<A>, side: Side, value: A): Sides<A> => (side === LOCAL ? [value, pair[1]] : [pair[0], value]);

export const sideName = (side: Side): 'local' | 'remote' => (side === LOCAL ? 'local' : 'remote');
