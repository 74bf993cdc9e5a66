import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseYaml, readYamlText } from 'ofn-rehearse';
import { redactTemplate } from '../../../preflight/snapshot/redact-template.ts';
import type { Redaction } from '../../../preflight/snapshot/redaction.ts';
import { isSecretName } from '../../../preflight/snapshot/secret-names.ts';

const root = path.join(import.meta.dirname, '../../..');

function redacted(text: string): { text: string; found: Redaction[] } {
  const found: Redaction[] = [];
  const clean = redactTemplate(text, 't', found);
  return { text: clean, found };
}

const places = (text: string) =>
  redacted(text).found.map(({ kind, place }) => `${kind} | ${place}`);

const template = `# db password: hunter2secret
Parameters:
  dbPassword: { Type: String, NoEcho: true, Default: 'hunter2', MinLength: 10, AllowedPattern: '[a-z0-9]+' }
  pin: { Type: Number, NoEcho: 'true', Default: 123456, MinValue: 100000, AllowedValues: [123456, 654321] }
  token: { Type: String, Default: abcdef }
  size: { Type: String, Default: small }
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          API_KEY: topsecret # of the provider
          DATABASE_URL: !Sub 'postgres://app:hunter2@\${Host}:5432/x'
          SECRET_ARN: !Ref Secret
          PASSWORD: !Ref dbPassword
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties: { SecretString: '{"password":"hunter2"}', Name: db-secret }
  Script:
    Type: AWS::EC2::Instance
    Properties:
      UserData: !Base64 |
        #!/bin/sh
        export DB_PASSWORD=hunter2
        echo "done"
      Tags:
        - { Key: api-token, Value: topsecret }
        - { Key: team, Value: payments }
  Store:
    Type: AWS::SSM::Parameter
    Properties: { Name: /db/password, Type: String, Value: hunter2 }
`;

describe('a template', () => {
  it('is kept as it is, but for its secrets', () => {
    expect(redacted(template).text).to.equal(`# db password: REDACTED
Parameters:
  dbPassword: { Type: String, NoEcho: true, Default: "REDACTEDXX", MinLength: 10, AllowedPattern: ".*" }
  pin: { Type: Number, NoEcho: 'true', Default: "100000", MinValue: 100000, AllowedValues: ["100000", "100000"] }
  token: { Type: String, Default: "REDACTED" }
  size: { Type: String, Default: small }
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          API_KEY: "REDACTED" # of the provider
          DATABASE_URL: !Sub "postgres://app:REDACTED@\${Host}:5432/x"
          SECRET_ARN: !Ref Secret
          PASSWORD: !Ref dbPassword
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties: { SecretString: "REDACTED", Name: db-secret }
  Script:
    Type: AWS::EC2::Instance
    Properties:
      UserData: !Base64 "#!/bin/sh\\nexport DB_PASSWORD=REDACTED\\necho \\"done\\"\\n"
      Tags:
        - { Key: api-token, Value: "REDACTED" }
        - { Key: team, Value: payments }
  Store:
    Type: AWS::SSM::Parameter
    Properties: { Name: /db/password, Type: String, Value: "REDACTED" }
`);
  });

  it('has a list of its secrets, where each was and not what', () => {
    expect(places(template)).to.deep.equal([
      'default of a secret parameter | t: Parameters.dbPassword.Default',
      'default of a secret parameter | t: Parameters.pin.Default',
      'default of a secret parameter | t: Parameters.token.Default',
      'value of API_KEY | t: Resources.Function.Properties.Environment.Variables.API_KEY',
      'password in a URL | t: Resources.Function.Properties.Environment.Variables.DATABASE_URL',
      'value of SecretString | t: Resources.Secret.Properties.SecretString',
      'assigned password | t: Resources.Script.Properties.UserData',
      'value of api-token | t: Resources.Script.Properties.Tags.0.Value',
      'value of /db/password | t: Resources.Store.Properties.Value',
      'assigned password | t: a comment',
    ]);
  });

  it('is redacted in JSON as in YAML', () => {
    const json = JSON.stringify(parseYaml('t', template).value, null, 2);

    const { text, found } = redacted(json);

    expect(JSON.parse(text)).to.deep.equal(parseYaml('t', redacted(template).text).value);
    const inYaml = places(template).filter((line) => !line.endsWith('a comment'));
    const inJson = found.map(({ kind, place }) => `${kind} | ${place.replace(/\.Fn::\w+$/, '')}`);
    expect(inJson).to.deep.equal(inYaml);
  });

  it('is redacted in its comments, and where it is not YAML', () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;

    expect(redacted(`A: 1 # ${token}\n#${token}\n`).text).to.equal('A: 1 # REDACTED\n#REDACTED\n');
    expect(redacted(`A: [ ${token}`).text).to.equal('A: [ REDACTED');
  });

  it('keeps the condition of an If, and redacts what it chooses from', () => {
    const text = 'Password: !If [IsLive, !Ref live, hunter2]\n';

    expect(redacted(text).text).to.equal('Password: !If [IsLive, !Ref live, "REDACTED"]\n');
    expect(redacted('{"Password":{"Fn::If":["IsLive",{"Ref":"live"},"hunter2"]}}').text).to.equal(
      '{"Password":{"Fn::If":["IsLive",{"Ref":"live"},"REDACTED"]}}',
    );
  });

  it('has nothing to redact in this project', () => {
    const files = globSync('{templates,rehearsal/test,test/fixtures}/**/*.yml', { cwd: root });

    const changed = files.filter((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      return redacted(text).text !== text;
    });

    expect(files.length).to.be.above(50);
    expect(changed).to.deep.equal([]);
  });

  it('has no parameter in this project whose value would be taken for a secret', () => {
    const files = globSync('templates/**/*.yml', { cwd: root });

    const names = files.flatMap((file) => {
      const value = (readYamlText(path.join(root, file)).value ?? {}) as { Parameters?: object };
      return Object.keys(value.Parameters ?? {});
    });

    expect(names.length).to.be.above(200);
    expect(names.filter(isSecretName)).to.deep.equal([]);
  });

  it('is the same value but for its secrets, whatever is around them', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{0,8}$/), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, tree, fc.string({ minLength: 3 }), (before, after, secret) => {
        fc.pre(!/[${}<>*\d]/.test(secret));
        const value = { Before: before, ApiToken: `${secret}x`, After: after };

        const { text } = redacted(JSON.stringify(value, null, 1));

        expect(JSON.parse(text)).to.have.property('ApiToken', 'REDACTED');
        const clean = JSON.parse(redacted(JSON.stringify({ ...value, ApiToken: '' })).text);
        expect({ ...JSON.parse(text), ApiToken: '' }).to.deep.equal(clean);
      }),
    );
  });
});
