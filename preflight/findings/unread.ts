import type { Refusal } from 'ofn-rehearse';
import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { at, spotsOf } from './view.ts';

const unknown: Kind = {
  kind: 'not-read',
  level: 'note',
  title: 'something could not be read, so that what collides with it is not known',
  solvedBy: 'permissions of the role',
};

interface Unread {
  readonly field: string;
  readonly refusal: Refusal;
  readonly place: ReturnType<typeof at>;
}

function unreadOf({ snapshot }: Subject): Unread[] {
  const of = (unread: Readonly<Record<string, Refusal>>, place: Unread['place']) =>
    Object.entries(unread).map(([field, refusal]) => ({ field, refusal, place }));
  const { organization, accounts } = snapshot;
  return [
    ...of(organization.unread, at(organization.MasterAccountId)),
    ...accounts.flatMap(({ Id, unread }) => of(unread, at(Id))),
    ...spotsOf({ snapshot }).flatMap(({ account, place }) =>
      of(place.unread, at(account.Id, place.region)),
    ),
  ];
}

/** One policy denies many calls: what they would have read is one finding, by its cause. */
const causeOf = ({ refusal: { code, message } }: Unread): string =>
  /^AccessDenied/.test(code)
    ? `denied${/explicit deny in a \w+ control policy/.test(message) ? ' by a policy of the organization' : ''}`
    : code;

const check: Check = function* (subject): Iterable<Finding> {
  const byCause = Map.groupBy(unreadOf(subject), causeOf);
  for (const [cause, all] of byCause) {
    const fields = [...new Set(all.map(({ field }) => field.replace(/^named\./, '')))];
    const places = new Map(all.map(({ place }) => [JSON.stringify(place), place]));
    yield finding(unknown, {
      found: `could not read ${fields.join(', ')}: ${cause}, such as ${all[0]?.refusal.message}`,
      places: [...places.values()],
      remedy: 'allow the role to read it, or look there yourself',
    });
  }
};

/** What could not be read. */
export const unread: Topic = { kinds: [unknown], check };
