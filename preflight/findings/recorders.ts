import type { PlaceSnapshot, RecorderSnapshot } from 'ofn-rehearse';
import { optInExclusionsOf } from '../../checks/opt-in-exclusions.ts';
import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { isOwnStack, stackWith } from './owner.ts';
import { at, boundAccounts, isActive, type Spot } from './view.ts';

const there: Kind = {
  kind: 'recorder-there',
  level: 'no-go',
  title: 'an account has a recorder of AWS Config in every governed region, and AWS allows one',
  solvedBy: '`configAdoptedAccounts`',
};
const somewhere: Kind = {
  kind: 'recorder-in-some-regions',
  level: 'no-go',
  title: 'an account has a recorder of AWS Config in some governed regions only',
  solvedBy: 'commands, or recorders in the other regions',
};
const channel: Kind = {
  kind: 'delivery-channel-there',
  level: 'no-go',
  title: 'an account has a delivery channel of AWS Config without a recorder, and AWS allows one',
  solvedBy: 'a command',
};
const none: Kind = {
  kind: 'adopted-without-recorder',
  level: 'no-go',
  title: 'an account of `configAdoptedAccounts` has no recorder in a governed region',
  solvedBy: '`configAdoptedAccounts`, or a recorder',
};
const stopped: Kind = {
  kind: 'adopted-recorder-stopped',
  level: 'no-go',
  title: 'the recorder of an account of `configAdoptedAccounts` does not record',
  solvedBy: 'a command',
};

// They record for their service only, and AWS allows them beside another.
// https://docs.aws.amazon.com/config/latest/APIReference/API_PutServiceLinkedConfigurationRecorder.html
const isCustomers = ({ servicePrincipal, name }: RecorderSnapshot): boolean =>
  servicePrincipal === undefined && !name.startsWith('AWSConfigurationRecorderFor');

/** The recorder of others in a place, of which AWS allows one. */
const recorderIn = ({ recorders }: PlaceSnapshot) => recorders.find(isCustomers);

function isOurs(subject: Subject, { account, place }: Spot, type: string, name: string): boolean {
  const stack = stackWith(account, `AWS::Config::${type}`, name, place.region);
  return stack !== undefined && isOwnStack(subject, stack);
}

const regionsOf = (spots: readonly Spot[]): string =>
  spots.map(({ place }) => place.region).join(', ');

const placesOf = (spots: readonly Spot[]) =>
  spots.map(({ account, place }) => at(account.Id, place.region));

function deleting({ place }: Spot): string {
  const of = `--region ${place.region}`;
  const recorder = recorderIn(place);
  return [
    ...(recorder
      ? [
          `aws configservice delete-configuration-recorder --configuration-recorder-name ${recorder.name} ${of}`,
        ]
      : []),
    ...place.deliveryChannels.map(
      ({ name }) =>
        `aws configservice delete-delivery-channel --delivery-channel-name ${name} ${of}`,
    ),
  ].join(' && ');
}

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationRecorder.html */
function* ofAccount(subject: Subject, spots: readonly Spot[], name: string): Iterable<Finding> {
  const theirs = spots.filter((spot) => {
    const recorder = recorderIn(spot.place);
    return recorder && !isOurs(subject, spot, 'ConfigurationRecorder', recorder.name);
  });
  const channels = spots.filter(
    (spot) =>
      !recorderIn(spot.place) &&
      spot.place.deliveryChannels.some(
        (one) => !isOurs(subject, spot, 'DeliveryChannel', one.name),
      ),
  );
  const [first] = theirs;
  if (first) {
    const { account, place } = first;
    const which = `${account.Name} ${account.Id} has the recorder ${recorderIn(place)?.name}`;
    const isEverywhere = theirs.length === spots.length;
    yield isEverywhere
      ? finding(there, {
          found: `${which} in every governed region, and AWS Config allows one for an account and region`,
          places: placesOf(theirs),
          remedy: `add !Ref ${name} to configAdoptedAccounts, which leaves it as it is`,
          settings: [{ name: 'configAdoptedAccounts', add: [name] }],
        })
      : finding(somewhere, {
          found: `${which} in ${regionsOf(theirs)} only, and not in ${regionsOf(spots.filter((spot) => !theirs.includes(spot)))}: AWS Config allows one for an account and region, and only an account with one in every governed region can be adopted`,
          places: placesOf(theirs),
          remedy: `with credentials of ${account.Id}, run ${theirs.map(deleting).join(' && ')}; or create a recorder in each of the other regions, and add !Ref ${name} to configAdoptedAccounts`,
        });
  }
  yield* channels.map((spot) =>
    finding(channel, {
      found: `${spot.account.Name} ${spot.account.Id} has the delivery channel ${spot.place.deliveryChannels[0]?.name} in ${spot.place.region} without a recorder, and AWS Config allows one`,
      places: placesOf([spot]),
      remedy: `with credentials of ${spot.account.Id}, run ${deleting(spot)}`,
    }),
  );
}

/** What config-recorder verifies before rules are deployed: an adopted account records everywhere. */
function* ofAdopted(spots: readonly Spot[], name: string): Iterable<Finding> {
  const without = spots.filter(({ place }) => !recorderIn(place));
  const [first] = without;
  if (first) {
    yield finding(none, {
      found: `configAdoptedAccounts names ${name}, and ${first.account.Name} ${first.account.Id} has no recorder in ${regionsOf(without)}: an organization rule would fail there`,
      places: placesOf(without),
      remedy: `create a recorder and a delivery channel there; or remove ${name} from configAdoptedAccounts, and the recorders that it has`,
    });
  }
  for (const spot of spots) {
    const recorder = recorderIn(spot.place);
    if (recorder?.recording === false) {
      yield finding(stopped, {
        found: `the recorder ${recorder.name} of ${name} (${spot.account.Name} ${spot.account.Id}) does not record in ${spot.place.region}: an organization rule would fail there`,
        places: placesOf([spot]),
        remedy: `with credentials of ${spot.account.Id}, run aws configservice start-configuration-recorder --configuration-recorder-name ${recorder.name} --region ${spot.place.region}`,
      });
    }
  }
}

const check: Check = function* (subject) {
  const { settings, capabilities } = subject;
  if (!settings || !capabilities.has('config-recorder')) {
    return;
  }
  const excluded = optInExclusionsOf(subject.parameters);
  const accounts = boundAccounts(subject).filter(
    ({ account }) => isActive(account) && account.unreachable === undefined,
  );
  for (const { account, name } of accounts) {
    const spots = account.places
      .filter(({ region }) => settings.governedRegions.includes(region))
      .filter(({ region }) => !excluded.get(region)?.includes(name))
      .filter(({ unread }) => !('recorders' in unread))
      .map((place) => ({ account, place }));
    yield* settings.configAdoptedAccountIds.includes(account.Id)
      ? ofAdopted(spots, name)
      : ofAccount(subject, spots, name);
  }
};

/** Recorders and delivery channels of AWS Config that are there already. */
export const recorders: Topic = { kinds: [there, somewhere, channel, none, stopped], check };
