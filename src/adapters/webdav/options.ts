export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export interface WebdavOptions {
  /** The folder on the server that is synced: `http://host/path`. User and password in it are taken out, and shown nowhere. */
  readonly url: string;
  /** Before those in the URL. */
  readonly credentials?: Credentials;
  /** True: nothing is written to the server, not even what connecting notes there. Default: false. */
  readonly readOnly?: boolean;
  /** A connection on which nothing moves for this long is given up, milliseconds. Default: 60,000. */
  readonly idleMs?: number;
  /** Replaced and deleted files are kept in the trash this long, days. Default: 30. */
  readonly trashDays?: number;
  /** Gets what users should know and no call can answer. */
  readonly onWarning?: (message: string) => void;
  readonly nowMs?: () => number;
}
