/** Defaults: behaviour of the original where it has one (e.13), gate of DESIGN 3. */
export const DEFAULT_POLICY = {
  conflictWinner: 'remote',
  conflictCopies: 'both-sides',
  agingMs: 200,
  maxDeletePercent: 50,
} as const;
