import {
  accountId,
  list,
  oneOf,
  optional,
  type Parsed,
  parseProperties,
  places,
  region,
  text,
} from '../../lambda/properties.ts';

/** The settings of the template: properties of the custom resource, or environment variables. */
export const SCHEMA = {
  ResourcePrefix: text(/^[a-z][a-z0-9-]{1,18}[a-z0-9]$/, 'a prefix of 3 to 20 characters'),
  LogArchiveAccountId: accountId,
  Regions: list(region, 1),
  /** Regions that an account has not enabled: REGION=ACCOUNT. */
  ExcludedPlaces: optional(places, []),
  TrafficType: oneOf('ALL', 'ACCEPT', 'REJECT'),
  AggregationSeconds: oneOf('60', '600'),
  Destinations: list(oneOf('s3', 'cloud-watch-logs')),
};

export type Settings = Parsed<typeof SCHEMA>;

/** @throws PropertyError naming the property */
export function settingsOf(env: Readonly<Record<string, string | undefined>>): Settings {
  return parseProperties(
    {
      ResourcePrefix: env.RESOURCE_PREFIX,
      LogArchiveAccountId: env.LOG_ARCHIVE_ACCOUNT_ID,
      Regions: env.REGIONS?.split(','),
      ExcludedPlaces: env.EXCLUDED_PLACES?.split(','),
      TrafficType: env.TRAFFIC_TYPE,
      AggregationSeconds: env.AGGREGATION_SECONDS,
      Destinations: env.DESTINATIONS?.split(','),
    },
    SCHEMA,
  );
}
