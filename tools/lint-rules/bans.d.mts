/** A word that belongs to one place; see `bans.mjs`. */
export interface Ban {
  readonly name: string;
  readonly selector: string | readonly string[];
  readonly message: string;
  readonly within?: readonly string[];
  readonly allowedIn?: readonly string[];
}

export declare const bans: readonly Ban[];
