/** Put in by the bundler. */
export const VERSION: string = process.env['FOLDSYNC_VERSION'] ?? '0.0.0-source';
