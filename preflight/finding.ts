/** Something in an organization that a deployment would run into, and what solves it. */
export interface Finding {
  /** What kind it is, such as `trail-quota`: stable, and listed in preflight/README.md. */
  readonly kind: string;
  /** A no-go would fail the deployment, or harm what is there; a note does neither. */
  readonly level: 'no-go' | 'note';
  /** What was found: a clause without a full stop, with AWS's own names and values. */
  readonly found: string;
  /** Where: absent parts are all of them. */
  readonly places: readonly { readonly accountId?: string; readonly region?: string }[];
  /** The setting or the command that solves it. */
  readonly remedy: string;
  /** The parameters that solve it, where parameters do. */
  readonly settings?: readonly Setting[];
}

/** A value of organization-parameters.yml. */
export type Setting =
  | { readonly name: string; readonly value: string | number | boolean }
  /** Items that a list is to have, besides those that it has. */
  | { readonly name: string; readonly add: readonly string[] };
