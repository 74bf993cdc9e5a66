import { isDeepStrictEqual } from 'node:util';
import type { AccountSnapshot, PlaceSnapshot, Snapshot } from 'ofn-rehearse';

/** Something that was there, under a name that it has for as long as it is there. */
type Things = ReadonlyMap<string, unknown>;

/**
 * What was in an organization, and is there no more, or otherwise than before: the policies, trust
 * and delegation of the organization; trails, recorders, channels, aggregators and analyzers, rules
 * and packs of other services; detectors with their features, exports and members; roles. What has
 * come is not looked at.
 */
export function changesOf(before: Snapshot, after: Snapshot): string[] {
  const now = thingsIn(after);
  return [...thingsIn(before)].flatMap(([name, thing]) => {
    const found = now.get(name);
    if (!now.has(name)) {
      return [`${name} is gone`];
    }
    return isDeepStrictEqual(found, thing)
      ? []
      : [`${name} was ${JSON.stringify(thing)}, and is ${JSON.stringify(found)}`];
  });
}

function thingsIn({ organization, accounts }: Snapshot): Things {
  const { policies, trustedServices, delegatedAdministrators, handshakes } = organization;
  return new Map<string, unknown>([
    ...policies.flatMap(({ targets, ...policy }): [string, unknown][] => [
      [`policy ${policy.Name}`, policy],
      ...targets.map((id): [string, unknown] => [`policy ${policy.Name} on ${id}`, true]),
    ]),
    ...trustedServices.map((service): [string, unknown] => [`trust in ${service}`, true]),
    ...delegatedAdministrators.flatMap(({ accountId, services }) =>
      services.map((service): [string, unknown] => [`${service} of ${accountId}`, true]),
    ),
    ...handshakes.map((handshake): [string, unknown] => [`invitation ${handshake.Id}`, handshake]),
    ...accounts.flatMap(thingsOfAccount),
  ]);
}

function thingsOfAccount({
  Id,
  Name,
  state,
  tags,
  roles,
  places,
}: AccountSnapshot): [string, unknown][] {
  return [
    [`account ${Id}`, { Name, state, tags }],
    ...roles.map((role): [string, unknown] => [`role ${role.RoleName} of ${Id}`, role]),
    ...places.flatMap((place) =>
      thingsOfPlace(place).map(([name, thing]): [string, unknown] => [
        `${name} in ${Id} ${place.region}`,
        thing,
      ]),
    ),
  ];
}

function thingsOfPlace(place: PlaceSnapshot): [string, unknown][] {
  const named = <T>(kind: string, items: readonly T[], nameOf: (item: T) => string) =>
    items.map((item): [string, unknown] => [`${kind} ${nameOf(item)}`, item]);
  return [
    ...named('trail', place.trails, ({ Name }) => Name),
    ...named('recorder', place.recorders, ({ name }) => name),
    ...named('delivery channel', place.deliveryChannels, ({ name }) => name),
    ...named('aggregator', place.aggregators, (one) => one.ConfigurationAggregatorName),
    ...named('analyzer', place.analyzers, ({ name }) => name),
    ...named('rule', place.configRules, ({ ConfigRuleName }) => ConfigRuleName),
    ...named('pack', place.conformancePacks, ({ ConformancePackName }) => ConformancePackName),
    ...named('stack', place.stacks, ({ StackName }) => StackName),
    ...thingsOfDetector(place),
  ];
}

function thingsOfDetector({ detector }: PlaceSnapshot): [string, unknown][] {
  if (detector === undefined) {
    return [];
  }
  const { DetectorId, Status, FindingPublishingFrequency, Features, exports, members } = detector;
  return [
    ['detector', { DetectorId, Status, FindingPublishingFrequency }],
    ...Features.map((feature): [string, unknown] => [`feature ${feature.Name}`, feature]),
    ...exports.map((one): [string, unknown] => [`export to ${one.DestinationArn}`, one]),
    ...members.map(({ AccountId, RelationshipStatus }): [string, unknown] => [
      `member ${AccountId}`,
      RelationshipStatus,
    ]),
  ];
}
