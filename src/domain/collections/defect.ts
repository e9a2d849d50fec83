/** A broken promise of the code itself, never of the outside world: it stops the engine, with the log intact. */
export const defect = (message: string): never => {
  throw new Error(`foldsync defect: ${message}`);
};
