/** A secret that was found: what kind it was and where; never what it was. */
export interface Redaction {
  readonly kind: string;
  /** The path in the snapshot, or in one of its templates. */
  readonly place: string;
}
