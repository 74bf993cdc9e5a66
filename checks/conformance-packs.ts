import { statSync } from 'node:fs';
import path from 'node:path';
import { problemAt, readYaml, type YamlFile } from 'ofn-rehearse';
import { packsFolder } from '../organization/config-lists.ts';
import type { KnownAccounts } from './config-accounts.ts';
import { type Entry, faultOfTexts, readEntries } from './config-lists.ts';
import { checkPackTemplate } from './conformance-pack-template.ts';

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html */
const largestInS3 = 300 * 1024;
const largestInline = 51_200;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const longestBucket = 63;

/**
 * Checks the list of conformance packs, their files, and the name of the buckets that they are
 * uploaded to.
 *
 * @throws Problem for the first that AWS Config would refuse, with file and line
 */
export function checkConformancePacks(parameters: YamlFile, accounts: KnownAccounts): void {
  const packs = readEntries(parameters, 'conformancePacks', {
    what: 'pack',
    required: ['name', 'file'],
    optional: ['parameters', 'excludedAccounts', 'excludedRegions'],
    flags: ['global', 'unlisted'],
    accounts,
  });
  for (const pack of packs) {
    checkPack(pack, packsFolder(parameters.file));
  }
  if (packs.length > 0 || 'conformancePackBucket' in parameters.value) {
    checkBucketName(parameters);
  }
}

function checkPack(pack: Entry, folder: string): void {
  const file = path.join(folder, String(pack.value.file));
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    throw pack.problem('file', {
      cause: `there is no file ${file}`,
      remedy: `give a path relative to ${folder}`,
    });
  }
  if (size > largestInS3) {
    throw pack.problem('file', {
      cause: `${file} has ${size} bytes: AWS Config takes ${largestInS3} from a bucket (and ${largestInline} of a template inline)`,
      remedy: 'divide it into two packs, or remove comments',
    });
  }
  const template = readYaml(file);
  checkPackTemplate(template, { unlisted: pack.value.unlisted === true });
  checkInputs(pack, template);
}

function checkInputs(pack: Entry, { file, value }: YamlFile): void {
  const { parameters: given = {} } = pack.value;
  const fault = faultOfTexts(given);
  if (fault) {
    throw pack.problem('parameters', fault);
  }
  const names = Object.keys(given as object);
  const declared = Object.entries((value.Parameters ?? {}) as Record<string, object | null>);
  const unknown = names.find((name) => declared.every(([other]) => other !== name));
  if (unknown !== undefined) {
    throw pack.problem('parameters', {
      cause: `${file} declares no parameter ${unknown}`,
      remedy: `use ${declared.map(([name]) => name).join(', ') || 'none: it declares none'}`,
    });
  }
  const missing = declared.find(
    ([name, parameter]) => !names.includes(name) && !('Default' in (parameter ?? {})),
  );
  if (missing) {
    throw pack.problem('parameters', {
      cause: `${file} has the parameter ${missing[0]} without a Default, and it is not given`,
      remedy: `give ${missing[0]} under parameters, or a Default there`,
    });
  }
}

function checkBucketName(yaml: YamlFile): void {
  const { conformancePackBucket: given, resourcePrefix = 'ofn-audit' } = yaml.value;
  const key = given ? 'conformancePackBucket' : 'resourcePrefix';
  const bucket = given || `awsconfigconforms-${resourcePrefix}`;
  const name = String(bucket);
  if (!/^awsconfigconforms([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    throw problemAt(yaml, [key], {
      cause: `conformancePackBucket is ${JSON.stringify(bucket)}: AWS Config delivers packs of an organization to buckets that begin with awsconfigconforms only`,
      remedy:
        'begin it with awsconfigconforms, with lower-case letters, digits and hyphens after it',
    });
  }
  const { governedRegions } = yaml.value;
  for (const region of Array.isArray(governedRegions) ? governedRegions : []) {
    const { length } = `${name}-123456789012-${region}`;
    if (length > longestBucket) {
      throw problemAt(yaml, [key], {
        cause: `the bucket ${name}-ACCOUNT-${region} would have a name of ${length} characters, and S3 allows ${longestBucket}`,
        remedy: `give a conformancePackBucket that is ${length - longestBucket} characters shorter than ${name}`,
      });
    }
  }
}
