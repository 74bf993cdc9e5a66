import {
  accountId,
  like,
  list,
  oneOf,
  optional,
  type Parsed,
  parseProperties,
  places,
  region,
} from '../../lambda/properties.ts';
import { resourcePrefix } from '../../templates/kinds.ts';
import * as declared from '../../templates/parameters.ts';

/** The settings of the template: properties of the custom resource, or environment variables. */
export const SCHEMA = {
  ResourcePrefix: like(resourcePrefix),
  LogArchiveAccountId: accountId,
  Regions: list(region, 1),
  /** Regions that an account has not enabled: REGION=ACCOUNT. */
  ExcludedPlaces: optional(places, []),
  TrafficType: oneOf(...declared.flowLogTrafficType.allowedValues),
  AggregationSeconds: oneOf(...declared.flowLogAggregationSeconds.allowedValues.map(String)),
  Destinations: list(oneOf(...declared.flowLogDestinations.allowedValues)),
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
