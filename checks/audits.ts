import { partsAt, type YamlFile } from 'ofn-rehearse';
import {
  type Fault,
  type FaultOf,
  type Faults,
  faultsOfItems,
  faultsOfParameter,
  faultsOfText,
  firstOf,
  oneOf,
  wholeNumber,
} from './parameter.ts';
import { externalId } from './reports.ts';
import { faultsOfSchedule } from './schedule.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const roleName = /^[\w+=,.@-]{1,64}$/;
const rolePattern = /^[\w+=,.@-][\w+=,.@*-]{0,63}$/;
const userName = /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** Fargate pulls from a private repository elsewhere with a secret only, which there is none for. */
const ecrImage =
  /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu)\/[a-z0-9._/-]+(:[\w.-]{1,128}|@sha256:[0-9a-f]{64})$/;

const oneOfShown =
  (...allowed: readonly unknown[]): FaultOf =>
  (value) => {
    const fault = oneOf(allowed)(value);
    return fault && { ...fault, cause: `is ${JSON.stringify(value)}` };
  };

/**
 * What can't be deployed of the parameters of the audit role and of security audits; those that are
 * not there have the defaults of templates/audit-role/_tasks.yml and
 * templates/security-audit/_tasks.yml.
 */
export function* faultsOfAudits(yaml: YamlFile): Faults {
  yield* faultsOfText(yaml, 'auditRoleName', roleName, {
    unlike: 'which IAM refuses',
    remedy: 'give 1 to 64 letters, digits and any of _+=,.@-',
  });
  yield* faultsOfText(yaml, 'auditExternalId', externalId, {
    unlike: 'which STS refuses',
    remedy: 'give 2 to 1224 letters, digits and any of _+=,.@:/-',
  });
  yield* faultsOfItems(yaml, 'auditScanners', faultOfScanner);
  yield* faultsOfItems(yaml, 'auditPeople', faultOfPerson);
  yield* faultsOfParameter(yaml, 'auditSessionSeconds', wholeNumber(3600, 43_200));
  yield* faultsOfSchedule(yaml, 'auditSchedule', "'rate(7 days)' or 'cron(0 3 ? * SUN *)'");
  yield* faultsOfTools(yaml);
  yield* faultsOfParameter(yaml, 'auditParallel', wholeNumber(1, 200));
  yield* faultsOfParameter(yaml, 'auditTimeoutSeconds', wholeNumber(600, 43_200));
  yield* faultsOfParameter(yaml, 'auditRunHours', wholeNumber(1, 2160));
  yield* faultsOfParameter(
    yaml,
    'auditMemory',
    oneOfShown(2048, 3072, 4096, 5120, 6144, 7168, 8192),
  );
  yield* faultsOfParameter(yaml, 'auditArchitecture', oneOfShown('X86_64', 'ARM64'));
  yield* faultsOfParameter(yaml, 'auditTellSuccess', oneOfShown(true, false));
  yield* faultsOfParameter(yaml, 'auditImage', faultOfImage);
  yield* firstOf(
    () => faultsOfNetwork(yaml),
    () => halfNetwork(yaml),
  );
}

function faultOfScanner(value: unknown): Fault | undefined {
  if (typeof value === 'string' && value.startsWith('*')) {
    return {
      cause: ', which lets other roles in than those who scan',
      remedy: 'begin it with the name of a role, such as AWSReservedSSO_SecurityAudit_*',
    };
  }
  return typeof value === 'string' && rolePattern.test(value)
    ? undefined
    : {
        cause: ', which is no name of a role',
        remedy: 'give a name without path, with * for any characters',
      };
}

function faultOfPerson(value: unknown): Fault | undefined {
  return typeof value === 'string' && userName.test(value)
    ? undefined
    : { cause: ', which is no name of an IAM user', remedy: 'give names, such as ada; * is none' };
}

function faultOfImage(value: unknown): Fault | undefined {
  return value === '' || (typeof value === 'string' && ecrImage.test(value))
    ? undefined
    : {
        cause: `is ${JSON.stringify(value)}, which is no image of Amazon ECR with tag or digest`,
        remedy:
          "give one such as 222222222222.dkr.ecr.us-east-1.amazonaws.com/scanners:1, or '' for that of this project",
      };
}

function* faultsOfTools(yaml: YamlFile): Faults {
  yield* faultsOfItems(
    yaml,
    'auditTools',
    oneOf(['prowler', 'scoutsuite'], ', which is not known'),
  );
  const { auditTools } = yaml.value;
  if (Array.isArray(auditTools) && auditTools.length === 0) {
    yield partsAt(yaml, ['auditTools'], {
      cause: 'auditTools is empty: nothing would scan',
      remedy: 'give prowler, scoutsuite or both; or take SecurityAudit out of the task file',
    });
  }
}

/** AWS would say so of the stack, or place no job in a VPC that has no way out. */
function* faultsOfNetwork(yaml: YamlFile): Faults {
  yield* faultsOfText(yaml, 'auditVpc', /^(vpc-[0-9a-f]+)?$/, {
    unlike: 'which is no id of a VPC',
    remedy: "give one such as vpc-0123456789abcdef0, or '' for one of its own",
  });
  yield* faultsOfItems(yaml, 'auditSubnets', (value) =>
    typeof value === 'string' && /^subnet-[0-9a-f]+$/.test(value)
      ? undefined
      : {
          cause: ', which is no id of a subnet',
          remedy: 'give ids such as subnet-0123456789abcdef0',
        },
  );
}

function* halfNetwork(yaml: YamlFile): Faults {
  const { auditVpc = '', auditSubnets = [] } = yaml.value;
  const hasSubnets = (auditSubnets as unknown[]).length > 0;
  if (hasSubnets !== (auditVpc !== '')) {
    const [given, missing] = hasSubnets
      ? ['auditSubnets', 'auditVpc']
      : ['auditVpc', 'auditSubnets'];
    yield partsAt(yaml, [given], {
      cause: `${given} is given without ${missing}`,
      remedy: `give ${missing}, too; or neither, for a network of its own`,
    });
  }
}
