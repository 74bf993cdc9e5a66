import { didYouMean, nearest } from './nearest.ts';
import { faultsOfRelations } from './organization-relations.ts';
import { asMap, type OrganizationResource, resourcesOf } from './organization-resources.ts';
import { ACCOUNT, isAccount, MANAGEMENT, organizationTypes } from './organization-types.ts';
import { inOrderOfFiles, type ProblemParts } from './problem.ts';
import type { YamlFile } from './yaml.ts';

/**
 * All that org-formation or AWS would refuse of an organization file, and of the files that it
 * includes. org-formation says the first of it alone, and without a line.
 */
export function faultsOfOrganization(yaml: YamlFile): ProblemParts[] {
  const { Organization: section } = yaml.value;
  if (typeof section !== 'object' || section === null) {
    return [withoutSection(yaml)];
  }
  const { resources, problems } = resourcesOf(yaml);
  const own = resources.flatMap((resource) => [...faultsOfResource(resource)]);
  const others = problems.length > 0 ? [] : [...faultsOfRelations(yaml, resources)];
  return inOrderOfFiles([...own, ...others, ...problems], [yaml.file]);
}

const withoutSection = (yaml: YamlFile): ProblemParts => ({
  file: yaml.file,
  place: 'Organization',
  cause: 'it has no section Organization with accounts and units',
  remedy: `${didYouMean('Organization', Object.keys(yaml.value))}declare the management account; \`ofn init\` writes the file for an organization that exists`,
});

function* faultsOfResource(resource: OrganizationResource): Generator<ProblemParts> {
  const { logicalName, value, type } = resource;
  const { required, optional } = organizationTypes[type] ?? {};
  if (!required || !optional) {
    yield faultOfType(resource);
    return;
  }
  const known = [...required, ...optional];
  const unknown = Object.keys(resource.properties).filter((key) => !known.includes(key));
  yield* faultsOfAttributes(resource, known);
  for (const key of unknown) {
    yield resource.at(['Properties', key], {
      cause: `${logicalName} has the unknown property ${key}`,
      remedy: `${didYouMean(key, known)}${type} has ${known.join(', ')}`,
    });
  }
  // What is misspelt is reported once.
  const meant = [...unknown, ...Object.keys(asMap(value))].map((key) => nearest(key, known));
  const isMissing = (key: string) => isEmpty(resource.properties[key]) && !meant.includes(key);
  for (const key of required.filter(isMissing)) {
    yield resource.at(['Properties'], {
      cause: `${logicalName} has no ${key}`,
      remedy: key === 'AccountId' ? twelveDigits : `give ${key}, which ${type} needs`,
    });
  }
  if (type === ACCOUNT && isMissing('AccountId') && isMissing('RootEmail')) {
    yield resource.at(['Properties'], {
      cause: `${logicalName} has neither RootEmail nor AccountId`,
      remedy:
        'give the RootEmail of the account to create, or the AccountId of the one that exists',
    });
  }
  if (isAccount(resource)) {
    yield* faultsOfAccount(resource);
  }
}

function* faultsOfAttributes(
  resource: OrganizationResource,
  properties: readonly string[],
): Generator<ProblemParts> {
  const { logicalName, value } = resource;
  for (const key of Object.keys(asMap(value))) {
    if (key !== 'Type' && key !== 'Properties') {
      yield resource.at([key], {
        cause: `${logicalName} has the unknown attribute ${key}`,
        remedy: properties.includes(key)
          ? `indent it by two further spaces, below Properties of ${logicalName}`
          : `${didYouMean(key, ['Type', 'Properties'])}a resource has Type and Properties`,
      });
    }
  }
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

function faultOfType(resource: OrganizationResource): ProblemParts {
  const { logicalName, value, type } = resource;
  const types = Object.keys(organizationTypes);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const known = Object.values(organizationTypes).flatMap(({ required, optional }) => [
      ...required,
      ...optional,
    ]);
    return resource.at([], {
      cause: `${logicalName} is ${JSON.stringify(value)}, and not a resource with Type and Properties`,
      remedy: [...known, 'Type', 'Properties'].includes(logicalName)
        ? 'indent it as its resource needs it: Type and Properties below its name, and the rest below Properties'
        : 'give it Type and Properties, or remove it',
    });
  }
  return type === ''
    ? resource.at([], {
        cause: `${logicalName} has no Type`,
        remedy: `give one of ${types.join(', ')}`,
      })
    : resource.at(['Type'], {
        cause: `${logicalName} has the unknown Type '${type}'`,
        remedy: `${didYouMean(type, types)}use one of ${types.join(', ')}`,
      });
}

function* faultsOfAccount(resource: OrganizationResource): Generator<ProblemParts> {
  const { type, logicalName, properties } = resource;
  const { AccountId: id, RootEmail: email, AccountName: name } = properties;
  if (!isEmpty(id) && !/^\d{12}$/.test(String(id))) {
    const whose = type === MANAGEMENT ? 'the management account' : logicalName;
    yield resource.at(['Properties', 'AccountId'], {
      cause: `the AccountId of ${whose} is ${JSON.stringify(id)}${typeof id === 'number' ? ', a number, which loses leading zeros' : ''}`,
      remedy:
        typeof id === 'number' && String(id).length < 12
          ? `give its twelve digits, in quotes: AccountId: '${String(id).padStart(12, '0')}', if that is the account`
          : twelveDigits,
    });
  }
  if (!isEmpty(email) && !isEmail(email)) {
    yield resource.at(['Properties', 'RootEmail'], {
      cause: `the RootEmail of ${logicalName} is ${JSON.stringify(email)}, which is not an e-mail address of 6 to 64 characters`,
      remedy:
        'give the address of its root user, such as aws-team@example.com: AWS can not correct it later',
    });
  }
  if (type === ACCOUNT && isEmpty(id) && !isEmpty(name) && !NEW_NAME.test(String(name))) {
    yield resource.at(['Properties', 'AccountName'], {
      cause: `AWS Organizations creates no account with the name '${name}': a name has 1 to 50 characters, and each is printable ASCII`,
      remedy:
        'choose another AccountName; or give the AccountId, if the account exists with this one',
    });
  }
}

const twelveDigits = "give its twelve digits, in quotes: AccountId: '111111111111'";

/**
 * Accounts that exist may have other names.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html
 */
const NEW_NAME = /^[ -~]{1,50}$/;

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html */
const isEmail = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.length >= 6 &&
  value.length <= 64 &&
  /^(?!\.)[!-~]+$/.test(value) &&
  /^[^"'()<>[\]:;,\\|%&@]+@(?![-.])[a-z\d.-]+\.[a-z\d-]*[a-z\d]$/i.test(value);
