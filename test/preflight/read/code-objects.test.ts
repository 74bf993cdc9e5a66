import { expect } from 'chai';
import { codeObjectsOf } from '../../../preflight/read/code-objects.ts';

const scope = {
  accountId: '222222222222',
  region: 'us-east-1',
  stack: {
    StackName: 'ofn-audit-any',
    StackId: 'arn:aws:cloudformation:us-east-1:222222222222:stack/ofn-audit-any/1',
    Parameters: { resourcePrefix: 'ofn-audit', key: 'functions/one.zip' },
  },
};
const Bucket = 'ofn-audit-artifacts-222222222222-us-east-1';

/** The objects of a template with one resource. */
const objectsOf = (resource: string) => codeObjectsOf(`Resources:\n  One: ${resource}`, scope);

const bucketName = '"${resourcePrefix}-artifacts-${AWS::AccountId}-${AWS::Region}';

describe('the objects of code that a template names', () => {
  for (const [what, resource] of [
    [
      'the code of a function',
      `{ Type: AWS::Lambda::Function, Properties: { Code: { S3Bucket: !Sub ${bucketName}", S3Key: !Ref key } } }`,
    ],
    [
      'the template of a conformance pack',
      `{ Type: AWS::Config::OrganizationConformancePack, Properties: { TemplateS3Uri: !Sub "s3://${bucketName.slice(1)}/\${key}" } }`,
    ],
    [
      'the source of a project of AWS CodeBuild',
      `{ Type: AWS::CodeBuild::Project, Properties: { Source: { Type: S3, Location: !Sub ${bucketName}/\${key}" } } }`,
    ],
  ] as const) {
    it(`are ${what}`, () => {
      expect(objectsOf(resource)).to.deep.equal([{ Bucket, Key: 'functions/one.zip' }]);
    });
  }

  it('are none of a project whose source is elsewhere, and of what depends on more', () => {
    const elsewhere = '{ Type: AWS::CodeBuild::Project, Properties: { Source: { Type: GITHUB } } }';
    const unknown =
      '{ Type: AWS::Lambda::Function, Properties: { Code: { S3Bucket: !Ref other, S3Key: key } } }';

    expect([...objectsOf(elsewhere), ...objectsOf(unknown)]).to.deep.equal([]);
  });
});
