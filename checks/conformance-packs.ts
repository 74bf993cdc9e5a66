import { statSync } from 'node:fs';
import path from 'node:path';
import { attempt, partsAt, readYaml, type YamlFile } from 'ofn-rehearse';
import { patternOf } from '../lambda/pattern.ts';
import { packsFolder } from '../organization/config-lists.ts';
import * as declared from '../templates/parameters.ts';
import type { KnownAccounts } from './config-accounts.ts';
import { type Entry, faultsOfTexts, has, readEntries } from './config-lists.ts';
import { faultsOfPackTemplate } from './conformance-pack-template.ts';
import { type Faults, firstOf } from './parameter.ts';

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html */
const largestInS3 = 300 * 1024;
const largestInline = 51_200;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const longestBucket = 63;

/**
 * What AWS Config would refuse of the list of conformance packs, of their files, and of the name of
 * the buckets that they are uploaded to.
 */
export function* faultsOfConformancePacks(parameters: YamlFile, accounts: KnownAccounts): Faults {
  const { entries, faults } = readEntries(parameters, 'conformancePacks', {
    what: 'pack',
    required: ['name', 'file'],
    optional: ['parameters', 'excludedAccounts', 'excludedRegions'],
    flags: ['global', 'unlisted'],
    accounts,
  });
  yield* faults;
  for (const pack of entries.filter((entry) => has(entry, 'file'))) {
    yield* faultsOfPack(pack, packsFolder(parameters.file));
  }
  if (entries.length > 0 || 'conformancePackBucket' in parameters.value) {
    yield* faultsOfBucketName(parameters);
  }
}

function* faultsOfPack(pack: Entry, folder: string): Faults {
  const file = path.join(folder, String(pack.value.file));
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    yield pack.at('file', {
      cause: `there is no file ${file}`,
      remedy: `give a path relative to ${folder}`,
    });
    return;
  }
  if (size > largestInS3) {
    yield pack.at('file', {
      cause: `${file} has ${size} bytes: AWS Config takes ${largestInS3} from a bucket (and ${largestInline} of a template inline)`,
      remedy: 'divide it into two packs, or remove comments',
    });
    return;
  }
  const { value: template, problems } = attempt(() => readYaml(file));
  yield* problems;
  if (template) {
    yield* faultsOfPackTemplate(template, { unlisted: pack.value.unlisted === true });
    yield* firstOf(
      () => Array.from(faultsOfTexts(given(pack)), (fault) => pack.at('parameters', fault)),
      () => faultsOfInputs(pack, template),
    );
  }
}

const given = ({ value }: Entry): unknown => value.parameters ?? {};

function* faultsOfInputs(pack: Entry, { file, value }: YamlFile): Faults {
  const names = Object.keys(given(pack) as object);
  const declared = Object.entries((value.Parameters ?? {}) as Record<string, object | null>);
  for (const unknown of names.filter((name) => declared.every(([other]) => other !== name))) {
    yield pack.at('parameters', {
      cause: `${file} declares no parameter ${unknown}`,
      remedy: `use ${declared.map(([name]) => name).join(', ') || 'none: it declares none'}`,
    });
  }
  for (const [missing, parameter] of declared) {
    if (!names.includes(missing) && !('Default' in (parameter ?? {}))) {
      yield pack.at('parameters', {
        cause: `${file} has the parameter ${missing} without a Default, and it is not given`,
        remedy: `give ${missing} under parameters, or a Default there`,
      });
    }
  }
}

function* faultsOfBucketName(yaml: YamlFile): Faults {
  const { conformancePackBucket: given, resourcePrefix } = yaml.value;
  const key = given ? 'conformancePackBucket' : 'resourcePrefix';
  const bucket = given || `awsconfigconforms-${resourcePrefix ?? declared.resourcePrefix.default}`;
  const name = String(bucket);
  if (!patternOf(declared.conformancePackBucket).test(name)) {
    yield partsAt(yaml, [key], {
      cause: `conformancePackBucket is ${JSON.stringify(bucket)}: AWS Config delivers packs of an organization to buckets that begin with awsconfigconforms only`,
      remedy:
        'begin it with awsconfigconforms, with lower-case letters, digits and hyphens after it',
    });
  }
  const { governedRegions } = yaml.value;
  const [region] = (Array.isArray(governedRegions) ? governedRegions : [])
    .map(String)
    .sort((one, other) => other.length - one.length);
  const { length } = `${name}-123456789012-${region}`;
  if (region !== undefined && length > longestBucket) {
    yield partsAt(yaml, [key], {
      cause: `the bucket ${name}-ACCOUNT-${region} would have a name of ${length} characters, and S3 allows ${longestBucket}`,
      remedy: `give a conformancePackBucket that is ${length - longestBucket} characters shorter than ${name}`,
    });
  }
}
