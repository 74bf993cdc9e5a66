import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { partsAt, readYaml, type YamlFile } from 'ofn-rehearse';
import { parseNetworks } from '../handlers/sign-in-monitor/networks.ts';
import { signInRegions as declaredRegions } from '../templates/parameters.ts';
import {
  type Faults,
  faultsOfFileNamed,
  faultsOfItems,
  faultsOfParameter,
  firstOf,
  oneOf,
  wholeNumber,
} from './parameter.ts';

const busTemplate = path.join(import.meta.dirname, '../templates/sign-in-monitoring/bus.yml');

/** Where the databases of MaxMind's format have their metadata. https://maxmind.github.io/MaxMind-DB/ */
const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
const markerWithin = 128 * 1024;

/**
 * What can't be deployed of the parameters of sign-in monitoring but its regions, and of the files
 * that they name.
 *
 * @param folder that of the capability, to which the files are relative
 */
export function* faultsOfSignIns(yaml: YamlFile, folder: string): Faults {
  yield* faultsOfParameter(yaml, 'signInFailureCount', wholeNumber(2, 50));
  yield* faultsOfParameter(yaml, 'signInFailureSeconds', wholeNumber(60, 86_400));
  yield* faultsOfItems(
    yaml,
    'signInMfaExpected',
    oneOf(['root', 'iam-user'], ', which is not known'),
  );
  yield* faultsOfParameter(yaml, 'signInLogRetentionDays', (value) => {
    const days = retentions();
    return days.includes(value)
      ? undefined
      : {
          cause: `is ${JSON.stringify(value)}, which CloudWatch Logs has not got`,
          remedy: `use one of ${days.join(', ')}`,
        };
  });
  yield* faultsOfFileNamed(yaml, 'knownNetworksFile', folder, faultsOfNetworks);
  yield* faultsOfFileNamed(yaml, 'countriesFile', folder, (file) => faultsOfCountries(yaml, file));
}

function* faultsOfCountries(yaml: YamlFile, file: string): Faults {
  if (!hasMetadata(file)) {
    yield partsAt(yaml, ['countriesFile'], {
      cause: `countriesFile names ${file}, which is no database in MaxMind's format`,
      remedy: 'give a file *.mmdb, unpacked',
    });
  }
}

/**
 * Regions without rules: the home region, a governed one, or one where AWS tells sign-ins to its
 * global page. What happens there, nobody would look at.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export function faultsOfSignInRegions(yaml: YamlFile): Faults {
  return firstOf(
    () =>
      faultsOfItems(yaml, 'signInRegions', (region) =>
        typeof region === 'string'
          ? undefined
          : { cause: ', which is no region', remedy: 'give names of regions, such as eu-west-1' },
      ),
    () => missingRegions(yaml),
  );
}

function* missingRegions(yaml: YamlFile): Faults {
  const { homeRegion = 'us-east-1', governedRegions } = yaml.value;
  const regions = signInRegionsOf(yaml);
  const own = [homeRegion, ...(Array.isArray(governedRegions) ? governedRegions : [])];
  yield* missingOf(
    yaml,
    own,
    regions,
    ' of the governed regions: nobody would be told of sign-ins there',
  );
  if (!/^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/.test(String(homeRegion))) {
    const why =
      ', where AWS tells sign-ins to its global page: root in us-east-1, IAM users in any';
    yield* missingOf(yaml, declaredRegions.default, regions, why);
  }
}

/** What signInRegions is set to, or its default. */
export const signInRegionsOf = (yaml: YamlFile): readonly unknown[] => {
  const { signInRegions } = yaml.value;
  return Array.isArray(signInRegions) ? signInRegions : declaredRegions.default;
};

function* missingOf(
  yaml: YamlFile,
  wanted: readonly unknown[],
  regions: readonly unknown[],
  why: string,
): Faults {
  const missing = [...new Set(wanted)].filter((region) => !regions.includes(region));
  if (missing.length > 0) {
    yield partsAt(yaml, ['signInRegions'], {
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
function faultsOfNetworks(file: string): Faults {
  const { problems } = parseNetworks(readFileSync(file, 'utf8'));

  return problems.map(({ line, text }) => {
    // Its text ends with what to write instead.
    const at = text.lastIndexOf(': ');
    return { file, line, cause: text.slice(0, at), remedy: text.slice(at + 2) };
  });
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
