/** What the secrets engine hands out. The raw value never leaves the engine. */

export type Confidence = 'confirmed' | 'likely' | 'possible';

export interface SecretHit {
  /** The detector's id, e.g. `github-token`. */
  readonly detector: string;
  /** What a person calls it: "GitHub personal access token". */
  readonly title: string;
  readonly confidence: Confidence;
  /** A few outer characters and dots; nothing it could be recovered from. */
  readonly masked: string;
  /** Length of the value in characters. */
  readonly length: number;
  /** Keyed fingerprint of the value; absent for values of low entropy, which could be guessed back. */
  readonly token?: string;
  /** File in the layer or name of the text; absent for text the caller knows by itself. */
  readonly path?: string;
  /** Bytes (UTF-16 units in texts) from the start of the file or text, of the value itself. */
  readonly offset: number;
  readonly end: number;
  /** Counted from 1, for text files. */
  readonly line?: number;
  /** What the verdict rests on: `crc32 checksum`, `key parses: RSA 2048`, `entropy 4.2`. */
  readonly why: string;
  /** Digests of the whole file (hex), to be compared with what a package's record says of it; absent for files too big to be held. */
  readonly fileMD5?: string;
  readonly fileSHA1?: string;
  /** Where inside an archive or encoding it was: `app.jar!/config.yml`, `base64`. */
  readonly inside?: string;
}
