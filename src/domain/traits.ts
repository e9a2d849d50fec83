/**
 * What a provider is like, as data. The planner reads it; nothing asks a provider "are you X?".
 */
export interface Traits {
  /**
   * How an object is found again (DESIGN 9.1).
   * `oid`: by a stable id that survives renames. `path`: its path is its id.
   * `inode`: addressed by path, with an identity (`Observation.ident`) that only helps to recognise moves.
   */
  readonly identity: 'oid' | 'path' | 'inode';
  /** `hints`: an event says that something was touched. `versioned`: it carries one version per object. `none`: only listings. */
  readonly events: 'hints' | 'versioned' | 'none';
  readonly caseSensitive: boolean;
  /** `exact`: names are compared code unit by code unit. `nfc`: names equal under NFC are one name, and come back as NFC. */
  readonly unicode: 'exact' | 'nfc';
  /** Characters that no name may hold, besides `/` and NUL. */
  readonly forbiddenCharacters: string;
  /** Longest name, in UTF-8 bytes. */
  readonly maxNameBytes: number;
  /** Algorithm of `Observation.hash` (`md5`, `sha256`, ...), or null where observations carry none. */
  readonly hash: string | null;
  /** The provider itself checks the expected revision at the moment of the write. */
  readonly conditionalWrites: boolean;
  readonly executableBit: boolean;
  /** What is copied to it has the time of what it is a copy of, as exactly as `Observation.mtimeMs` tells it. Left out: it does not. */
  readonly keepsTimes?: boolean;
}
