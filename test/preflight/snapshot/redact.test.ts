import { expect } from 'chai';
import { describeRedactions, redact } from '../../../preflight/snapshot/redact.ts';
import { keyOf } from '../../../preflight/snapshot/templates.ts';
import { account, snapshot, withStacks } from './sample.ts';

const id = `AKIA${'IOSFODNN7EXAMPLE'}`;
const lines = (of: Parameters<typeof redact>[0]) =>
  redact(of).redactions.map(({ kind, place }) => `${kind} | ${place}`);

describe('the redaction of a snapshot', () => {
  it('changes nothing where there is no secret', () => {
    const whole = withStacks({ Parameters: { codeKey: 'x.zip' }, text: 'Resources: {}' });

    expect(redact(whole)).to.deep.equal({ snapshot: whole, redactions: [] });
  });

  it('reaches parameters, outputs, tags, names and physical ids', () => {
    const whole = withStacks({
      Parameters: { dbPassword: 'hunter2', hidden: '****', codeKey: 'x' },
      Outputs: { Url: 'https://app:hunter2@db/' },
      Tags: { [id]: 'x', 'api-key': 'abc' },
      resources: [
        {
          ...{ LogicalResourceId: 'Key', PhysicalResourceId: id },
          ...{ ResourceType: 'AWS::IAM::AccessKey', ResourceStatus: 'CREATE_COMPLETE' },
        },
      ],
    });

    const found = lines(whole);

    const at = 'accounts.1.places.0.stacks.0';
    expect(found).to.deep.equal([
      `value of dbPassword | ${at}.Parameters.dbPassword`,
      `password in a URL | ${at}.Outputs.Url`,
      `access key id | ${at}.Tags.REDACTED`,
      `value of api-key | ${at}.Tags.api-key`,
      `access key id | ${at}.resources.0.PhysicalResourceId`,
    ]);
    expect(JSON.stringify(redact(whole).snapshot)).not.to.match(/hunter2|AKIA/);
  });

  it('leaves the key of an object, whose parameter is named as a secret is', () => {
    const Parameters = { trustedAccessKey: 'functions/trusted-access-0123456789abcdef.zip' };
    const whole = withStacks({ Parameters, text: 'Resources: {}' });

    expect(redact(whole)).to.deep.equal({ snapshot: whole, redactions: [] });
  });

  it('keeps JSON within texts JSON', () => {
    const body = JSON.stringify({
      stacks: { app: { parameters: { dbPassword: 'hunter2' } } },
      list: [{ ParameterKey: 'apiToken', ParameterValue: 'hunter2' }],
      previousTemplate: JSON.stringify({ Password: 'hunter2' }),
    });

    const { snapshot: clean } = redact(snapshot({ state: { bucket: 'b', key: 'k', body } }));

    expect(JSON.parse(clean.state?.body ?? '')).to.deep.equal({
      stacks: { app: { parameters: { dbPassword: 'REDACTED' } } },
      list: [{ ParameterKey: 'apiToken', ParameterValue: 'REDACTED' }],
      previousTemplate: '{"Password":"REDACTED"}',
    });
  });

  it('keeps base64 of a text base64', () => {
    const encoded = Buffer.from('#!/bin/sh\nexport DB_PASSWORD=hunter2; start the service\n');
    const tags = { data: encoded.toString('base64') };

    const [, clean] = redact(snapshot({ accounts: [account(), account({ tags })] })).snapshot
      .accounts;

    expect(Buffer.from(clean?.tags['data'] ?? '', 'base64').toString()).to.equal(
      '#!/bin/sh\nexport DB_PASSWORD=REDACTED; start the service\n',
    );
  });

  it('stores a redacted template by the hash of what is left', () => {
    const text = 'Parameters: { a: { Type: String, NoEcho: true, Default: hunter2 } }\n';
    const clean = 'Parameters: { a: { Type: String, NoEcho: true, Default: "REDACTED" } }\n';

    const { snapshot: whole, redactions } = redact(withStacks({ text }, { text: 'Resources: {}' }));

    const [, { places: [{ stacks = [] } = {}] = [] } = {}] = whole.accounts;
    expect(stacks.map(({ template }) => template)).to.deep.equal([
      keyOf(clean),
      keyOf('Resources: {}'),
    ]);
    expect(whole.templates).to.deep.equal({
      [keyOf(clean)]: clean,
      [keyOf('Resources: {}')]: 'Resources: {}',
    });
    expect(redactions).to.deep.equal([
      {
        kind: 'default of a secret parameter',
        place: 'template of stack app of 222222222222/us-east-1: Parameters.a.Default',
      },
    ]);
  });

  it('is reported in a few lines', () => {
    const found = ['a', 'b', 'c'].map((place) => ({ kind: 'access key id', place }));

    expect(describeRedactions([])).to.deep.equal([
      'redacted nothing: no value looks like a secret',
    ]);
    expect(describeRedactions(found, 2)).to.deep.equal([
      'redacted 3 values:',
      '  access key id: a',
      '  access key id: b',
      '  and 1 more',
    ]);
  });
});
