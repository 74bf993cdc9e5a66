/** How to reach the embedded AWS as the management account. */
export interface Connection {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly managementAccountId: string;
  readonly homeRegion: string;
  /** The role to assume in the accounts. */
  readonly roleName: string;
}
