// npm run docs writes this file from templates/kinds.yml: change it there.

export const resourcePrefix = {
  name: 'resourcePrefix',
  allowedPattern: '[a-z][a-z0-9-]{1,18}[a-z0-9]',
  constraintDescription: 'a prefix of 3 to 20 lower-case letters, digits and hyphens',
} as const;

export const region = {
  name: 'region',
  allowedPattern: '[a-z]{2,}(-[a-z]+)+-\\d+',
  constraintDescription: 'a region such as eu-west-1',
} as const;

export const regionWithAccounts = {
  name: 'regionWithAccounts',
  allowedPattern: '[a-z]{2,}(-[a-z]+)+-\\d+=([A-Za-z0-9]+(,[A-Za-z0-9]+)*)?',
  constraintDescription: 'a region with accounts, such as me-south-1=SandboxAccount,TestAccount',
} as const;

export const accountId = {
  name: 'accountId',
  allowedPattern: '\\d{12}',
  constraintDescription: 'an account id of 12 digits',
} as const;

export const organizationId = {
  name: 'organizationId',
  allowedPattern: 'o-[a-z0-9]{10,32}',
  constraintDescription: 'an id such as o-exampleorg1',
} as const;

export const emailAddress = {
  name: 'emailAddress',
  allowedPattern: '[^@\\s]+@[^@\\s]+\\.[^@\\s]+',
  constraintDescription: 'an e-mail address',
} as const;

export const logRetention = {
  name: 'logRetention',
  allowedValues: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
  unit: 'days',
} as const;

export const schedule = {
  name: 'schedule',
  allowedPattern: 'rate\\((1 (minute|hour|day)|([2-9]|[1-9]\\d+) (minutes|hours|days))\\)|cron\\(\\S+ \\S+ (\\? \\S+ [^?\\s]+|[^?\\s]+ \\S+ \\?) \\S+\\)',
  constraintDescription: 'a schedule such as rate(1 day) or cron(0 3 * * ? *)',
} as const;

export const externalId = {
  name: 'externalId',
  allowedPattern: '[\\w+=,.@:/-]{2,1224}',
  constraintDescription: '2 to 1224 letters, digits and any of _+=,.@:/-',
} as const;

export const roleName = {
  name: 'roleName',
  allowedPattern: '[\\w+=,.@-]{1,64}',
  constraintDescription: '1 to 64 letters, digits and any of _+=,.@-',
} as const;

export const resourceType = {
  name: 'resourceType',
  allowedPattern: 'AWS(::[A-Za-z0-9]+){2}',
  constraintDescription: 'a resource type such as AWS::EC2::NetworkInterface',
} as const;

export const onRemoval = {
  name: 'onRemoval',
  allowedValues: ['keep', 'disable'],
} as const;

export const configFrequency = {
  name: 'configFrequency',
  allowedValues: ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'],
} as const;
