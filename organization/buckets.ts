/** What a bucket of the log archive keeps. */
export type Archived = 'cloud-trail' | 'cloud-trail-access' | 'flow-logs' | 'config' | 'findings';

interface Prefixed {
  readonly resourcePrefix: string;
}

/** A bucket of the log archive. */
export const archiveBucket = (
  { resourcePrefix, logArchiveAccountId }: Prefixed & { readonly logArchiveAccountId: string },
  archived: Archived,
): string => `${resourcePrefix}-${archived}-${logArchiveAccountId}`;

/** The bucket of results of Athena, in the security account. */
export const athenaResultsBucket = ({
  resourcePrefix,
  securityAccountId,
}: Prefixed & { readonly securityAccountId: string }): string =>
  `${resourcePrefix}-athena-results-${securityAccountId}`;

/** The bucket of functions' code of an account and region. */
export const artifactBucket = (
  { resourcePrefix }: Prefixed,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): string => `${resourcePrefix}-artifacts-${accountId}-${region}`;
