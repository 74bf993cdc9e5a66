import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { partsAt, type YamlFile } from 'ofn-rehearse';
import { parseNetworks } from '../handlers/sign-in-monitor/networks.ts';
import * as declared from '../templates/parameters.ts';
import { type Faults, faultsOfFileNamed, faultsOfItems, firstOf } from './parameter.ts';

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
  yield* faultsOfFileNamed(yaml, 'knownNetworksFile', folder, faultsOfNetworks);
  yield* faultsOfFileNamed(yaml, 'countriesFile', folder, (file) => faultsOfCountries(yaml, file));
}

function* faultsOfCountries(yaml: YamlFile, file: string): Faults {
  if (!hasMetadata(file)) {
    yield partsAt(yaml, ['countriesFile'], {
      cause: `countriesFile names ${file}, which is not a database in MaxMind's format`,
      remedy: 'give a file *.mmdb, unpacked',
    });
  }
}

/**
 * Regions without rules: the home region, a governed one, or, without the net, one where AWS publishes
 * sign-ins of its global page. Sign-ins there would not be seen.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export function faultsOfSignInRegions(yaml: YamlFile): Faults {
  return firstOf(
    () =>
      faultsOfItems(yaml, 'signInRegions', (region) =>
        typeof region === 'string'
          ? undefined
          : {
              cause: ', which is not a region',
              remedy: 'give names of regions, such as eu-west-1',
            },
      ),
    () => missingRegions(yaml),
  );
}

function* missingRegions(yaml: YamlFile): Faults {
  const { homeRegion = declared.homeRegion.default, governedRegions } = yaml.value;
  const regions = signInRegionsOf(yaml);
  const own = [homeRegion, ...(Array.isArray(governedRegions) ? governedRegions : [])];
  yield* missingOf(
    yaml,
    own,
    regions,
    ' of the governed regions: sign-ins there would raise no alert',
  );
  const hasGlobalPage = !/^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/.test(String(homeRegion));
  // A policy may deny these regions; the trail then reports the sign-ins, minutes later.
  if (hasGlobalPage && String(yaml.value.signInNet ?? declared.signInNet.default) === 'false') {
    const why =
      ', where AWS publishes sign-ins of its global page, root in us-east-1, IAM users in any, and signInNet is false: nothing would report them';
    yield* missingOf(yaml, declared.signInRegions.default, regions, why);
  }
}

/** What signInRegions is set to, or its default. */
export const signInRegionsOf = (yaml: YamlFile): readonly unknown[] => {
  const { signInRegions } = yaml.value;
  return Array.isArray(signInRegions) ? signInRegions : declared.signInRegions.default;
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
