import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { problemAt, readYaml, type YamlFile } from 'ofn-rehearse';
import { parseNetworks } from '../handlers/sign-in-monitor/networks.ts';
import { defaultSignInRegions } from '../organization/settings.ts';
import {
  checkItems,
  checkParameter,
  fileNamed,
  oneOf,
  requireNoFaults,
  wholeNumber,
} from './parameter.ts';

const busTemplate = path.join(import.meta.dirname, '../templates/sign-in-monitoring/bus.yml');

/** Where the databases of MaxMind's format have their metadata. https://maxmind.github.io/MaxMind-DB/ */
const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
const markerWithin = 128 * 1024;

/**
 * Checks the parameters of sign-in monitoring but its regions, and the files that they name.
 *
 * @param folder that of the capability, to which the files are relative
 * @throws Problem for the first that can't be deployed, with its line
 */
export function checkSignIns(yaml: YamlFile, folder: string): void {
  checkParameter(yaml, 'signInFailureCount', wholeNumber(2, 50));
  checkParameter(yaml, 'signInFailureSeconds', wholeNumber(60, 86_400));
  checkItems(yaml, 'signInMfaExpected', oneOf(['root', 'iam-user'], ', which is not known'));
  checkParameter(yaml, 'signInLogRetentionDays', (value) => {
    const days = retentions();
    return days.includes(value)
      ? undefined
      : {
          cause: `is ${JSON.stringify(value)}, which CloudWatch Logs has not got`,
          remedy: `use one of ${days.join(', ')}`,
        };
  });
  const networks = fileNamed(yaml, 'knownNetworksFile', folder);
  if (networks) {
    checkNetworks(networks);
  }
  const countries = fileNamed(yaml, 'countriesFile', folder);
  if (countries && !hasMetadata(countries)) {
    throw problemAt(yaml, ['countriesFile'], {
      cause: `countriesFile names ${countries}, which is no database in MaxMind's format`,
      remedy: 'give a file *.mmdb, unpacked',
    });
  }
}

/**
 * Checks that nothing happens where nobody looks: in the home region, in a governed one, or where
 * AWS tells sign-ins to its global page.
 *
 * @throws Problem when a region is missing
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export function checkSignInRegions(yaml: YamlFile): void {
  checkItems(yaml, 'signInRegions', (region) =>
    typeof region === 'string'
      ? undefined
      : { cause: ', which is no region', remedy: 'give names of regions, such as eu-west-1' },
  );
  const { homeRegion = 'us-east-1', governedRegions } = yaml.value;
  const regions = signInRegionsOf(yaml);
  const own = [homeRegion, ...(Array.isArray(governedRegions) ? governedRegions : [])];
  requireRegions(
    yaml,
    own,
    regions,
    ' of the governed regions: nobody would be told of sign-ins there',
  );
  if (!/^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/.test(String(homeRegion))) {
    const why =
      ', where AWS tells sign-ins to its global page: root in us-east-1, IAM users in any';
    requireRegions(yaml, defaultSignInRegions, regions, why);
  }
}

/** What signInRegions is set to, or its default. */
export const signInRegionsOf = (yaml: YamlFile): readonly unknown[] => {
  const { signInRegions } = yaml.value;
  return Array.isArray(signInRegions) ? signInRegions : defaultSignInRegions;
};

function requireRegions(
  yaml: YamlFile,
  wanted: readonly unknown[],
  regions: readonly unknown[],
  why: string,
): void {
  const missing = [...new Set(wanted)].filter((region) => !regions.includes(region));
  if (missing.length > 0) {
    throw problemAt(yaml, ['signInRegions'], {
      cause: `signInRegions lacks ${missing.join(', ')}${why}`,
      remedy: `add ${missing.join(', ')}`,
    });
  }
}

/** What the template lets the log group have. */
const retentions = (): readonly unknown[] => {
  const parameters = readYaml(busTemplate).value.Parameters as Record<
    string,
    { AllowedValues: number[] }
  >;
  return parameters.eventRetentionDays?.AllowedValues ?? [];
};

/** The function refuses a list with a problem whole, and would judge nothing. */
function checkNetworks(file: string): void {
  const { problems } = parseNetworks(readFileSync(file, 'utf8'));
  const faults = problems.map(({ line, text }) => {
    // Its text ends with what to write instead.
    const at = text.lastIndexOf(': ');
    return { line, cause: text.slice(0, at), remedy: text.slice(at + 2) };
  });
  requireNoFaults(file, faults);
}

function hasMetadata(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const end = Buffer.alloc(Math.min(size, markerWithin));
    readSync(descriptor, end, 0, end.length, size - end.length);

    return end.includes(marker);
  } finally {
    closeSync(descriptor);
  }
}
